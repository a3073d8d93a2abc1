"""Makes up years of facts, rolls them up, asks for the pages about them: a helper process, since it needs Django."""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
os.environ["RAFIQ_POOL"] = "1"  # one session at the server, whose work can be watched
django.setup()

from django.db import connection  # noqa: E402  # models can be imported only now
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from rafiq.accounts.models import Agent, Company, Team  # noqa: E402
from rafiq.bench import _orders  # noqa: E402
from rafiq.inbox.models import Conversation  # noqa: E402
from rafiq.insights import services  # noqa: E402
from rafiq.insights.models import Cell, Fact, Level, Period  # noqa: E402
from rafiq.insights.services import counting  # noqa: E402
from rafiq.platform import calendars  # noqa: E402

ZONE: Final = "Asia/Tehran"
CHANNELS: Final = ("webchat", "webchat", "webchat", "mail", "sms", "telegram")
RANGES: Final = ("today", "7", "30", "90", "own")
BY: Final = ("agent", "team", "channel", "language", "hour")
_AT_ONCE: Final = 250_000

_CUSTOMERS: Final = """
    INSERT INTO customers_customer (name, search_key, language, company_name, city, about, created_at)
    SELECT 'Customer ' || n, 'customer ' || n, 'fa', '', '', '', now() FROM generate_series(1, %(customers)s) AS n
"""
# More by day than by night, more before noon; two of a hundred are open, some of those wait; one in twenty is left.
_CONVERSATIONS: Final = """
    INSERT INTO inbox_conversation (customer_id, channel_id, thread, subject, language, team_id, assignee_id,
        created_at, first_answered_at, resolved_at, last_at, last_text, last_kind, seen_message_id)
    SELECT %(first_customer)s + n %% %(customers)s, %(channel)s, 't' || n, 'About order ' || n,
        (ARRAY['fa', 'fa', 'fa', 'ar', 'en'])[1 + floor(random() * 5)],
        (%(teams)s::bigint[])[1 + n %% cardinality(%(teams)s::bigint[])],
        (%(agents)s::bigint[])[1 + floor(random() * cardinality(%(agents)s::bigint[]))::int],
        at, at + interval '5 minutes', CASE WHEN n <= %(count)s * 0.98 THEN at + interval '1 hour' END,
        at + interval '1 hour', 'Thank you', 'OUTBOUND', 0
    FROM (
        SELECT n, %(begin)s::timestamptz + (n::float8 / %(count)s) * %(days)s * interval '1 day'
            - random() * random() * interval '10 hours' AS at
        FROM generate_series(%(from)s::bigint, %(to)s::bigint) AS n
    ) made
"""
_FACTS: Final = """
    INSERT INTO insights_fact (conversation_id, number, opened_at, team, agent, answerer, channel, language,
        waiting_since, first_at, first_seconds, first_business, left_seconds, left_business, resolved_at,
        resolved_seconds, resolved_business, answers, bot_answers, transfers, is_first_contact, is_by_bot, came_back,
        rating)
    SELECT id, 1, created_at, team_id, assignee_id, assignee_id,
        (%(channels)s::text[])[1 + floor(random() * cardinality(%(channels)s::text[]))::int], language,
        CASE WHEN is_open AND kind < 0.1 THEN created_at END,
        CASE WHEN kind >= 0.1 THEN created_at + wait * interval '1 second' END,
        CASE WHEN kind >= 0.1 THEN wait END, CASE WHEN kind >= 0.1 THEN wait / 2 END,
        CASE WHEN kind < 0.05 AND NOT is_open THEN wait END, CASE WHEN kind < 0.05 AND NOT is_open THEN wait / 2 END,
        CASE WHEN NOT is_open THEN created_at + (wait + lasted) * interval '1 second' END,
        CASE WHEN NOT is_open THEN wait + lasted END, CASE WHEN NOT is_open THEN (wait + lasted) / 3 END,
        CASE WHEN kind >= 0.1 THEN 1 + (random() * 3)::int ELSE 0 END, 0, (random() * 0.6)::int,
        NOT is_open AND kind >= 0.1 AND random() < 0.4, NOT is_open AND kind BETWEEN 0.05 AND 0.1,
        NOT is_open AND random() < 0.1,
        CASE WHEN random() < 0.2 THEN 1 + (random() * 4)::int ELSE 0 END
    FROM (
        SELECT id, created_at, team_id, assignee_id, language, resolved_at IS NULL AS is_open, random() AS kind,
            exp(5 + 1.6 * (random() + random() + random() - 1.5) * 2)::int AS wait,
            exp(7 + 1.6 * (random() + random() + random() - 1.5) * 2)::int AS lasted
        FROM inbox_conversation
    ) made
"""
_LOG: Final = """
    INSERT INTO platform_log (kind, key, customer_id, actor, payload, occurred_at)
    SELECT kind, 'conversation-' || id, customer_id, actor, payload, at FROM (
        SELECT c.*, told.* FROM (SELECT * FROM inbox_conversation ORDER BY id DESC LIMIT %(count)s) c,
        LATERAL (VALUES
            (1, 'inbox.conversation.opened', 'customer-1', c.created_at,
                jsonb_build_object('conversation_id', c.id, 'customer_id', c.customer_id, 'channel_id', c.channel_id)),
            (2, 'inbox.message.received', 'customer-1', c.created_at,
                jsonb_build_object('conversation_id', c.id, 'customer_id', c.customer_id, 'message_id', 0)),
            (3, 'inbox.conversation.assigned', 'agent-' || c.assignee_id, c.created_at + interval '1 minute',
                jsonb_build_object('conversation_id', c.id, 'customer_id', c.customer_id,
                    'assignee_id', c.assignee_id, 'team_id', c.team_id)),
            (4, 'inbox.reply.written', 'agent-' || c.assignee_id, c.first_answered_at,
                jsonb_build_object('conversation_id', c.id, 'customer_id', c.customer_id, 'message_id', 0)),
            (5, 'inbox.conversation.resolved', 'agent-' || c.assignee_id, c.created_at + interval '1 hour',
                jsonb_build_object('conversation_id', c.id, 'customer_id', c.customer_id))
        ) AS told (place, kind, actor, at, payload)
    ) made ORDER BY at, place
"""


