"""Alerts and what came of them, screens for the wall, and who listens in where."""

from rafiq.board.models.alerts import Alert, Episode, Kind, Notice
from rafiq.board.models.screens import BoardSettings, Listening, Screen

__all__ = ["Alert", "BoardSettings", "Episode", "Kind", "Listening", "Notice", "Screen"]
