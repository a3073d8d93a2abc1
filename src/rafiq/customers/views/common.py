"""What several views need."""

from __future__ import annotations


def natural(said: str) -> int | None:
    """Return a number that an address says; None where it says none that could be an id."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else None
