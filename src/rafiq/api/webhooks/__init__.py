"""Signed webhooks: what happened is told to the company's own programs, in order, until they have taken it."""
