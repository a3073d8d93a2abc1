"""Writes the help centre: collections, every article in three languages, published one after the other in 90 days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from rafiq.accounts.models import Agent
from rafiq.demo.answers import HELP, LANGUAGES, lines
from rafiq.knowledge import markdown
from rafiq.knowledge import services as knowledge
from rafiq.knowledge.contracts import Draft
from rafiq.knowledge.models import Article, Audience, Collection, State, Translation, Version
from rafiq.platform import text
from rafiq.platform.search import indexing
from rafiq.platform.search.documents import Document

AUTHORS = {"fa": "elham", "ar": "rima", "en": "maya"}
_TYPO_EVERY, _OUTDATED = 6, ("repair-cost", "en")
_UNFINISHED = (
    ("fa", "products", "DRAFT", "وصل کردن کولر هوشمند به گوشی", "برنامهٔ «نارون من» را نصب کنید و …"),
    ("ar", "orders", "DRAFT", "بطاقات الهدايا", "لا تتوفر بطاقات الهدايا بعد، لكن …"),
    ("en", "products", "IN_REVIEW", "Connecting the air conditioner to your phone", "Install the app “My Narvan”."),
    ("fa", "branches", "SCHEDULED", "ساعت کار شعبه‌ها در تعطیلات", "شعبه‌ها در تعطیلات رسمی ۱۰ تا ۱۴ باز هستند."),
)
_TERMS = """
    UPDATE knowledge_translation t SET terms = array_to_tsvector(string_to_array(new.terms, ' '))
    FROM unnest(%s::bigint[], %s::text[]) AS new (id, terms) WHERE t.id = new.id
