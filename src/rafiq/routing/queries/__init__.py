"""Reads about queues, rules, and who waits."""
