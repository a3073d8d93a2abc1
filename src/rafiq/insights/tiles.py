"""The page's figures in the reader's words: tiles, a table of parts, and where each number leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rafiq.insights import asking, words
from rafiq.insights.queries import Dimension, Names
from rafiq.insights.report import Figures
from rafiq.insights.statistics import Share, Waits
from rafiq.platform import text

SHARES: Final = ("first_contact", "came_back", "transferred", "left", "by_bot", "satisfied")

type Address = Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One figure, ready to be read: greyed and with its interval (`note`) where it rests on few."""

    text: str
    href: str = ""
    note: str = ""
    is_small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure of the range with how it is counted, what it rests on, and what it was before."""

    name: str
    label: Promise
    help: Promise
    value: Shown
    before: str
    beside: tuple[tuple[str, Shown], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the table: a name, where it leads, and its figures."""

    name: str
    href: str
    cells: tuple[Shown, ...]


def tiles(now: Figures, before: Figures, address: Address) -> list[Tile]:
    """Return the figures of a range beside those of the range before; `address(measure)` leads to conversations."""
    counts = now.counts
    found: list[Tile | None] = [
        _tile("opened", shown_count(counts.opened, "opened", address), words.number(before.counts.opened),
              (("reopened", shown_count(counts.reopened, "reopened", address)),)),
        _tile("first", shown_wait(now.first), words.lasted(before.first.quantile(0.5)), (
            ("", Shown(text=_ninety(now.first))),
            ("waited", shown_count(counts.waited, "waited", address)),
            ("waiting", shown_count(now.still, "waiting", address)),
        )),
        _tile("resolution", shown_wait(now.resolved), words.lasted(before.resolved.quantile(0.5)), (
            ("", Shown(text=_ninety(now.resolved))),
            ("resolved", shown_count(counts.resolved, "resolved", address)),
        )),
        _tile("occupancy", Shown(text=words.share(now.occupancy)), words.share(before.occupancy), (
            ("", Shown(text=words.available(now.occupancy.whole))),
        )) if now.occupancy.whole else None,
        *(_share_tile(name, now.shares[name], before.shares[name], address) for name in SHARES),
    ]  # fmt: skip
    return [one for one in found if one is not None]


def parts(found: Mapping[Any, Figures], dimension: Dimension, names: Names, address: Address) -> list[Part]:
    """Return a line for each value of a dimension, the busiest first; what is none comes last."""
    order = sorted(found, key=lambda one: (one in {0, ""}, -_busy(found[one]), text.sort_key(names.of(dimension, one))))
    return [
        Part(
            names.of(dimension, one),
            address(None, **{dimension.value: asking.named(one)}),
            _cells(found[one], lambda measure, one=one: address(measure, **{dimension.value: asking.named(one)})),
        )
        for one in order
    ]


def hour_parts(found: Mapping[int, tuple[int, Waits]], names: Mapping[int, str], address: Address) -> list[Part]:
    """Return a line for each hour of the day."""
    return [
        Part(names[hour], "", (
            shown_count(began, "begun", lambda measure, hour=hour: address(measure, hour=hour)),
            shown_wait(waits), Shown(text=words.lasted(waits.quantile(0.9))),
        ))
        for hour, (began, waits) in found.items()
    ]  # fmt: skip


def shown_count(count: int, measure: str, address: Address) -> Shown:
    """Show a count that leads to its conversations."""
    return Shown(text=words.number(count), href=address(measure) if count else "")


def shown_wait(found: Waits) -> Shown:
    """Show a median."""
    note = words.wait_interval(found) if found.is_small else ""
    return Shown(text=words.lasted(found.quantile(0.5)), note=note, is_small=found.is_small)


def shown_share(found: Share, measure: str, address: Address) -> Shown:
    """Show a share that leads to its conversations."""
    note = words.share_interval(found) if found.is_small else ""
    href = address(measure) if found.part else ""
    return Shown(text=words.share(found), href=href, note=note, is_small=found.is_small)


def _cells(one: Figures, address: Address) -> tuple[Shown, ...]:
    counts = one.counts
    return (
        shown_count(counts.opened, "opened", address), shown_count(counts.reopened, "reopened", address),
        shown_count(counts.resolved, "resolved", address),
        shown_wait(one.first), Shown(text=words.lasted(one.first.quantile(0.9))), shown_wait(one.resolved),
        *(shown_share(one.shares[name], name, address) for name in SHARES),
        Shown(text=words.share(one.occupancy)),
    )  # fmt: skip


def _busy(one: Figures) -> int:
    return one.counts.opened + one.counts.reopened + one.counts.resolved


def _tile(name: str, value: Shown, before: str, beside: tuple[tuple[str, Shown], ...]) -> Tile:
    within = "" if name == "occupancy" else _("9 of 10 within")
    told = tuple((str(words.LABELS[key]) if key else within, shown) for key, shown in beside)
    return Tile(
        name=name, label=words.LABELS[name], help=words.HELP[name], value=value, before=before, beside=told
    )  # fmt: skip


def _share_tile(name: str, now: Share, before: Share, address: Address) -> Tile:
    counted = _("%(part)s of %(whole)s") % {"part": words.number(now.part), "whole": words.number(now.whole)}
    beside = Shown(text=counted, href=address(name) if now.part else "")
    value = shown_share(now, name, address)
    return Tile(
        name=name, label=words.LABELS[name], help=words.HELP[name], before=words.share(before), beside=(("", beside),),
        value=Shown(text=value.text, note=value.note, is_small=value.is_small),
    )  # fmt: skip


def _ninety(found: Waits) -> str:
    return words.lasted(found.quantile(0.9))