class Statistician:
    """A supervisor at one database."""

    def __init__(self) -> None:
        self._client, self._days = Client(), 0
        self._boss = Agent.objects.exclude(role="AGENT").order_by("pk")[0]
        self._client.force_login(self._boss)
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")  # others' time would be seen by nobody
            cursor.execute("SELECT pg_backend_pid(), current_setting('jit')")
            self._session, jit = cursor.fetchone()
        print(f"bench | session {self._session}, jit {jit}", file=sys.stderr)

    def fill(self, *, count: int, days: int, channel_id: int) -> dict[str, Any]:
        """Make up customers, conversations and facts, and what the planner knows of them."""
        self._days = days
        Company.objects.update_or_create(pk=1, defaults={"time_zone": ZONE})
        with connection.cursor() as cursor:
            cursor.execute("SELECT setseed(0.1404)")
            cursor.execute("SET session_replication_role = replica")
            customers = max(1, count * 2 // 5)
            cursor.execute(_CUSTOMERS, {"customers": customers})
            cursor.execute("SELECT min(id) FROM customers_customer")
            values = {
                "customers": customers, "first_customer": cursor.fetchone()[0], "channel": channel_id, "count": count,
                "teams": list(Team.objects.order_by("pk").values_list("pk", flat=True)),
                "agents": list(Agent.objects.filter(role="AGENT").values_list("pk", flat=True)),
                "begin": datetime.now(UTC) - timedelta(days=days), "days": days, "channels": list(CHANNELS),
            }  # fmt: skip
            for begin in range(1, count + 1, _AT_ONCE):
                cursor.execute(_CONVERSATIONS, values | {"from": begin, "to": min(count, begin + _AT_ONCE - 1)})
            cursor.execute(_FACTS, values)
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("VACUUM ANALYZE")
        return {"facts": Fact.objects.count()}

    def roll_up(self) -> dict[str, Any]:
        """Roll all days up; return how long it took and how many rows that made."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO insights_staleday SELECT DISTINCT (moment AT TIME ZONE %s)::date FROM insights_fact,"
                " LATERAL (VALUES (opened_at), (resolved_at)) AS of (moment) WHERE moment IS NOT NULL",
                [ZONE],
            )
        began = time.perf_counter()
        services.count(seconds=3_600)
        took = time.perf_counter() - began
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("SELECT pg_total_relation_size('insights_cell')")
            size = cursor.fetchone()[0]
        days = Cell.objects.filter(period=Period.DAY, level=Level.ALL).count()
        rows = Cell.objects.count()
        return {"seconds": took, "days": days, "rows": rows, "megabytes": size / 2**20}

    def measure(self, *, page: str, seed: int, count: int) -> dict[str, Any]:
        """Ask for pages of a kind, the same for the same seed; return how many milliseconds each took.

        `cpu` is the processor time of the page and of its session at the server: what it takes while nobody else works.
        """
        chance = random.Random(seed)  # noqa: S311  # no secret
        took, asked, cpu = [], [], []
        for _ in range(count):
            said = self._asked(page, chance)
            began, worked = time.perf_counter(), self._worked()
            answer = self._client.get(reverse(f"insights:{page}"), said)
            took.append((time.perf_counter() - began) * 1000)
            cpu.append((self._worked() - worked) * 1000)
            asked.append(str(said))
            if answer.status_code != 200:
                raise RuntimeError(f"{page} {said}: {answer.status_code}")
        return {"ms": took, "cpu": cpu, "asked": asked}

    def _worked(self) -> float:
        """Return the seconds that we and our session at the server have worked so far."""
        return time.process_time() + int(Path(f"/proc/{self._session}/schedstat").read_text().split()[0]) / 1e9

    def count(self, *, count: int) -> dict[str, Any]:
        """Count the newest conversations from a log that tells all of them; return how many a second."""
        with connection.cursor() as cursor:
            cursor.execute(_LOG, {"count": count})
            cursor.execute("ANALYZE platform_log")
        ids = list(Conversation.objects.order_by("-pk").values_list("pk", flat=True)[:count])
        began = time.perf_counter()
        for first in range(0, len(ids), counting.AT_ONCE):
            counting.take(ids[first : first + counting.AT_ONCE])
        return {"per_second": len(ids) / (time.perf_counter() - began)}

    def _asked(self, page: str, chance: random.Random) -> dict[str, str]:
        """Any range, as often; a half narrowed by one thing, some by two; told apart by anything."""
        said = {"range": chance.choice(RANGES), "by": chance.choice(BY), "clock": chance.choice(("business", "wall"))}
        if said["range"] == "own":
            length, today = chance.choice((14, 120, 366)), calendars.local_date(datetime.now(UTC), zone=ZONE)
            last = today - timedelta(days=chance.randrange(0, max(1, self._days - 380)))
            said |= {"first": str(last - timedelta(days=length - 1)), "last": str(last)}
        teams = [str(pk) for pk in Team.objects.values_list("pk", flat=True)]
        agents = [str(pk) for pk in Agent.objects.filter(role="AGENT").values_list("pk", flat=True)]
        values = {"team": chance.choice(teams), "agent": chance.choice(agents), "channel": "webchat", "language": "fa"}
        said |= {name: values[name] for name in chance.sample(sorted(values), chance.choice((0, 0, 1, 1, 2)))}
        measures = ("opened", "waited", "resolved", "left", "first_contact", "transferred")
        return said | ({"measure": chance.choice(measures)} if page == "conversations" else {})


if __name__ == "__main__":
    statistician = Statistician()
    _orders.serve(
        {
            "fill": statistician.fill, "roll_up": statistician.roll_up, "measure": statistician.measure,
            "count": statistician.count,
        }
    )  # fmt: skip
