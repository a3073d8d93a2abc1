"""What readers tell is kept: whether it helped, what they looked for, how they ask."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from rafiq.accounts.models import Agent
from rafiq.knowledge import events
from rafiq.knowledge.models import Article, AskedWay, Helpful, Search, Translation
from rafiq.knowledge.services.errors import SlowDown
from rafiq.knowledge.services.indexing import index
from rafiq.knowledge.words import as_asked
from rafiq.platform import log, text

WORDS_LIMIT = 2000
RATINGS, RATINGS_WITHIN = 60, timedelta(minutes=10)  # from one network address: many share one
SEARCHES, SEARCHES_WITHIN = 60, timedelta(minutes=10)
STILL_TYPING = timedelta(seconds=30)
SEARCHES_KEPT = timedelta(days=180)


def digest(thing: str) -> str:
    """Return a keyed digest of what names a visitor or a network address: countable, not readable."""
    key = hashlib.sha256(b"rafiq help " + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, thing.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


@transaction.atomic
def rate(  # noqa: PLR0913  # one argument for each thing that is told
    *, article: Article, language: str, visitor: str, network: str, is_helpful: bool, at: datetime, reason: str = "",
    words: str = "",
) -> None:  # fmt: skip
    """Keep whether an article helped a reader; a second answer of the same reader replaces the first.

    `visitor` and `network` are digests. A reason and words belong to a 'no'.

    Raises:
        SlowDown: if too many ratings came from this network address lately.
    """
    recent = Helpful.objects.filter(network=network, rated_at__gt=at - RATINGS_WITHIN)
    if recent.count() >= RATINGS:
        raise SlowDown
    reason = reason if reason in Helpful.Reason.values and not is_helpful else ""
    words = "" if is_helpful else text.clean(words, limit=WORDS_LIMIT)
    said = {"is_helpful": is_helpful, "reason": reason, "words": words, "language": language}
    found, is_new = Helpful.objects.get_or_create(
        article=article, visitor=visitor, defaults={**said, "network": network, "rated_at": at}
    )
    if not is_new:
        if all(getattr(found, name) == value for name, value in said.items()):
            return
        Helpful.objects.filter(pk=found.pk).update(**said, network=network, rated_at=at)
    log.append(
        events.ArticleRated(
            article_id=article.pk, language=language, is_helpful=is_helpful, reason=reason, occurred_at=at,
            actor="visitor",
        )
    )  # fmt: skip


@transaction.atomic
def note_search(  # one argument for each thing that is told
    *, asked: str, language: str, place: str, results: int, at: datetime, visitor: str = ""
) -> int | None:
    """Keep what somebody looked for; returns the search's id, or None where nothing was kept.

    Whoever goes on typing within half a minute looks for one thing: the longer words replace the shorter ones. More
    than `SEARCHES` of one visitor in a short time are not kept; they are answered all the same.
    """
    asked, words = as_asked(asked)
    if not words:
        return None
    told: list[str | int | datetime] = [words, asked, language, results, at, place, visitor]
    number, is_new = _keep_search(told, after=at - SEARCHES_WITHIN, typing_after=at - STILL_TYPING)
    if number and is_new:
        log.append(
            events.HelpSearched(
                search_id=number, language=language, place=place, results=results, occurred_at=at, actor="visitor"
            )
        )
    return number


def note_click(search_id: int, *, article: Article) -> None:
    """Keep which article somebody chose from what a search found; the first choice stays."""
    Search.objects.filter(pk=search_id, clicked=None).update(clicked=article)


def forget_searches(*, at: datetime) -> int:
    """Delete searches that are half a year old; returns how many."""
    return Search.objects.filter(searched_at__lt=at - SEARCHES_KEPT).delete()[0]


@transaction.atomic
def suggest_way(translation: Translation, *, words: str, source: str, at: datetime) -> AskedWay | None:
    """Propose a way in which people ask for an article; heard again, it counts one more and keeps its state.

    Returns None where nothing is left of the words, or the author has written them already.
    """
    asked, folded = as_asked(words)
    if not folded or folded in map(text.fold, [translation.title, *translation.asked]):
        return None
    way, is_new = AskedWay.objects.get_or_create(
        translation=translation, folded=folded, defaults={"text": asked, "source": source, "heard_at": at}
    )
    if not is_new:
        AskedWay.objects.filter(pk=way.pk).update(count=F("count") + 1, heard_at=at)
        way.refresh_from_db()
    return way


@transaction.atomic
def approve_way(way: AskedWay, *, by: Agent, at: datetime) -> None:
    """Let an article be found in this way from now on. Repeating it changes nothing."""
    _decide(way, AskedWay.State.APPROVED, by=by, at=at)


@transaction.atomic
def dismiss_way(way: AskedWay, *, by: Agent, at: datetime) -> None:
    """Say that this is no way to ask for it; it is not proposed again. Repeating it changes nothing."""
    _decide(way, AskedWay.State.DISMISSED, by=by, at=at)


def _decide(way: AskedWay, state: str, *, by: Agent, at: datetime) -> None:
    if not AskedWay.objects.filter(pk=way.pk).exclude(state=state).update(state=state):
        return
    article_id = Translation.objects.values_list("article_id", flat=True).get(pk=way.translation_id)
    index(way.translation_id, at=at)
    log.append(events.ArticleChanged(article_id=article_id, change="asked", occurred_at=at, actor=by.actor))


def _keep_search(
    told: Sequence[str | int | datetime], *, after: datetime, typing_after: datetime
) -> tuple[int | None, bool]:
    """Write a search down, or over the one it goes on from; return its id and whether it is new. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_SEARCH, [*told, after, typing_after, SEARCHES])
        found: tuple[int, bool] | None = cursor.fetchone()
    return found or (None, False)


_KEEP_SEARCH = """
    WITH told (words, asked, language, results, at, place, visitor) AS (
        SELECT %s::text, %s::text, %s::text, %s::int, %s::timestamptz, %s::text, %s::text
    ), recent AS (
        SELECT s.id, s.words, s.searched_at, s.clicked_id FROM knowledge_search s, told
        WHERE told.visitor <> '' AND s.visitor = told.visitor AND s.place = told.place AND s.searched_at > %s
    ), last AS (
        SELECT * FROM recent ORDER BY searched_at DESC, id DESC LIMIT 1
    ), replaced AS (
        UPDATE knowledge_search s
        SET words = told.words, asked = told.asked, language = told.language, results = told.results,
            searched_at = told.at
        FROM last, told
        WHERE s.id = last.id AND last.searched_at > %s AND last.clicked_id IS NULL
            AND (starts_with(told.words, last.words) OR starts_with(last.words, told.words))
        RETURNING s.id
    ), made AS (
        INSERT INTO knowledge_search (words, asked, language, results, searched_at, place, visitor)
        SELECT words, asked, language, results, at, place, visitor FROM told
        WHERE NOT EXISTS (SELECT FROM replaced) AND (SELECT count(*) FROM recent) < %s
        RETURNING id
    )
    SELECT id, false FROM replaced UNION ALL SELECT id, true FROM made
"""
