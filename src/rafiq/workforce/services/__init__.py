"""Changes of hours and desks: one function an intention."""

from rafiq.workforce.services.hours import save_hours

__all__ = ["save_hours"]
