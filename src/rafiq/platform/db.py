"""Small things everybody needs of the database."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import psycopg
import psycopg_pool
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper as Cursor
else:
    Cursor = object

__all__ = ["AWAY", "Cursor", "Send", "array", "busy_cursor", "pipeline", "refused_as", "texts"]

# What a database that is away raises, whoever asks it.
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg_pool.PoolTimeout)

_PREPARE_AFTER = 5  # times a statement is sent before the server keeps its plan

type Send = Callable[[str, Sequence[Any]], Cursor]


def busy_cursor() -> Cursor:
    """Give a cursor for statements that run over and over: prepared by the server, values apart from the text.

    Django's own writes the values into each statement, which the server must then read and plan anew. For use
    inside a transaction; errors and the log of statements are Django's as usual.
    """
    connection.ensure_connection()
    raw: psycopg.Connection[tuple[object, ...]] = connection.connection
    raw.prepare_threshold = _PREPARE_AFTER  # Django's cursors never prepare, whatever this says
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(psycopg.Cursor(raw))  # type: ignore[arg-type]  # wants what it is going to make


@contextlib.contextmanager
def pipeline() -> Iterator[Send]:
    """Send statements without waiting for the answers: the server works on one while we prepare the next.

    What it gives is called with a statement and its values, and returns a cursor; fetching from that waits. An error
    may therefore come from a later call, or from the end of the block. For use inside a transaction.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield _send


def _send(statement: str, values: Sequence[Any]) -> Cursor:
    cursor = busy_cursor()
    cursor.execute(statement, values)
    return cursor


@contextlib.contextmanager
def refused_as(refusal: type[Exception], *, constraint: str) -> Iterator[None]:
    """Do what is in the block; where it would break this constraint, do nothing of it and raise the refusal.

    The constraint decides and not a look beforehand: it knows which letters count as the same (Lower of "İ" is
    that of "i", Upper is not), and nobody can come between the look and the change.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        cause = error.__cause__
        if isinstance(cause, psycopg.Error) and cause.diag.constraint_name == constraint:
            raise refusal from error
        raise


def array(values: Iterable[object]) -> str:
    """Write a PostgreSQL array of numbers, moments or booleans; None becomes NULL.

    Ten times faster than letting psycopg adapt a list, value by value. The statement names the type: `%s::bigint[]`.
    """
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"


def texts(values: Iterable[str]) -> str:
    """Write a PostgreSQL array of texts; see `array`.

    Raises:
        ValueError: if there is a NUL in one, which PostgreSQL cannot store.
    """
    listed = list(values)
    joined = "\0".join(listed)
    if joined.count("\0") >= max(len(listed), 1):
        raise ValueError("a text with NUL cannot be stored")
    quoted = joined.replace("\\", "\\\\").replace('"', '\\"').replace("\0", '","')
    return f'{{"{quoted}"}}' if listed else "{}"
