"""Bots of Telegram, and of Bale, which speaks the same language on another host."""
