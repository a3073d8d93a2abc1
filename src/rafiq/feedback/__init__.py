"""Feedback: how it went, asked of every customer."""
