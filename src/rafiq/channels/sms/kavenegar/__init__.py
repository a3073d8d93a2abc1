"""Kavenegar, the SMS provider of many Iranian companies."""
