"""Reads about when people are there, and what they can do."""

from rafiq.workforce.queries.hours import always, covering, hours_of, opening, timetable

__all__ = ["always", "covering", "hours_of", "opening", "timetable"]
