"""Tells a database that is away from a message that it cannot take."""

from __future__ import annotations

import django.db
import psycopg

from rafiq.gateway.ports import Unavailable

_AWAY = (
    Unavailable,
    django.db.OperationalError,
    django.db.InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    OSError,
)
_CONFLICTS = {"40001", "40P01"}  # serialization failure, deadlock: the same again will do


def is_away(error: BaseException) -> bool:
    """Test whether the database (or the machine) is at fault, not what was asked of it."""
    return isinstance(error, _AWAY)


def is_conflict(error: BaseException) -> bool:
    """Test whether two transactions merely got into each other's way."""
    return any(getattr(each, "sqlstate", None) in _CONFLICTS for each in (error, error.__cause__))
