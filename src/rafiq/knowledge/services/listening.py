"""What readers tell is kept: whether it helped, what they looked for, how they ask."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from rafiq.accounts.models import Agent
from rafiq.knowledge import events
from rafiq.knowledge.models import Article, AskedWay, Helpful, Search, Translation
from rafiq.knowledge.services.errors import SlowDown
from rafiq.platform import log, text

WORDS_LIMIT = 2000
QUERY_LIMIT = 200
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
    asked = " ".join(text.clean(asked).split())[:QUERY_LIMIT]
    words = text.fold(asked)[:QUERY_LIMIT]
    if not words:
        return None
    told = {"words": words, "asked": asked, "language": language, "results": results, "searched_at": at}
    if visitor:
        recent = Search.objects.filter(visitor=visitor, place=place, searched_at__gt=at - SEARCHES_WITHIN)
        last = recent.order_by("-searched_at", "-pk").first()
        if last and last.searched_at > at - STILL_TYPING and last.clicked_id is None and _goes_on(last.words, words):
            Search.objects.filter(pk=last.pk).update(**told)
            return last.pk
        if recent.count() >= SEARCHES:
            return None
    search = Search.objects.create(**told, place=place, visitor=visitor)
    log.append(
        events.HelpSearched(
            search_id=search.pk, language=language, place=place, results=results, occurred_at=at, actor="visitor"
        )
    )
    return search.pk


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
    asked = " ".join(text.clean(words).split())[:QUERY_LIMIT]
    folded = text.fold(asked)[:QUERY_LIMIT]
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
    log.append(events.ArticleChanged(article_id=article_id, change="asked", occurred_at=at, actor=by.actor))


def _goes_on(before: str, after: str) -> bool:
    return after.startswith(before) or before.startswith(after)
