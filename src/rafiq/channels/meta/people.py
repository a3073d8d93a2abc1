"""Who wrote when: what the window for answers counts from, names, and numbers known from earlier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Greatest

from rafiq.channels.meta import graph
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.models import Person
from rafiq.channels.meta.shapes import words
from rafiq.inbox.contracts import DeliveryFailed

WINDOW = timedelta(hours=24)
ASK_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Somebody wrote on a channel; `alias` is another id the vendor has for them."""

    thread: str
    at: datetime
    name: str = ""
    alias: str = ""


def note_heard(channel_id: int, heard: Sequence[Heard]) -> None:
    """Remember who wrote, in the transaction that takes their messages in; an older message changes nothing."""
    made = [Person(channel_id=channel_id, thread=one.thread) for one in heard]
    Person.objects.bulk_create(made, ignore_conflicts=True)
    for one in heard:
        known = {"name": one.name[:120]} if one.name else {}
        known |= {"alias": one.alias[:200]} if one.alias else {}
        found = Person.objects.filter(channel=channel_id, thread=one.thread)
        found.update(heard_at=Greatest(F("heard_at"), one.at), **known)


def open_until(channel_id: int, thread: str) -> datetime | None:
    """Return when the window for free answers closes (or closed); None where we never heard from them."""
    heard_at = Person.objects.filter(channel=channel_id, thread=thread).values_list("heard_at", flat=True).first()
    return heard_at + WINDOW if heard_at else None


def thread_of_alias(channel_id: int, alias: str) -> str:
    """Find the thread of somebody the vendor names by another id now; "" where there is none."""
    found = Person.objects.filter(channel=channel_id, alias=alias).order_by("-heard_at", "-pk")
    return found.values_list("thread", flat=True).first() or ""


def profile(access: Access, thread: str, *, fields: str, clock: Callable[[], datetime]) -> tuple[str, str]:
    """Return name and handle of somebody, asking the vendor at most once a week; both may stay empty.

    A profile is a courtesy: whatever goes wrong, the message is taken in without a name.
    """
    now = clock()
    person, _ = Person.objects.get_or_create(channel_id=access.channel_id, thread=thread)
    if person.asked_at and now - person.asked_at < ASK_AGAIN:
        return person.name, person.handle
    try:
        told = graph.get(access, thread, fields=fields)
    except DeliveryFailed:
        told = {}
    both = " ".join(filter(None, (words(told.get("first_name"), limit=60), words(told.get("last_name"), limit=60))))
    name = words(told.get("name"), limit=120) or both or person.name
    handle = words(told.get("username"), limit=100).lstrip("@") or person.handle
    Person.objects.filter(pk=person.pk).update(name=name[:120], handle=handle, asked_at=now)
    return name, handle
