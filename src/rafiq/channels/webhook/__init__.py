"""The channel for everything that has none of its own: a company's system tells us by a signed call, and is told so."""
