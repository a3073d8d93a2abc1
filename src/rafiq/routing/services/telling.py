"""Visitors in chat are told where they stand and about how long it will take; they may choose not to wait for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rafiq.accounts import queries as accounts
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation, Message
from rafiq.platform import jobs, log, text
from rafiq.routing import events
from rafiq.routing.core import telling
from rafiq.routing.models import Entry
from rafiq.routing.queries import choices
from rafiq.routing.queries.expected import Expected, expected_for
from rafiq.routing.queries.hours import hours_of
from rafiq.routing.services.deciding import ACTOR
from rafiq.routing.services.seating import SOON
from rafiq.workforce import telling as workforce

TELL_JOB: Final = "routing.tell"
KINDS: Final = frozenset({"webchat"})
AFTER: Final = timedelta(seconds=5)
"""Whoever is taken within this time is told nothing."""
LATELY: Final = timedelta(minutes=15)
"""Who began to wait longer ago, when they enter a queue, has closed the window: whoever switches routing on does not
have everybody written to who lies in the inbox."""
AGAIN: Final = (timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20))
"""When they are told anew, if it is something else by then."""


def tell_soon(entry: Entry, *, at: datetime, times: int = 0) -> None:
    """Have somebody told in a moment, if they still wait then; not who began to wait long before."""
    if times == 0 and entry.entered_at < at - LATELY:
        return
    pause = AFTER if times == 0 else AGAIN[times - 1]
    jobs.enqueue(TELL_JOB, [jobs.Wish({"entry_id": entry.pk, "times": times}, due_at=at + pause)], priority=SOON)


@transaction.atomic
def tell(entry_id: int, *, times: int, at: datetime) -> bool:
    """Tell somebody who waits in chat where they stand; tell whether anything was said. Repeating it says nothing.

    They are told when they begin to wait, and anew when it became something else; at most five times.
    """
    waiting = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("queue")
    entry = waiting.filter(pk=entry_id, ended_at=None, wants_call=False).first()
    if entry is None or not entry.queue.tells_wait:
        return False
    conversation = Conversation.objects.select_related("channel").get(pk=entry.conversation_id)
    if conversation.channel.kind not in KINDS or not conversation.is_open:
        return False
    if times < len(AGAIN):
        tell_soon(entry, at=at, times=times + 1)
    found = expected_for(entry)
    minutes = telling.minutes_told(found.seconds) if found.seconds is not None else None
    if times and minutes == entry.told_minutes:
        return False
    entry.told_at, entry.told_minutes = at, minutes
    entry.save(update_fields=["told_at", "told_minutes"])
    with translation.override(_language(conversation)):
        body = _words(found, minutes) if found.is_anybody_here else _away(entry, conversation, at=at)
        _say(conversation, body, f"tell:{entry.pk}:{times}", at=at, buttons=_choices())
    return True


def offer_call(entry: Entry, conversation: Conversation, *, at: datetime) -> bool:
    """Offer a visitor in chat not to wait by the window, also where the queue tells nobody how long it takes.

    The caller holds the entry's lock. Who chose already, and whoever writes where nobody sits and waits, is told
    nothing; tell whether anything was said.
    """
    if entry.wants_call or conversation.channel.kind not in KINDS or not conversation.is_open:
        return False
    entry.told_at = at
    entry.save(update_fields=["told_at"])
    with translation.override(_language(conversation)):
        body = _("You need not wait here: we can call you back, or answer in writing. You keep your place in line.")
        _say(conversation, body, f"call:{entry.pk}:{entry.step}", at=at, buttons=_choices())
    return True


def heed_choice(entry: Entry, conversation: Conversation, *, at: datetime) -> bool:
    """Note that somebody chose not to wait by the window, where their last words say so; their place is kept.

    The caller holds the entry's lock.
    """
    if entry.told_at is None or entry.wants_call:
        return False
    last, language = _last_inbound(conversation), _language(conversation)
    is_call = choices.choice_of(last.text, language=language) if last else None
    if is_call is None:
        return False
    with translation.override(language):
        entry.wants_call = True
        entry.save(update_fields=["wants_call"])
        _say(conversation, _kept_words(is_call=is_call), f"kept:{entry.pk}", at=at, buttons=[])
    log.append(events.CallBackWished(
        conversation_id=conversation.pk, customer_id=conversation.customer_id, queue_id=entry.queue_id,
        occurred_at=at, actor=f"customer-{conversation.customer_id}",
    ))  # fmt: skip
    return True


def _words(found: Expected, minutes: int | None) -> str:
    place = _place_words(found.position)
    if found.seconds is None:
        return place
    if minutes is None:
        return f"{place} {_('It will take more than an hour.')}"
    about = ngettext(
        "It will take about a minute.", "It will take about %(minutes)s minutes.", minutes
    ) % {"minutes": _digits(minutes)}  # fmt: skip
    return f"{place} {about}"


def _away(entry: Entry, conversation: Conversation, *, at: datetime) -> str:
    """Say that nobody is there: until when, where they have closed."""
    opening = hours_of(entry.queue).opening(at)
    if opening.is_open or opening.opens_at is None:
        return _("Nobody is free just now. Your place is kept, and you get an answer here as soon as somebody is.")
    back = workforce.when(opening.opens_at, zone=opening.zone, language=_language(conversation), at=at)
    return _("Nobody is here just now. Your place is kept, and we are back {when}.").format(when=back)


def _place_words(position: int) -> str:
    if position == 1:
        return _("You are next.")
    return _("You are number %(place)s in line.") % {"place": _digits(position)}


def _choices() -> list[dict[str, Any]]:
    return [{"text": choices.call_words()}, {"text": choices.write_words()}]


def _kept_words(*, is_call: bool) -> str:
    if is_call:
        kept = _("You keep your place, and we call you when it is your turn.")
        return f"{kept} {_('Please write your number here if we do not know it.')}"
    return _("You keep your place. You may close this window: the answer will stand here when you come back.")


def _say(conversation: Conversation, body: str, key: str, *, at: datetime, buttons: list[dict[str, Any]]) -> None:
    answered = _last_inbound(conversation)
    if answered is None:
        return
    name = accounts.company().name
    inbox.say_automatically(
        conversation=conversation, actor=ACTOR, body=body, client_id=uuid5(NAMESPACE_URL, f"rafiq:routing:{key}"),
        at=at, answers=answered, extras={"bot": {"name": name, "links": []}, "buttons": buttons}, settles=False,
    )  # fmt: skip


def _last_inbound(conversation: Conversation) -> Message | None:
    return conversation.messages.filter(kind=Message.Kind.INBOUND).order_by("-pk").first()


def _language(conversation: Conversation) -> str:
    return conversation.language if conversation.language in {"fa", "ar", "en"} else accounts.company().language


def _digits(number: int) -> str:
    return text.digits(number, language=translation.get_language() or "en")
