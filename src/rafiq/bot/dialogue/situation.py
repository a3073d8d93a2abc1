"""What is known when the bot takes its turn, and what it makes of it: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rafiq.accounts import zones
from rafiq.bot.declaring import LiveAction, Taught
from rafiq.bot.dialogue.memory import Memory
from rafiq.bot.dialogue.slots import Reading
from rafiq.bot.models import Turn
from rafiq.platform import calendars
from rafiq.workforce.timetable import Opening


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A message and all that counts for the answer.

    `said` is what the customer wrote, with what they wrote just before if nothing was said to that; `before` are the
    lines before it (who, words), where a language model may make use of them. `failures` and
    `spoken` count the bot's own in this conversation; with `is_silent` a person has the word.
    """

    said: str
    language: str
    at: datetime
    memory: Memory
    taught: Taught = field(default_factory=Taught)
    audiences: tuple[str, ...] = ("PUBLIC",)
    is_known: bool = False
    is_silent: bool = False
    is_important: bool = False
    is_reachable: bool = True
    hands_over_anger: bool = True
    only_answers: bool = False
    name: str = ""
    failures: int = 0
    most_failures: int = 2
    spoken: int = 0
    opening: Opening | None = None
    zone: str = "UTC"
    has_files: bool = False
    spoken_languages: tuple[str, ...] = ("fa", "ar", "en")
    before: tuple[tuple[str, str], ...] = ()

    @property
    def today(self) -> date:
        """The day it is where the company is."""
        return calendars.local_date(self.at, zone=self.zone)

    @property
    def reading(self) -> Reading:
        """How what is written into forms is read."""
        return Reading(self.language, self.today, zones.country_of(self.zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page that is named: an article's."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An action that shall be done."""

    action: LiveAction
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the bot makes of a message.

    `buttons` must be chosen from, so they are listed where a channel has no buttons; `asides` may be. `reason` is set
    when a person is called; with `silences` the bot says nothing more afterwards. With `settles` the customer is owed
    nothing now. `failures` is added to the count.
    """

    kind: Turn.Kind
    text: str = ""
    links: tuple[Link, ...] = ()
    buttons: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    reason: str = ""
    silences: bool = False
    settles: bool = False
    failures: int = 0
    forgives: bool = False
    claims: tuple[tuple[str, str], ...] = ()
    verdict: str = ""
    wish: Wish | None = None
    confidence: float | None = None
    article_key: str = ""
    snippet_id: int | None = None
    intent: str = ""
    reading: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
