"""Times as iCal files write them, and the zones they name: the world's, or the file's own."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from dateutil import tz  # type: ignore[import-untyped]  # it has no types

from rafiq.platform import calendars

_MOMENT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?")


class UnknownName(ValueError):
    """Neither the world nor the file knows a zone of that name."""


class Zones:
    """Reads moments of one file; `own` is the zone of times that name none."""

    def __init__(self, words: str, own: tzinfo) -> None:
        self._words, self._own = words, own
        self._known: dict[str, tzinfo] = {"": own}

    def moment(self, written: str, zone: str, *, is_day: bool) -> date:
        """Read `20261225` (and anything with `is_day`) as a day, `20261225T090000` as a moment, with a Z in UTC.

        Raises:
            ValueError: if it is no such time.
            UnknownName: if nobody knows the zone.
        """
        found = _MOMENT.fullmatch(written.strip())
        if found is None:
            raise ValueError(written)
        year, month, day = (int(part) for part in found.groups()[:3])
        if is_day or found[4] is None:
            return date(year, month, day)
        hour, minute, second = (int(part) for part in found.groups()[3:6])
        of = UTC if found[7] else self._zone(zone)
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=of)  # a leap second is the one before

    def _zone(self, name: str) -> tzinfo:
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name: str) -> tzinfo:
        for known in (name, "/".join(name.split("/")[-2:])):  # some programs put their own address before it
            try:
                return calendars.zone_of(known)
            except calendars.UnknownZone:
                continue
        try:
            found: tzinfo | None = tz.tzical(io.StringIO(self._words)).get(name)
        except (ValueError, KeyError, AttributeError, IndexError, TypeError) as error:
            raise UnknownName(name) from error
        if found is None:
            raise UnknownName(name)
        return found
