"""The facts of the log in words: who took it, handed it over, put it aside, closed it, how it was rated."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.inbox import registry
from rafiq.inbox.contracts import Verdict
from rafiq.inbox.queries import Fact, Names
from rafiq.inbox.registry import MessageView
from rafiq.platform import calendars, text


@dataclass(frozen=True, slots=True)
class Line:
    """A thin line of the timeline."""

    id: int
    icon: str
    words: SafeString
    at: datetime
    stars: int = 0
    comment: str = ""
    kind: str = "fact"


@dataclass(frozen=True, slots=True)
class Telling:
    """What is needed to tell a fact or a message: who is who, who reads, and what channels show besides.

    `known` are the customer's own addresses in lower case.
    """

    names: Names
    customer_name: str
    reader: Agent
    verdict: Verdict | None
    known: Collection[str] = ()
    views: Mapping[int, MessageView] = field(default_factory=dict)

    def who(self, fact: Fact) -> SafeString:
        """Name who did it."""
        kind, _dash, number = fact.actor.partition("-")
        if kind == "agent" and number.isdigit():
            return _name(self.names.agents.get(int(number), _("A former colleague")))
        return _name(self.customer_name if kind == "customer" else _("Rafiq"))

    def line(self, fact: Fact) -> Line | None:
        """Tell one fact; None for those nobody needs to read."""
        if tell := _TELL.get(fact.kind):
            return tell(self, fact)
        if others := registry.facts().get(fact.kind):
            icon, words = others
            return _line(fact, icon, words(self.who(fact), fact.payload))
        return None


def _name(name: str) -> SafeString:
    return format_html("<b><bdi>{}</bdi></b>", name)


def _line(fact: Fact, icon: str, words: SafeString) -> Line:
    return Line(fact.id, icon, words, fact.occurred_at)


def _assigned(telling: Telling, fact: Fact) -> Line:
    assignee_id, team_id = fact.payload.get("assignee_id"), fact.payload.get("team_id")
    who = telling.who(fact)
    if assignee_id and fact.actor == f"agent-{assignee_id}":
        return _line(fact, "user", format_html(_("{who} took it"), who=who))
    names = [telling.names.agents.get(assignee_id or 0, ""), telling.names.teams.get(team_id or 0, "")]
    whom = " · ".join(name for name in names if name)
    if whom:
        return _line(fact, "hand-over", format_html(_("{who} handed it over to {whom}"), who=who, whom=_name(whom)))
    return _line(fact, "undo", format_html(_("{who} gave it back"), who=who))


def _snoozed(telling: Telling, fact: Fact) -> Line:
    reader = telling.reader
    until = calendars.format_moment(
        datetime.fromisoformat(fact.payload["until"]),
        calendar=reader.calendar, language=reader.language, zone=reader.time_zone, style="day",
    )  # fmt: skip
    words = format_html(_("{who} snoozed it until {until}"), who=telling.who(fact), until=until)
    return _line(fact, "snooze", words)


def _woken(telling: Telling, fact: Fact) -> Line:
    if fact.actor == "system":
        return _line(fact, "clock", format_html(_("The time it was snoozed for is over")))
    return _line(fact, "clock", format_html(_("{who} took it up again"), who=telling.who(fact)))


def _resolved(telling: Telling, fact: Fact) -> Line:
    return _line(fact, "close", format_html(_("{who} closed it"), who=telling.who(fact)))


def _reopened(telling: Telling, fact: Fact) -> Line:
    return _line(fact, "reopen", format_html(_("{who} opened it again"), who=telling.who(fact)))


def _joined(telling: Telling, fact: Fact) -> Line:
    words = format_html(_("{who} joined it into {other}"), who=telling.who(fact), other=_number(fact, "into_id"))
    return _line(fact, "merge", words)


def _took_in(telling: Telling, fact: Fact) -> Line:
    words = format_html(
        _("{who} joined {other} into this one"), who=telling.who(fact), other=_number(fact, "source_id")
    )
    return _line(fact, "merge", words)


def _parted(telling: Telling, fact: Fact) -> Line:
    words = format_html(_("{who} parted it from {other} again"), who=telling.who(fact), other=_number(fact, "other_id"))
    return _line(fact, "undo", words)


def _number(fact: Fact, name: str) -> SafeString:
    """Name another conversation by its number, which leads there."""
    number = int(fact.payload.get(name) or 0)
    shown = text.digits(f"#{number}", language=get_language() or "en")
    return format_html('<a href="{}"><bdi>{}</bdi></a>', reverse("inbox:conversation", args=[number]), shown)


def _tagged(telling: Telling, fact: Fact) -> Line:
    words = format_html(_("{who} tagged it {tag}"), who=telling.who(fact), tag=_name(str(fact.payload.get("tag", ""))))
    return _line(fact, "tag", words)


def _untagged(telling: Telling, fact: Fact) -> Line:
    tag = _name(str(fact.payload.get("tag", "")))
    return _line(fact, "tag", format_html(_("{who} took the tag {tag} off"), who=telling.who(fact), tag=tag))


def _rated(telling: Telling, fact: Fact) -> Line:
    score = int(fact.payload.get("score", 0))
    verdict = telling.verdict
    comment = verdict.comment if verdict and verdict.score == score else ""
    words = format_html(_("{who} rated it"), who=telling.who(fact))
    return Line(fact.id, "star", words, fact.occurred_at, stars=score, comment=comment)


_TELL: dict[str, Callable[[Telling, Fact], Line]] = {
    "inbox.conversation.assigned": _assigned,
    "inbox.conversation.snoozed": _snoozed,
    "inbox.conversation.woken": _woken,
    "inbox.conversation.resolved": _resolved,
    "inbox.conversation.reopened": _reopened,
    "inbox.conversation.tagged": _tagged,
    "inbox.conversation.untagged": _untagged,
    "inbox.conversation.joined": _joined,
    "inbox.conversation.took_in": _took_in,
    "inbox.conversation.parted": _parted,
    "feedback.conversation.rated": _rated,
}
