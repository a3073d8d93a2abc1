"""What a summary by mail says: the figures of a day or week beside those of before, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.insights import pictures, report, tiles, words
from rafiq.insights.queries import Dimension, Wanted, names
from rafiq.insights.report import Asked
from rafiq.insights.tiles import Shown, Tile
from rafiq.platform import calendars


@dataclass(frozen=True, slots=True)
class Told:
    """A mail in the reader's words; paragraphs are apart by an empty line."""

    subject: str
    body: str


def summary(reader: Agent, *, first: date, last: date, at: datetime) -> Told:
    """Write the summary of these days for a supervisor."""
    with translation.override(reader.language):
        wanted = Wanted(first=first, last=last)
        zone = accounts.company().time_zone
        asked = Asked(zone, calendars.local_date(at, zone=zone), at)
        now, before = report.whole(wanted, asked), report.whole(wanted.before, asked)
        found = [_line(one) for one in tiles.tiles(now, before, _nowhere)]
        paragraphs = [_days(reader, first, last), "\n".join(found), _teams(reader, wanted, asked), *_address()]
        company = accounts.company().name
        subject = _("Performance of %(company)s: %(days)s") % {"company": company, "days": _days(reader, first, last)}
        return Told(subject, "\n\n".join(filter(None, paragraphs)))


def _line(one: Tile) -> str:
    more = [f"{label}: {shown.text}" if label else shown.text for label, shown in one.beside]
    more += [one.value.note] if one.value.note else []
    more.append(f"{_('before')}: {one.before}")
    return f"{one.label}: {one.value.text} ({_listed(more)})"


def _teams(reader: Agent, wanted: Wanted, asked: Asked) -> str:
    found = tiles.parts(
        report.parts(wanted, asked, by=Dimension.TEAM), Dimension.TEAM, names(reader, {}), _nowhere
    )  # fmt: skip
    return "\n".join(_team(one.name, one.cells) for one in found)


def _team(name: str, cells: tuple[Shown, ...]) -> str:
    labels = (words.LABELS["opened"], words.LABELS["resolved"], words.LABELS["first"])
    told = zip(labels, (cells[0], cells[2], cells[3]), strict=True)
    return f"{name} – {_listed([f'{label}: {shown.text}' for label, shown in told])}"


def _listed(those: list[str]) -> str:
    return ("; " if words.language() == "en" else "؛ ").join(those)


def _days(reader: Agent, first: date, last: date) -> str:
    begin, end = pictures.day_name(first, reader), pictures.day_name(last, reader)
    return begin if first == last else f"{begin} – {end}"


def _address() -> list[str]:
    """Lead to the page, where the company told its own address."""
    return [f"{settings.PUBLIC_URL}{reverse('insights:performance')}"] if settings.PUBLIC_URL else []


def _nowhere(measure: str | None, **more: object) -> str:
    return ""
