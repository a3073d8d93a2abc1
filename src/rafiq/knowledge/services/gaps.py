"""What people did not find is seen to: an article is begun, another one answers it, or it is no matter of ours."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.knowledge.contracts import Draft
from rafiq.knowledge.models import AskedWay, Collection, SettledGap, Translation
from rafiq.knowledge.services.listening import approve_way, suggest_way
from rafiq.knowledge.services.moving import save_collection
from rafiq.knowledge.services.writing import TITLE_LIMIT, create_article
from rafiq.knowledge.words import as_asked, one_line

_FIRST_SHELF = {"fa": "عمومی", "ar": "عام", "en": "General"}


@transaction.atomic
def begin_article(
    *, title: str, language: str, by: Agent, at: datetime, body: str = "", asked: tuple[str, ...] = ()
) -> Translation:
    """Begin a draft on the first shelf, which is made where there is none; its ways of asking settle their gaps.

    Raises:
        EmptyTitle, TooLong: of the draft.
    """
    draft = Draft(title=one_line(title)[:TITLE_LIMIT], body=body, asked=asked)
    made = create_article(collection=_first_shelf(by=by, at=at), language=language, draft=draft, by=by, at=at)
    for way in asked:
        settle_gap(way, translation=made, by=by, at=at)
    return made


@transaction.atomic
def answer_gap(asked: str, *, translation: Translation, is_decided: bool, by: Agent, at: datetime) -> None:
    """Say that an article answers what was asked: it may be found by these words, at once where `is_decided`."""
    way = suggest_way(translation, words=asked, source=AskedWay.Source.SEARCH, at=at)
    if way is not None and is_decided:
        approve_way(way, by=by, at=at)
    settle_gap(asked, translation=translation, by=by, at=at)


@transaction.atomic
def settle_gap(asked: str, *, by: Agent, at: datetime, translation: Translation | None = None) -> None:
    """Take words off the list of gaps, until somebody asks them in vain again. Repeating it changes the moment only."""
    _, words = as_asked(asked)
    if words:
        settled = {"translation": translation, "settled_by": by, "settled_at": at}
        SettledGap.objects.update_or_create(words=words, defaults=settled)


def _first_shelf(*, by: Agent, at: datetime) -> Collection:
    found = Collection.objects.order_by("position", "pk").first()
    return found or save_collection(
        None, slug="general", names=_FIRST_SHELF, descriptions={}, icon="book", by=by, at=at
    )
