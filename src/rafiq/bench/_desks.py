"""Decides for a crowd: thousands of agents, tens of thousands waiting. A helper process; several may decide at once."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402  # models can be imported only now

from rafiq.bench import _orders  # noqa: E402
from rafiq.inbox import services as inbox  # noqa: E402
from rafiq.routing import core, services  # noqa: E402
from rafiq.routing.models import Entry, Offer, Queue, Seat  # noqa: E402

TEAMS, SKILLS, LANGUAGES = 20, 4, ("fa", "ar", "en")
_AGENTS = """
    INSERT INTO accounts_agent
        (password, email, name, role, language, calendar, time_zone, scheme, is_active, joined_at)
    SELECT '!', 'a' || n || '@bench.example', 'Agent ' || n, 'AGENT', 'en', 'gregorian', 'UTC', 'auto', true, %s
    FROM generate_series(1, %s) n RETURNING id
"""
_CUSTOMERS = """
    INSERT INTO customers_customer (name, search_key, language, company_name, city, about, created_at)
    SELECT 'Customer ' || n, 'customer ' || n, '', '', '', '', %s FROM generate_series(1, %s) n RETURNING id
"""
_CONVERSATIONS = """
    INSERT INTO inbox_conversation (customer_id, channel_id, thread, subject, language, waiting_since, created_at,
                                    last_at, last_text, last_kind, seen_message_id)
    SELECT %s + n %% %s, %s, 't' || n, '', '', %s, %s, %s, '', 'INBOUND', 0 FROM generate_series(1, %s) n RETURNING id
"""
_FLOOR = """
    SELECT id FROM routing_entry WHERE state = 'WAITING' AND lane_id = %s
    ORDER BY urgent_at, entered_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""


def furnish(*, agents: int, waiting: int) -> dict[str, Any]:
    """Make agents with teams, skills and languages, lanes of all kinds, and those who wait in them."""
    now, chance = datetime.now(UTC), random.Random(5)  # noqa: S311  # no secret
    channel = inbox.save_channel(None, kind="webchat", name="Shop", settings={}, at=now)
    people = _rows(_AGENTS, [now, agents])
    queue = Queue.objects.create(name="All", created_at=now, offer_seconds=600)
    lanes = [
        services.lane_for(teams=[team], skills={str(skill): 2} if skill else {}, language=language)
        for team in range(1, TEAMS + 1)
        for skill in range(SKILLS)
        for language in LANGUAGES
    ]
    services.sit([_person(pk, chance) for pk in people], at=now)
    customers = _rows(_CUSTOMERS, [now, max(1, waiting // 3)])
    begun = now - timedelta(hours=1)
    given = [customers[0], len(customers) - 1 or 1, channel.pk, begun, begun, begun, waiting]
    conversations = _rows(_CONVERSATIONS, given)
    Entry.objects.bulk_create(
        [_entry(pk, queue, chance.choice(lanes).pk, begun, chance) for pk in conversations], batch_size=5_000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"lanes": len(lanes)}


def decide(*, seconds: float, share: int, of: int) -> dict[str, Any]:
    """Decide as fast as can be, half for agents who became free, half for customers who came; return each one's time.

    Offers are accepted in between, unmeasured, so that there is always somebody to ask. Of several processes each
    decides for its own share.
    """
    chance, took, given = random.Random(share), list[float](), 0  # noqa: S311  # no secret
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        free = [pk for pk in Seat.objects.filter(is_asked=False).values_list("pk", flat=True) if pk % of == share]
        entries = Entry.objects.filter(state="WAITING").order_by("?").values_list("pk", flat=True)[: len(free) // 4]
        chance.shuffle(free)
        works: list[Callable[[], object]] = [partial(_fill, pk) for pk in free[: len(free) // 4]]
        works += [partial(_offer, pk) for pk in entries]
        chance.shuffle(works)
        for work in works:
            began = time.perf_counter()
            given += bool(work())
            took.append((time.perf_counter() - began) * 1_000)
            if time.monotonic() > until:
                break
        _accept_all(share, of)
    return {"ms": took, "given": given}


def floor(*, seconds: float, share: int, of: int) -> dict[str, Any]:
    """Lock the first of a lane in a transaction of its own, and nothing else."""
    lanes = list(Entry.objects.values_list("lane", flat=True).distinct())[share::of]
    took: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FLOOR, [lanes[len(took) % len(lanes)]])
            cursor.fetchall()
        took.append((time.perf_counter() - began) * 1_000)
    return {"ms": took}


def _accept_all(share: int, of: int) -> None:
    for offer in Offer.objects.filter(state="OPEN").select_related("agent"):
        if offer.agent_id % of == share:
            services.accept(offer.pk, by=offer.agent, at=_now())


def _person(pk: int, chance: random.Random) -> services.Person:
    skills = {number: chance.randint(1, 5) for number in range(1, SKILLS) if chance.random() < 0.6}
    languages = chance.sample(LANGUAGES, chance.choice((1, 1, 2, 3)))
    teams = chance.sample(range(1, TEAMS + 1), chance.choice((1, 1, 2)))
    return services.Person(pk, is_here=True, capacity=1_000, teams=teams, skills=skills, languages=languages)


def _entry(pk: int, queue: Queue, lane_id: int, at: datetime, chance: random.Random) -> Entry:
    entered = at + timedelta(seconds=chance.random() * 3_000)
    severity = core.Severity(chance.choices(range(4), (90, 6, 3, 1))[0])
    urgent = core.urgent_at(entered.timestamp(), severity=severity, tier=chance.choice((0, 0, 0, 1, 2)))
    return Entry(
        conversation_id=pk, queue=queue, lane_id=lane_id, entered_at=entered, severity=severity,
        urgent_at=datetime.fromtimestamp(urgent, tz=UTC),
    )  # fmt: skip


def _rows(statement: str, given: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [row[0] for row in cursor.fetchall()]


def _fill(pk: int) -> int:
    return services.fill(pk, at=_now())


def _offer(pk: int) -> bool:
    return services.offer(pk, at=_now())


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    _orders.serve({"furnish": furnish, "decide": decide, "floor": floor})
