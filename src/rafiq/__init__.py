"""Rafiq, a customer-care platform."""
