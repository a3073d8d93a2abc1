"""Long messages on their way in: parts gathered in any order, joined once, and never waited for without end."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from rafiq.channels.sms.models import Gathering, InboundPart

PATIENCE: Final = timedelta(minutes=10)
# Late parts still find their message for a day; a sender whose numbers begin anew after that writes a new one.
MEMORY: Final = timedelta(days=1)
RIVALS: Final = 5
LOCK_SPACE: Final = 0x52464E53
GAP: Final = "[…]"
_PREFIX: Final = "parts:"

type Read = Callable[[bytes, int], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part as it came; `body` is its user data without the header, `coding` how it is written."""

    channel_id: int
    sender: str
    to: str
    reference: str
    total: int
    number: int
    coding: int
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A long message as far as its parts are here. `is_late`: it was shown with gaps before, and is fuller now."""

    external_id: str
    sender: str
    text: str
    at: datetime
    total: int
    missing: tuple[int, ...] = ()
    is_late: bool = False


@transaction.atomic
def take(part: Part, *, read: Read) -> Joined | None:
    """Keep a part; return the message as soon as it is whole, None while parts are missing or for a duplicate.

    Parts of one sender are taken one after another, whoever takes them. Taking the same part again returns the
    same message again until `settle` notes that it was stored, so a worker that dies in between loses nothing.
    """
    _lock(part)
    gathering = _gathering_of(part)
    _, is_new = InboundPart.objects.get_or_create(
        gathering=gathering, number=part.number, defaults={"body": part.body, "coding": part.coding}
    )
    held = _held(gathering)
    is_whole = len(held) == gathering.total
    if gathering.state == Gathering.State.OPEN:
        return _joined(gathering, held, read) if is_whole else None
    return _joined(gathering, held, read, is_late=True) if is_new else None


def release(gathering_id: int, *, channel_id: int, read: Read) -> Joined | None:
    """Return a message whose missing parts nobody waits for any more, each gap marked; None if it is settled."""
    gathering = Gathering.objects.filter(pk=gathering_id, channel=channel_id, state=Gathering.State.OPEN).first()
    return _joined(gathering, _held(gathering), read) if gathering else None


def overdue(*, at: datetime, limit: int = 500) -> list[tuple[int, int]]:
    """List (channel, gathering) of the messages that have waited long enough for their missing parts."""
    waiting = Gathering.objects.filter(state=Gathering.State.OPEN, started_at__lte=at - PATIENCE)
    return list(waiting.order_by("started_at").values_list("channel_id", "pk")[:limit])


def settle(external_ids: Sequence[str]) -> None:
    """Note that joined messages were stored, in the transaction that stores them; other ids are passed over."""
    ids = [int(one.removeprefix(_PREFIX)) for one in external_ids if one.startswith(_PREFIX)]
    for gathering in Gathering.objects.filter(pk__in=ids, state=Gathering.State.OPEN):
        is_whole = InboundPart.objects.filter(gathering=gathering).count() == gathering.total
        gathering.state = Gathering.State.DONE if is_whole else Gathering.State.GAPPED
        gathering.save(update_fields=["state"])


def forget(*, before: datetime) -> int:
    """Forget what was joined long ago; return how many messages."""
    old = Gathering.objects.exclude(state=Gathering.State.OPEN).filter(started_at__lt=before)
    ids = list(old.values_list("pk", flat=True))
    InboundPart.objects.filter(gathering__in=ids).delete()
    return Gathering.objects.filter(pk__in=ids).delete()[0]


def _lock(part: Part) -> None:
    name = f"{part.channel_id} {part.sender} {part.reference}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, zlib.crc32(name.encode()) - 2**31])


def _gathering_of(part: Part) -> Gathering:
    """Find the message a part belongs to, or begin one.

    A number says little: phones count to 255 and begin again, some say 1 always. A part that is there already is a
    repetition, if it is not long ago; else it completes the newest message that has no such part yet.
    """
    names = {"channel_id": part.channel_id, "sender": part.sender, "to": part.to, "reference": part.reference}
    known = Gathering.objects.filter(**names, total=part.total, started_at__gt=part.at - MEMORY)
    newest = list(known.order_by("-pk")[:RIVALS])
    bodies = {one.pk: _body_at(one, part.number) for one in newest}
    for one in newest:
        is_long_ago = one.state == Gathering.State.DONE and part.at - one.started_at > PATIENCE
        if bodies[one.pk] == part.body and not is_long_ago:
            return one
    for one in newest:
        if bodies[one.pk] is None:
            return one
    return Gathering.objects.create(**names, total=part.total, started_at=part.at)


def _body_at(gathering: Gathering, number: int) -> bytes | None:
    held = InboundPart.objects.filter(gathering=gathering, number=number).first()
    return bytes(held.body) if held else None


def _held(gathering: Gathering) -> dict[int, InboundPart]:
    return {part.number: part for part in InboundPart.objects.filter(gathering=gathering).order_by("number")}


def _joined(gathering: Gathering, held: dict[int, InboundPart], read: Read, *, is_late: bool = False) -> Joined:
    missing = tuple(number for number in range(1, gathering.total + 1) if number not in held)
    return Joined(
        external_id=f"{_PREFIX}{gathering.pk}", sender=gathering.sender, text=_text(gathering.total, held, read),
        at=gathering.started_at, total=gathering.total, missing=missing, is_late=is_late,
    )  # fmt: skip


def _text(total: int, held: dict[int, InboundPart], read: Read) -> str:
    """Read parts that follow each other as one run of octets: a letter may be cut in two between them."""
    text, run, coding = "", b"", 0
    for number in range(1, total + 1):
        part = held.get(number)
        if part is None or (run and part.coding != coding):
            text, run = text + (read(run, coding) or ""), b""
        if part is None:
            text += f" {GAP} " if not text.endswith(f"{GAP} ") else ""
        else:
            run, coding = run + bytes(part.body), part.coding
    return (text + (read(run, coding) or "")).strip()
