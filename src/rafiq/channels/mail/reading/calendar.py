"""Invitations (RFC 5545): what is planned, when, by whom. Everything else in them is left to a calendar."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, date, datetime, timedelta, tzinfo

from .model import Address, Event

_LONGEST = 500_000
_UNFOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r'^([A-Za-z-]{2,30})((?:;[^:;"\n]*(?:"[^"\n]*"[^:;"\n]*)*)*):([^\n]*)$', re.MULTILINE)
_PARAMETER = re.compile(r';([A-Za-z-]+)=("[^"]*"|[^;]*)')
_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
_DURATION = re.compile(r"P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?\Z")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_WANTED = {"SUMMARY", "DTSTART", "DTEND", "DURATION", "ORGANIZER"}

Line = tuple[dict[str, str], str]


def read(text: str, *, method: str = "") -> Event | None:
    """Read the first event of a calendar, or return None where there is none."""
    text = _UNFOLD.sub("", text[:_LONGEST]).replace("\r", "\n")
    begin = text.find("BEGIN:VEVENT")
    if begin < 0:
        return None
    end = text.find("END:VEVENT", begin)
    found = _lines(text[begin : end if end >= 0 else len(text)])
    start = _moment(found.get("DTSTART"))
    finish = _moment(found.get("DTEND")) or _after(start, found.get("DURATION"))
    stated = re.search(r"^METHOD:([A-Za-z-]{1,30})", text[:begin], re.MULTILINE)
    summary = found.get("SUMMARY", ({}, ""))[1]
    return Event(
        _plain(summary)[:500], start, finish, _person(found.get("ORGANIZER")), (stated[1] if stated else method).upper()
    )


def _lines(block: str) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for name, parameters, value in _LINE.findall(block):
        key = name.upper()
        if key in _WANTED and key not in found:
            given = {name.upper(): text.strip('"') for name, text in _PARAMETER.findall(parameters)}
            found[key] = (given, value.strip())
    return found


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], value)


def _moment(line: Line | None) -> datetime | None:
    match = _TIME.match(line[1]) if line else None
    if not line or not match:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        hour, minute, second = (int(match[place] or 0) for place in (4, 5, 6))
        zone = UTC if match[7] == "Z" or "TZID" not in line[0] else _zone(line[0]["TZID"])
        return datetime(day.year, day.month, day.day, hour, minute, min(second, 59), tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> tzinfo:
    try:
        return zoneinfo.ZoneInfo(name.strip("/"))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _after(start: datetime | None, line: Line | None) -> datetime | None:
    match = _DURATION.match(line[1]) if line and start else None
    if not match or start is None:
        return None
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in match.groups())
    try:
        return start + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None


def _person(line: Line | None) -> Address | None:
    if not line:
        return None
    email = line[1].partition(":")[2] if line[1].lower().startswith("mailto:") else line[1]
    name = line[0].get("CN", "")
    return Address(name[:200], email.strip()[:320]) if name or email else None
