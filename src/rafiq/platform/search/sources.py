"""What the one search looks through: every room registers what it knows to find, for agents who may see it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.safestring import SafeString

from rafiq.platform.search import synonyms

type SomebodyOfTheStaff = Any
"""Agents belong to a tier above: here they are only handed on to the rooms that know them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What results are narrowed to; empty means all. Days are those of the agent's calendar, both included."""

    since: date | None = None
    until: date | None = None
    chosen: dict[str, str] = field(default_factory=dict)
    """By the name of a `Filter`, a value of its choices."""

    def get(self, name: str) -> str:
        """Return what was chosen of a filter, empty for all."""
        return self.chosen.get(name, "")

    @property
    def names(self) -> frozenset[str]:
        """The filters that are set."""
        days = {"days"} if self.since or self.until else set()
        return frozenset({*(name for name, value in self.chosen.items() if value), *days})

    def without(self, name: str) -> Filters:
        """Return these filters but one."""
        return replace(self, chosen={key: value for key, value in self.chosen.items() if key != name})


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow results: its name in addresses, its label, and the choices as (value, label)."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One thing found. `title` and `snippet` are HTML with the words in `<mark>`; `meta` is plain text."""

    title: SafeString
    url: str
    snippet: SafeString = field(default_factory=SafeString)
    meta: tuple[str, ...] = ()
    at: datetime | None = None
    language: str = ""


type Finish = Callable[[], list[Result]]


class Source(Protocol):
    """One kind of thing that can be found."""

    name: str
    icon: str
    narrowed_by: frozenset[str]
    """Names of the filters it understands, "days" among them; set others leave it out."""

    @property
    def label(self) -> str:
        """Name the kind in the reader's language, in the plural."""

    def filters(self, agent: SomebodyOfTheStaff, names: Collection[str]) -> Sequence[Filter]:
        """List those of its filters that have one of these names, with what this agent may choose; read no others."""

    def begin(self, agent: SomebodyOfTheStaff, words: str, filters: Filters, limit: int) -> Finish:
        """Begin to look for what this agent may see, and let work go on that needs neither us nor the database.

        What is returned ends the search: it gives the best first, with a bounded number of statements.
        """


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a kind of thing findable; called once from `apps.ready()`."""
    _SOURCES[source.name] = source


def all_sources() -> tuple[Source, ...]:
    """List the sources in the order in which they were registered."""
    return tuple(_SOURCES.values())


@dataclass(frozen=True, slots=True)
class Group:
    """What one source found. `has_more` tells that not all of it is here."""

    source: Source
    results: list[Result]
    has_more: bool = False


def search(agent: SomebodyOfTheStaff, words: str, filters: Filters, *, kind: str = "", limit: int = 6) -> list[Group]:
    """Ask all sources, or the one of a kind; those that found nothing, or cannot be narrowed so, are left out."""
    if not words.strip():
        return []
    chosen = [one for one in all_sources() if kind in {"", one.name} and filters.names <= one.narrowed_by]
    with synonyms.read_once():
        # All begin before the first one ends: what a model reads for one of them takes as long as the others do.
        begun = [(source, source.begin(agent, words, filters, limit + 1)) for source in chosen]
        groups = [(source, finish()) for source, finish in begun]
    return [Group(source, found[:limit], len(found) > limit) for source, found in groups if found]


def filter_names() -> frozenset[str]:
    """Name all filters of all sources."""
    return frozenset(name for source in all_sources() for name in source.narrowed_by)


def filters_for(agent: SomebodyOfTheStaff, *, kind: str = "", names: Collection[str]) -> list[Filter]:
    """List filters of all sources, or of the one of a kind, by name; choices of the same filter are put together."""
    found: dict[str, Filter] = {}
    for source in all_sources():
        if kind and source.name != kind:
            continue
        for one in source.filters(agent, names):
            known = found.get(one.name)
            choices = dict.fromkeys((*(known.choices if known else ()), *one.choices))
            found[one.name] = Filter(one.name, one.label, tuple(choices))
    return list(found.values())
