"""Asks for real pages through Django's test client and takes the time: a helper process, one for each database."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
django.setup()

from django.db import connection  # noqa: E402  # models can be imported only now
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from rafiq.accounts.models import Agent, Team  # noqa: E402
from rafiq.bench import _orders, _vocabulary  # noqa: E402
from rafiq.inbox.models import Conversation, Message, Tag  # noqa: E402

type Address = tuple[str, dict[str, Any]]

VIEWS = ("mine", "unassigned", "open", "mentions", "snoozed", "closed")
_VARIANTS = str.maketrans("یکه", "يكة")


class Pages:
    """One agent, who does not belong to the private team, at one database."""

    def __init__(self) -> None:
        self._client = Client()
        agent = Agent.objects.filter(role="AGENT").exclude(teams__is_private=True).order_by("pk")[0]
        self._client.force_login(agent)
        self._newest = Conversation.objects.latest("pk").pk
        self._open = list(Conversation.objects.open().order_by("pk").values_list("pk", flat=True)[:5_000])
        self._teams = list(Team.objects.filter(is_private=False).values_list("pk", flat=True))
        self._tags = list(Tag.objects.order_by("pk").values_list("pk", flat=True))
        self._languages = _vocabulary.languages()
        self._makers: dict[str, Callable[[random.Random], Address]] = {
            "list": self._list, "conversation": self._conversation, "search": self._search
        }  # fmt: skip

    def measure(self, *, page: str, seed: int, count: int) -> dict[str, Any]:
        """Ask for pages of a kind, the same for the same seed; return how many milliseconds each took."""
        addresses = self._addresses(page, seed, count)
        took = []
        for path, query in addresses:
            began = time.perf_counter()
            self._get(path, query)
            took.append((time.perf_counter() - began) * 1000)
        return {"ms": took, "asked": [f"{path} {query}" for path, query in addresses]}

    def count(self, *, page: str, seed: int, count: int) -> dict[str, Any]:
        """Ask for pages and count the statements; return the most that one needed, and which."""
        most, worst = 0, ""
        for path, query in self._addresses(page, seed, count):
            with CaptureQueriesContext(connection) as captured:
                self._get(path, query)
            if len(captured) > most:
                most, worst = len(captured), f"{path} {query}"
        return {"statements": most, "worst": worst}

    def explain(self, *, page: str, seed: int, count: int) -> dict[str, Any]:
        """Say what the slowest page's statements did, for whoever wants to mend them."""
        slowest: tuple[float, str, list[str]] = (0.0, "", [])
        for path, query in self._addresses(page, seed, count):
            with CaptureQueriesContext(connection) as captured:
                began = time.perf_counter()
                self._get(path, query)
            took = (time.perf_counter() - began) * 1000
            if took > slowest[0]:
                asked = [f"{one['time']} {one['sql']}" for one in captured.captured_queries]
                slowest = (took, f"{path} {query}", asked)
        return {"ms": slowest[0], "page": slowest[1], "statements": slowest[2]}

    def _addresses(self, page: str, seed: int, count: int) -> list[Address]:
        chance = random.Random(seed)  # noqa: S311  # no secret
        return [self._makers[page](chance) for _ in range(count)]

    def _get(self, path: str, query: dict[str, Any]) -> None:
        answer = self._client.get(path, query)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} {query}: {answer.status_code}")

    def _list(self, chance: random.Random) -> Address:
        """A view, whole; narrowed to a team or a tag (the last one is rare); or further down."""
        home, rows = reverse("inbox:home"), reverse("inbox:list")
        kind = chance.randrange(10)
        if kind < 6:
            return home, {"view": VIEWS[kind]}
        if kind == 6:
            return home, {"team": chance.choice(self._teams)}
        if kind == 7:
            return home, {"view": chance.choice(("open", "closed")), "tag": chance.choice(self._tags)}
        view = chance.choice(("open", "closed"))
        found = Conversation.objects.filter(resolved_at__isnull=view == "open")
        number = chance.choice(self._open) if view == "open" else chance.randint(1, self._newest)
        last = found.filter(pk__lte=number).order_by("-pk").first() or found.latest("pk")
        return rows, {"view": view, "after": f"{last.last_at.isoformat()},{last.pk}"}

    def _conversation(self, chance: random.Random) -> Address:
        """One that is open, or any; whole, or what a poke makes the page fetch again."""
        number = chance.choice(self._open) if chance.random() < 0.5 else chance.randint(1, self._newest)
        visible = Conversation.objects.exclude(team__is_private=True).filter(pk__lte=number).order_by("-pk").first()
        name = chance.choice(("inbox:conversation", "inbox:conversation", "inbox:timeline"))
        return reverse(name, args=[visible.pk if visible else 1]), {}

    def _search(self, chance: random.Random) -> Address:
        kinds = (
            self._word(chance, 1, 30), self._word(chance, 800, 3_000), self._word(chance, 20_000, 39_000),
            f"{self._word(chance, 1, 30)} {self._word(chance, 200, 2_000)}",
            f"{self._word(chance, 30, 300)} {self._word(chance, 30, 300)}",
            self._word(chance, 1, 30, language=0).translate(_VARIANTS), self._number(chance),
            f"#{chance.randint(1, self._newest)}",
            "مریم کریمی", "sara",
        )  # fmt: skip
        return reverse("search:everything"), {"q": chance.choice(kinds), "kind": "conversations"}

    def _word(self, chance: random.Random, first: int, last: int, *, language: int | None = None) -> str:
        """Pick a word of a rank of frequency."""
        number = chance.randrange(3) if language is None else language
        return self._languages[number].words[chance.randint(first, last)]

    def _number(self, chance: random.Random) -> str:
        """Pick an order number that somebody named."""
        first = chance.randint(1, self._newest)
        said = Message.objects.filter(pk__gte=first, text__regex=r"\d{6,}").order_by("pk").first()
        found = re.search(r"\d{6,}", said.text if said else "")
        return found[0] if found else "123456"


if __name__ == "__main__":
    pages = Pages()
    _orders.serve({"measure": pages.measure, "count": pages.count, "explain": pages.explain})
