"""A conversation read like a messenger: bubbles in groups, thin facts, a line for every new day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Protocol

from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.inbox.models import Delivery, Message
from rafiq.inbox.presentation import words
from rafiq.inbox.presentation.besides import Besides, read, same_subject
from rafiq.inbox.presentation.facts import Line, Telling
from rafiq.inbox.queries import MessageRow, Stretch
from rafiq.inbox.registry import MessageView, extra_views
from rafiq.platform import calendars

GROUP = timedelta(minutes=5)
_SIGNS = {
    Delivery.QUEUED: "clock",
    Delivery.SENT: "check",
    Delivery.DELIVERED: "checks",
    Delivery.READ: "checks",
    Delivery.FAILED: "alert",
}


class Timed(Protocol):
    """Whatever stands in a timeline."""

    @property
    def at(self) -> datetime:
        """When it was."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message or note with its place in a group."""

    row: MessageRow
    who: str
    parts: list[words.Part]
    besides: Besides = field(default_factory=Besides)
    view: MessageView | None = None
    shown: Sequence[MessageView] = ()
    subject: str = ""
    shows_channel: bool = False
    is_first: bool = True
    is_last: bool = True
    kind: str = "message"

    @property
    def at(self) -> datetime:
        """When it was said."""
        return self.row.said_at

    @property
    def is_note(self) -> bool:
        """Whether only colleagues see it."""
        return self.row.kind == Message.Kind.NOTE

    @property
    def is_ours(self) -> bool:
        """Whether it stands on our side."""
        return self.row.kind != Message.Kind.INBOUND

    @property
    def is_failed(self) -> bool:
        """Whether it could not be delivered."""
        return self.row.delivery == Delivery.FAILED

    @property
    def is_read(self) -> bool:
        """Whether the customer has read it."""
        return self.row.delivery == Delivery.READ

    @property
    def sign(self) -> str:
        """The icon of how far it has come."""
        return _SIGNS.get(Delivery(self.row.delivery), "") if self.row.delivery else ""

    @property
    def delivery_words(self) -> str:
        """Say how far it has come."""
        return {
            Delivery.QUEUED: _("On its way"),
            Delivery.SENT: _("Sent"),
            Delivery.DELIVERED: _("Delivered"),
            Delivery.READ: _("Read"),
            Delivery.FAILED: _("Not delivered"),
        }.get(Delivery(self.row.delivery), "") if self.row.delivery else ""  # fmt: skip

    @property
    def failure_words(self) -> str:
        """Say why it failed: sentences of our own in the reader's language, a provider's as it said them."""
        return _(self.row.failure) if self.row.failure else ""

    def belongs_with(self, other: Bubble) -> bool:
        """Test whether two bubbles that follow each other make one group."""
        same = self._whence == other._whence and not other.subject
        return same and not (self.is_failed or other.is_failed or self.is_note) and abs(other.at - self.at) < GROUP

    @property
    def _whence(self) -> tuple[object, ...]:
        return (self.row.kind, self.row.author_id, self.row.channel_id, self.besides.sender)


@dataclass(frozen=True, slots=True)
class Day:
    """The line above the first thing of a day."""

    key: str
    words: str
    kind: str = "day"


type Item = Bubble | Line | Day


def present(stretch: Stretch, telling: Telling, *, own_channel: int, at: datetime) -> list[Item]:
    """Put a stretch of a conversation into the form a page shows.

    Where it runs over more than its own channel each message tells over which; a subject is told when it changes.
    """
    said = [item for item in stretch.items if isinstance(item, MessageRow)]
    is_mixed = len({own_channel, *(row.channel_id for row in said if row.kind != Message.Kind.NOTE)}) > 1
    told: list[Bubble | Line] = []
    subject = ""
    for item in stretch.items:
        if isinstance(item, MessageRow):
            one = replace(bubble(item, telling), shows_channel=is_mixed and item.kind != Message.Kind.NOTE)
            if one.besides.subject and not same_subject(one.besides.subject, subject):
                subject = one.besides.subject
                one = replace(one, subject=subject)
            told.append(one)
        elif line := telling.line(item):
            told.append(line)
    return list(with_days(_grouped(told), telling.reader, at=at))


def bubble(row: MessageRow, telling: Telling) -> Bubble:
    """Put one message into the form a page shows."""
    view = telling.views.get(row.id)
    besides = read(row.extras, known=telling.known, covered=view.shown.get("covers", ()) if view else ())
    customer = besides.sender or telling.customer_name
    who = customer if row.kind == Message.Kind.INBOUND else row.author_name
    mentioned = telling.names.agents.values() if row.kind == Message.Kind.NOTE else ()
    shown = extra_views(row.extras, telling.reader) if row.extras else ()
    return Bubble(row, who or _nobody(besides), words.parts(row.text, names=mentioned), besides, view, shown)


def _nobody(besides: Besides) -> str:
    """Name whoever has no name: a program, or somebody who left."""
    return besides.bot.name or _("Chatbot") if besides.bot else _("A former colleague")


def _grouped(told: list[Bubble | Line]) -> list[Bubble | Line]:
    """Mark the first and last of every group of bubbles."""
    result = list(told)
    for place, (one, other) in enumerate(pairwise(told)):
        if isinstance(one, Bubble) and isinstance(other, Bubble) and one.belongs_with(other):
            before = result[place]
            if isinstance(before, Bubble):
                result[place] = replace(before, is_last=False)
            result[place + 1] = replace(other, is_first=False)
    return result


def with_days[T: Timed](told: Iterable[T], reader: Agent, *, at: datetime) -> Iterator[T | Day]:
    """Put a line above the first thing of every day."""
    today = calendars.local_date(at, zone=reader.time_zone)
    shown: date | None = None
    for item in told:
        day = calendars.local_date(item.at, zone=reader.time_zone)
        if day != shown:
            yield Day(day.isoformat(), _day_in_words(day, today, reader))
            shown = day
        yield item


def _day_in_words(day: date, today: date, reader: Agent) -> str:
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return calendars.format_date(day, calendar=reader.calendar, language=reader.language, style="full")
