"""Customers: the people the company serves, and the addresses they are known by."""
