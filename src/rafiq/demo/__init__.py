"""The demo: one command that shows the whole product with a company in it."""
