"""Makers for tests of promises: policies, moments of a usual week, and conversations in them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection

from rafiq.accounts.models import Agent, Role, Team
from rafiq.inbox import services as inbox
from rafiq.platform import calendars
from rafiq.platform.log import dispatcher
from rafiq.platform.log.models import Cursor
from rafiq.platform.log.reader import Row
from rafiq.platform.log.subscriptions import all_subscriptions
from rafiq.promises import services, subscribers
from rafiq.promises.models import Policy, Promise, Standing
from rafiq.workforce.models import OpeningHours
from rafiq.workforce.services import save_hours
from tests.makers import NOON, make_agent, receive

LONG_AGO = NOON - timedelta(days=365)
MINUTE, HOUR = 60, 3600
_ALL = """
    SELECT id, xid::text::bigint, kind, key, customer_id, actor, payload, occurred_at
    FROM platform_log WHERE kind = ANY(%s) ORDER BY id
"""
READER = "rafiq.promises.subscribers.follow_log"


def make_policy(name: str = "All", *, at: datetime = LONG_AGO, by: Agent | None = None, **terms: Any) -> Policy:
    """A policy round the clock; an hour to answer where nothing else is said."""
    if not {"first_seconds", "next_seconds", "resolution_seconds"} & set(terms):
        terms |= {"first_seconds": HOUR, "next_seconds": HOUR}
    by = by or make_agent("Chief", role=Role.SUPERVISOR)
    given = {"base": "ALWAYS", **terms}
    return services.save_policy(None, services.Terms(name=name, **given), by=by, at=at)


def make_hours(
    zone: str, days: dict[int, list[tuple[str, str]]], *, team: Team | None = None, country: str = ""
) -> OpeningHours | None:
    by = make_agent("Boss", role=Role.ADMINISTRATOR)
    week = [days.get(day, []) for day in range(7)]
    return save_hours(team=team, week=week, time_zone=zone, country=country, by=by, at=LONG_AGO)


def moment(zone: str, *parts: int) -> datetime:
    """A moment on the clocks of a zone, in UTC."""
    year, month, day, hour, minute = parts
    return calendars.moment_of(date(year, month, day), zone=zone, hour=hour, minute=minute)


def follow() -> None:
    """Hand everything the log tells to the subscriber, in order; what it took before, it passes over."""
    kinds = [kind.name for kind in services.FOLLOWED]
    with connection.cursor() as cursor:
        cursor.execute(_ALL, [kinds])
        rows = cursor.fetchall()
    for entry_id, xid, kind, key, customer_id, actor, payload, at in rows:
        subscribers.follow_log(Row(entry_id, xid, kind, key, customer_id, actor, json.loads(payload), at))


def follow_by_bus() -> None:
    """Feed the log to promises through the real dispatcher, which hands over only what is committed."""
    [reader] = [one for one in all_subscriptions() if one.name == READER]
    while dispatcher.dispatch(reader, at=NOON):
        pass
    assert not Cursor.objects.filter(subscriber=READER).exclude(last_error="").exists()


def only(**fields: Any) -> Promise:
    return Promise.objects.select_related("version").get(**fields)


def told() -> list[str]:
    """The kinds of what the log says of promises, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM platform_log WHERE kind LIKE 'promises.promise.%' ORDER BY id")
        return [kind.rpartition(".")[2] for (kind,) in cursor.fetchall()]


def as_rows() -> list[dict[str, Any]]:
    """Everything that is promised, as plain values without ids."""
    left_out = {"id"}
    rows = Promise.objects.order_by("conversation", "kind", "round").values()
    return [{key: value for key, value in row.items() if key not in left_out} for row in rows]


def as_they_stand() -> list[dict[str, Any]]:
    """How all conversations stand, as plain values without ids."""
    rows = Standing.objects.order_by("conversation").values()
    return [{key: value for key, value in row.items() if key != "id"} for row in rows]


def forget() -> None:
    """Let everything be read and promised anew."""
    Promise.objects.all().delete()
    Standing.objects.all().delete()
    Cursor.objects.filter(subscriber=READER).delete()


def says(conversation, text="And?", *, at=NOON, **fields):
    return receive(text, channel=conversation.channel, thread=conversation.thread, at=at, **fields)


def bot_says(conversation, *, at=NOON, settles):
    heard = conversation.messages.filter(kind="INBOUND").last()
    inbox.say_automatically(
        conversation=conversation, actor="bot", body="By itself", client_id=uuid4(), at=at, answers=heard,
        extras={"bot": {}}, settles=settles,
    )  # fmt: skip
