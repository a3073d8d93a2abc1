"""A person says what a turn should have been: that becomes something to learn from, and can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.bot.models import Intent, IntentExample, Turn
from rafiq.bot.services.teaching import learn
from rafiq.knowledge import services as knowledge
from rafiq.knowledge.models import AskedWay, Translation
from rafiq.platform import text

ARTICLE, INTENT, PERSON = "ARTICLE", "INTENT", "PERSON"


class NothingToLearn(Exception):
    """The message has no words, but for what is personal."""


@transaction.atomic
def correct_to_article(turn: Turn, translation: Translation, *, by: Agent, at: datetime) -> None:
    """Say which article answers: from now on it is found when somebody asks in these words.

    Raises:
        NothingToLearn: if the message has no words.
    """
    turn = _begin(turn, at=at, by=by)
    was = AskedWay.State.SUGGESTED
    way = knowledge.suggest_way(translation, words=_words(turn), source=AskedWay.Source.CONVERSATION, at=at)
    if way is not None:
        was = AskedWay.State(way.state)
        knowledge.approve_way(way, by=by, at=at)
    _mark(turn, ARTICLE, by=by, at=at, article_key=translation.article.key, way=way.pk if way else None, was=was)


@transaction.atomic
def correct_to_intent(turn: Turn, intent: Intent, *, by: Agent, at: datetime) -> None:
    """Say which intent it is: the words become one of its examples, live with the next publication.

    Raises:
        NothingToLearn: if the message has no words.
    """
    turn = _begin(turn, at=at, by=by)
    known = set(intent.examples.values_list("pk", flat=True))
    example = learn(intent, words=_words(turn), language=turn.language or "en", at=at)
    made = example.pk if example and example.pk not in known else None
    _mark(turn, INTENT, by=by, at=at, intent=intent.name, example=made)


@transaction.atomic
def correct_to_person(turn: Turn, *, by: Agent, at: datetime) -> None:
    """Say that nothing answers it: the bot's sureness is measured on it as a question without an answer."""
    _mark(_begin(turn, at=at, by=by), PERSON, by=by, at=at)


@transaction.atomic
def undo_correction(turn: Turn, *, by: Agent, at: datetime) -> None:
    """Take a correction back, with what was learned from it. Repeating it changes nothing."""
    found = Turn.objects.select_for_update(no_key=True).get(pk=turn.pk)
    if found.corrected_at is not None:
        _unlearn(found, by=by, at=at)
        Turn.objects.filter(pk=found.pk).update(correction={}, corrected_by=None, corrected_at=None)


def _begin(turn: Turn, *, by: Agent, at: datetime) -> Turn:
    """Lock the turn, and forget what an earlier correction of it taught."""
    rows = Turn.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("message__conversation__customer").get(pk=turn.pk)
    _unlearn(found, by=by, at=at)
    return found


def _words(turn: Turn) -> str:
    """Return what was asked without what is personal: it outlives the conversation, and more people read it."""
    customer = turn.message.conversation.customer
    plain = text.without_personal(turn.message.text, names=[customer.name, customer.company_name], instead={})
    if not any(sign.isalnum() for sign in plain):
        raise NothingToLearn
    return " ".join(plain.split())


def _unlearn(turn: Turn, *, by: Agent, at: datetime) -> None:
    said = turn.correction
    if said.get("example"):
        IntentExample.objects.filter(pk=said["example"], source=IntentExample.Source.CORRECTION).delete()
    if said.get("way") and said.get("was") != AskedWay.State.APPROVED:
        for way in AskedWay.objects.filter(pk=said["way"]):
            knowledge.dismiss_way(way, by=by, at=at)


def _mark(turn: Turn, should: str, *, by: Agent, at: datetime, **more: Any) -> None:  # noqa: ANN401  # JSON
    correction = {"should": should, **{name: value for name, value in more.items() if value is not None}}
    Turn.objects.filter(pk=turn.pk).update(correction=correction, corrected_by=by, corrected_at=at)