"""


@dataclass(frozen=True, slots=True)
class _Text:
    """One article in one language, as its author wrote it."""

    key: str
    language: str
    place: int
    facts: Mapping[str, Any]


def write_articles(agents: Mapping[str, Agent], *, at: datetime) -> dict[tuple[str, str], Translation]:
    """Store the help centre in a few statements and make it findable; return the translations by key and language.

    The log is not told of every article: what would follow from that is written here already.
    """
    nasrin = agents["nasrin"]
    collections = _write_collections(by=nasrin, at=at)
    texts = list(_texts())
    articles = _write_articles(texts, collections, at=at)
    rows = _write_translations(texts, articles, agents)
    _write_versions(texts, rows, agents, at=at)
    _make_findable(texts, rows, at=at)
    _begin_some(collections, agents, at=at)
    return rows


def _write_collections(*, by: Agent, at: datetime) -> dict[str, Collection]:
    knowledge.import_lines((HELP / "collections.jsonl").read_text("utf-8").splitlines(), by=by, at=at)
    return {one.slug: one for one in Collection.objects.all()}


def _texts() -> Iterator[_Text]:
    for language in LANGUAGES:
        for place, facts in enumerate(lines(language, folder=HELP)):
            yield _Text(facts["id"], language, place, facts)


def _shown_at(place: int, at: datetime) -> datetime:
    """An article a day or so, the newest this week."""
    return at - timedelta(days=89 - place * 1.17, hours=place % 7)


def _write_articles(
    texts: Sequence[_Text], collections: Mapping[str, Collection], *, at: datetime
) -> dict[str, Article]:
    audiences = {"public": Audience.PUBLIC, "customers": Audience.CUSTOMERS, "agents": Audience.STAFF}
    first = {one.key: one for one in reversed(texts)}
    made = Article.objects.bulk_create(
        Article(
            key=one.key, collection=collections[one.facts["collection"]], audience=audiences[one.facts["audience"]],
            position=one.place + 1, created_at=_shown_at(one.place, at),
        ) for one in sorted(first.values(), key=lambda one: one.place)
    )  # fmt: skip
    return {one.key: one for one in made}


def _write_translations(
    texts: Sequence[_Text], articles: Mapping[str, Article], agents: Mapping[str, Agent]
) -> dict[tuple[str, str], Translation]:
    made = Translation.objects.bulk_create(
        Translation(
            article=articles[one.key], language=one.language, slug=one.key, title=one.facts["title"],
            body=one.facts["body"], asked=one.facts["asked"], author=agents[AUTHORS[one.language]],
            number=2 if _was_corrected(one) else 1,
        ) for one in texts
    )  # fmt: skip
    return {(one.key, one.language): row for one, row in zip(texts, made, strict=True)}


def _was_corrected(one: _Text) -> bool:
    """Some were written in two goes; where the Persian one was, a translation may be older than it."""
    return one.place % _TYPO_EVERY == 0 or (one.language == "fa" and one.key == _OUTDATED[0])


def _write_versions(
    texts: Sequence[_Text], rows: Mapping[tuple[str, str], Translation], agents: Mapping[str, Agent], *, at: datetime
) -> None:
    made: list[Version] = []
    for one in texts:
        row, by, shown_at = rows[one.key, one.language], agents[AUTHORS[one.language]], _shown_at(one.place, at)
        for number in range(1, row.number + 1):
            is_last = number == row.number
            made.append(
                Version(
                    translation=row, number=number, title=row.title, asked=row.asked, saved_by=by,
                    body=row.body if is_last else row.body.partition("\n\n## ")[0],
                    saved_at=shown_at if is_last else shown_at - timedelta(days=1),
                )
            )  # fmt: skip
    Version.objects.bulk_create(made)
    _show(made, rows, at=at)


def _show(versions: Sequence[Version], rows: Mapping[tuple[str, str], Translation], *, at: datetime) -> None:
    """Publish the newest version of each, and tell what the Arabic and English ones were translated from."""
    by_number = {(version.translation_id, version.number): version for version in versions}
    for (key, language), row in rows.items():
        live, persian = by_number[row.pk, row.number], rows[key, "fa"]
        row.live, row.state, row.published_at, row.updated_at = live, State.PUBLISHED, live.saved_at, live.saved_at
        if language != "fa":
            row.source = by_number[persian.pk, 1 if (key, language) == _OUTDATED else persian.number]
    Translation.objects.bulk_update(
        rows.values(), ["live", "state", "published_at", "updated_at", "source"], batch_size=100
    )


def _make_findable(texts: Sequence[_Text], rows: Mapping[tuple[str, str], Translation], *, at: datetime) -> None:
    """Put all of them into the search engine at once, and keep the words by which the staff's list finds them."""
    documents, terms = [], []
    for one in texts:
        row = rows[one.key, one.language]
        headings, body = "\n".join(markdown.headings(row.body)), markdown.plain(row.body)
        terms.append(" ".join(text.search_terms("\n".join([row.title, *row.asked, headings, body]))))
        documents.append(
            Document(
                source="article", key=one.key, language=one.language, title=row.title, headings=headings, body=body,
                asked=tuple(row.asked), audience=row.article.audience,
            )
        )  # fmt: skip
    indexing.put(documents, at=at)
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, [[rows[one.key, one.language].pk for one in texts], terms])


def _begin_some(collections: Mapping[str, Collection], agents: Mapping[str, Agent], *, at: datetime) -> None:
    """Leave some that are not published: two drafts, one to be looked at, one planned."""
    for days, (language, shelf, state, title, body) in enumerate(_UNFINISHED, start=1):
        by, began_at = agents[AUTHORS[language]], at - timedelta(days=days, hours=3)
        row = knowledge.create_article(
            collection=collections[shelf], language=language, draft=Draft(title=title, body=body), by=by, at=began_at
        )
        if state == "IN_REVIEW":
            knowledge.submit(row, number=row.number, by=by, at=began_at, reviewer=agents["nasrin"])
        elif state == "SCHEDULED":
            publish_at = at + timedelta(days=2)
            knowledge.schedule(row, number=row.number, publish_at=publish_at, by=by, at=began_at)
