"""Reads of the board: everything as it is now, by a number of statements that does not grow with it."""

from rafiq.board.queries.alerts import past_alerts, told
from rafiq.board.queries.listening import listeners, listenings_of
from rafiq.board.queries.now import Now, PersonRow, Waiting, WaitingRow, now
from rafiq.board.queries.screens import Slide, screen_of, slides

__all__ = [
    "Now",
    "PersonRow",
    "Slide",
    "Waiting",
    "WaitingRow",
    "listeners",
    "listenings_of",
    "now",
    "past_alerts",
    "screen_of",
    "slides",
    "told",
]
