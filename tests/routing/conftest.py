"""Queues, rules and seats, made through the services where there are such."""
