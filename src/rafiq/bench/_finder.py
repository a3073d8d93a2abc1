"""Writes articles into a database and searches there: a helper process, since it needs Django."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafiq.settings")
django.setup()

from django.db import connection  # noqa: E402  # models can be imported only now
from django.utils import translation  # noqa: E402

from rafiq.accounts.models import Agent  # noqa: E402
from rafiq.bench import _memory, _orders, _vocabulary  # noqa: E402
from rafiq.inbox import queries as inbox  # noqa: E402
from rafiq.knowledge import queries as knowledge  # noqa: E402
from rafiq.knowledge.contracts import Anyone  # noqa: E402
from rafiq.knowledge.models import Article, Collection, Translation, Version  # noqa: E402
from rafiq.platform import processes  # noqa: E402
from rafiq.platform.search import indexing, sources, vectors  # noqa: E402
from rafiq.platform.search.documents import Document  # noqa: E402
from rafiq.platform.search.sources import Filters  # noqa: E402

SENTENCES: Final = 8
TITLE: Final = 200
AUDIENCES: Final = ("PUBLIC", "PUBLIC", "PUBLIC", "CUSTOMERS", "STAFF")
_VECTORS: Final = f"""
    INSERT INTO search_vector (entry_id, kind, vector)
    SELECT e.id, 'P', l2_normalize(made.numbers::real[]::halfvec)
    FROM search_entry e CROSS JOIN LATERAL (
        SELECT array_agg(random() - 0.5) AS numbers FROM generate_series(1, {vectors.DIMENSIONS}) WHERE e.id > 0
    ) made
"""  # noqa: S608  # a number of ours


class Finder:
    """One agent, who may see what everybody may, and a visitor."""

    def __init__(self) -> None:
        self._languages = _vocabulary.languages()
        self._agent = Agent.objects.filter(role="AGENT").exclude(teams__is_private=True).order_by("pk")[0]
        self._shelf = Collection.objects.get_or_create(slug="all")[0]
        self._searches: dict[str, Callable[[str, str], object]] = {
            "articles": self._articles, "messages": self._messages, "everything": self._everything
        }  # fmt: skip

    def write(self, *, first: int, count: int) -> dict[str, Any]:
        """Write articles, with what people read of them and what the engine knows."""
        now = datetime.now(UTC)
        documents = list(self._documents(first, count))
        articles = Article.objects.bulk_create(
            Article(key=one.key, collection=self._shelf, audience=one.audience, created_at=now) for one in documents
        )
        rows = Translation.objects.bulk_create(
            Translation(article=article, language=one.language, slug=one.key, title=one.title)
            for article, one in zip(articles, documents, strict=True)
        )
        versions = Version.objects.bulk_create(
            Version(translation=row, number=1, title=one.title, body=one.body, saved_at=now)
            for row, one in zip(rows, documents, strict=True)
        )
        for row, version in zip(rows, versions, strict=True):
            row.live, row.state, row.number = version, "PUBLISHED", 1
        Translation.objects.bulk_update(rows, ["live", "state", "number"])
        indexing.put(documents, at=now)
        return {}

    def _documents(self, first: int, count: int) -> Iterator[Document]:
        for number in range(first, first + count):
            chance = random.Random(number)  # noqa: S311  # no secret
            language = chance.choices(self._languages, (60, 25, 15))[0]
            said = [language.sentence(chance)[0] for _ in range(SENTENCES)]
            yield Document(
                source="article", key=f"a{number}", language=language.code, title=said[0][:TITLE],
                body="\n".join(said[1:]), asked=(language.sentence(chance)[0],), audience=chance.choice(AUDIENCES),
            )  # fmt: skip

    def settle(self) -> dict[str, Any]:
        """Let the planner know what there is."""
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        return {}

    def vectors(self, *, count: int) -> dict[str, Any]:
        """Store a made-up vector for every article, where vectors can be compared at all."""
        if not (vectors.is_installed() and vectors.is_stored()):
            return {"stored": 0}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexdef FROM pg_indexes WHERE tablename = 'search_vector' AND indexdef LIKE '%hnsw%'"
            )
            indexes = [row[0] for row in cursor.fetchall()]
            names = [one.split(" ON ")[0].rpartition(" ")[2] for one in indexes]
            for name in names:
                cursor.execute(f"DROP INDEX {name}")
            cursor.execute(_VECTORS)
            cursor.execute("SET maintenance_work_mem = '400MB'")
            for statement in indexes:
                cursor.execute(statement)
            cursor.execute("ANALYZE search_vector")
        return {"stored": count}

    def measure(self, *, kind: str, seed: int, count: int) -> dict[str, Any]:
        """Search, the same for the same seed; return how many milliseconds each took."""
        chance = random.Random(seed)  # noqa: S311  # no secret
        took = []
        for _ in range(count):
            language = chance.choices(self._languages, (60, 25, 15))[0]
            words = self._question(language, chance)
            began = time.perf_counter()
            with translation.override(language.code):
                self._searches[kind](words, language.code)
            took.append((time.perf_counter() - began) * 1000)
        return {"ms": took}

    def memory(self) -> dict[str, Any]:
        """Tell how much memory this process has, with the words it remembers."""
        return {"mb": round(_memory.pss_of(os.getpid()) / 1024)}

    def _question(self, language: _vocabulary.Language, chance: random.Random) -> str:
        """Some words as people type them: frequent, less so, rare; now and then one is mistyped."""
        ranks = ((1, 30), (30, 400), (400, 5_000))
        words = [language.words[chance.randint(*chance.choice(ranks))] for _ in range(chance.randint(1, 5))]
        if chance.random() < 0.2 and len(words[-1]) > 4:
            place = chance.randrange(1, len(words[-1]) - 1)
            words[-1] = words[-1][:place] + words[-1][place + 1 :]
        return " ".join(words)

    def _articles(self, words: str, language: str) -> object:
        return knowledge.search(Anyone(), words, language=language, default="fa")

    def _messages(self, words: str, language: str) -> object:
        return inbox.search(self._agent, words)

    def _everything(self, words: str, language: str) -> object:
        return sources.search(self._agent, words, Filters())


if __name__ == "__main__":
    processes.collect_rarely()  # as the web process does
    finder = Finder()
    _orders.serve(
        {
            "write": finder.write, "settle": finder.settle, "vectors": finder.vectors, "measure": finder.measure,
            "memory": finder.memory,
        }
    )  # fmt: skip
