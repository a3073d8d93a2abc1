"""The ways an answer can take, as the composer offers them."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rafiq.inbox import registry
from rafiq.inbox.contracts import Way
from rafiq.inbox.models import Conversation
from rafiq.inbox.presentation import prepared
from rafiq.inbox.presentation.prepared import Window
from rafiq.platform import text

_ANSWER_MARKS = ("re:", "fwd:", "fw:", "پاسخ:", "رد:", "ارجاع:")


@dataclass(frozen=True, slots=True)
class Choice:
    """One way. `id` is stable, `value` is what the form sends; only mail `has_subject`.

    `channel_name` is given where the address alone does not tell which way is meant.
    """

    id: str
    value: str
    icon: str
    label: str
    address: str
    send_label: str
    is_verified: bool
    is_away: bool
    has_subject: bool
    is_chosen: bool
    channel_name: str = ""
    window: Window | None = None

    @property
    def direction(self) -> str:
        """The direction the address is read in: numbers and mail addresses from left to right in every language."""
        return text.direction(self.address)

    @property
    def is_closed(self) -> bool:
        """Test whether only prepared texts are taken there now."""
        return self.window is not None and not self.window.is_open


@dataclass(frozen=True, slots=True)
class Filled:
    """A prepared text that was chosen on the chosen way, and what was filled in."""

    key: str = ""
    values: tuple[str, ...] = ()


def choices(ways: Iterable[Way], *, at: datetime, chosen: str = "", filled: Filled | None = None) -> list[Choice]:
    """Put ways into words, the chosen one marked; without a choice (or with one that is gone) the first is."""
    known = list(ways)
    taken = chosen if any(way.value == chosen for way in known) else (known[0].value if known else "")
    used = Counter(way.address for way in known)
    return [
        _choice(way, filled or Filled(), is_chosen=way.value == taken, is_alone=used[way.address] == 1, at=at)
        for way in known
    ]


def _choice(way: Way, filled: Filled, *, is_chosen: bool, is_alone: bool, at: datetime) -> Choice:
    adapter = registry.adapter_for(way.kind)
    what = filled if is_chosen else Filled()
    return Choice(
        id=f"way-{way.channel_id}-{zlib.crc32(way.thread.encode()):x}", value=way.value, icon=adapter.icon,
        label=adapter.label, address=way.address, send_label=adapter.send_label, is_verified=way.is_verified,
        is_away=way.is_away, has_subject=has_subject(way.kind), is_chosen=is_chosen,
        channel_name="" if is_alone else way.channel_name,
        window=prepared.window(way, at=at, chosen=what.key, values=what.values),
    )  # fmt: skip


def has_subject(kind: str) -> bool:
    """Test whether messages of this kind have a subject and other recipients, as mail has."""
    return bool(getattr(registry.adapter_for(kind), "has_subject", kind == "mail"))


def answering(conversation: Conversation) -> str:
    """Return the subject of an answer: `Re:` before what it answers, once."""
    subject = plain_subject(conversation.subject)
    return f"Re: {subject}" if subject else ""


def plain_subject(subject: str) -> str:
    """Take away what mail programs put before a subject when they answer or pass on."""
    words = subject.strip()
    while mark := next((one for one in _ANSWER_MARKS if words.casefold().startswith(one)), ""):
        words = words[len(mark) :].strip()
    return words
