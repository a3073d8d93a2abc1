"""Messenger and Instagram: what is written to a page or to a professional account."""
