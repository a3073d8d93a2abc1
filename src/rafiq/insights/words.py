"""What the figures are called, and how each is counted: one sentence each, for the page and the mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rafiq.insights.queries import Clock, Dimension
from rafiq.insights.statistics import Quantile, Share, Waits
from rafiq.platform import calendars, text

LABELS: Final[dict[str, Promise]] = {
    "begun": gettext_lazy("Began or came back"),
    "opened": gettext_lazy("New conversations"),
    "reopened": gettext_lazy("Opened again"),
    "first": gettext_lazy("First answer"),
    "waited": gettext_lazy("First answers"),
    "waiting": gettext_lazy("Waiting for a first answer"),
    "resolved": gettext_lazy("Resolved"),
    "resolution": gettext_lazy("Resolution"),
    "answered": gettext_lazy("Resolved by people"),
    "first_contact": gettext_lazy("Resolved at the first answer"),
    "came_back": gettext_lazy("Opened again within 7 days"),
    "transferred": gettext_lazy("Handed on"),
    "left": gettext_lazy("Closed without an answer"),
    "by_bot": gettext_lazy("By the chatbot alone"),
    "occupancy": gettext_lazy("Occupancy"),
    "rated": gettext_lazy("Rated"),
    "satisfied": gettext_lazy("Satisfied"),
}
HELP: Final[dict[str, Promise]] = {
    "opened": gettext_lazy("Conversations that customers began in this time."),
    "reopened": gettext_lazy(
        "Resolved conversations that were opened again in this time, by the customer or by a colleague."
    ),
    "first": gettext_lazy(
        "From the customer's message until a person first answered. Those still waiting, and those closed without an"
        " answer, count with as long as they have waited (Kaplan–Meier); what the chatbot answered does not."
    ),
    "resolution": gettext_lazy(
        "From being opened until resolved, of the conversations that were resolved in this time."
    ),
    "first_contact": gettext_lazy(
        "Of what people answered and resolved: how much needed one answer and was not opened again within 7 days. Only"
        " days count of which the 7 days have passed. Who comes back with a new conversation is not seen."
    ),
    "came_back": gettext_lazy(
        "Of what was resolved: how much was opened again within 7 days. The last 7 days do not count yet."
    ),
    "transferred": gettext_lazy("Of what was resolved: how much went from one person or team to another on the way."),
    "left": gettext_lazy(
        "Of those who waited for a first answer: how many conversations were closed before they got one. Whether the"
        " customer had given up is not known."
    ),
    "by_bot": gettext_lazy("Of what was resolved: how much was answered by the chatbot and by no person."),
    "occupancy": gettext_lazy(
        "Of the time that agents had set themselves available: how much of it they had at least one conversation that"
        " called for them – a chat that was open, or anything else whose customer was owed an answer. Several at once"
        " count once. Known where queues hand conversations out, and of people only."
    ),
    "satisfied": gettext_lazy("Of the ratings of conversations resolved in this time: how many are 4 or 5 of 5."),
}
DIMENSIONS: Final[dict[str, Promise]] = {
    Dimension.AGENT: gettext_lazy("Agent"), Dimension.TEAM: gettext_lazy("Team"),
    Dimension.CHANNEL: gettext_lazy("Channel"),
    Dimension.LANGUAGE: gettext_lazy("Language"), "hour": gettext_lazy("Hour"),
}  # fmt: skip
TITLES: Final[dict[str, Promise]] = {
    Dimension.AGENT: gettext_lazy("By person"), Dimension.TEAM: gettext_lazy("By team"),
    Dimension.CHANNEL: gettext_lazy("By channel"), Dimension.LANGUAGE: gettext_lazy("By language"),
    "hour": gettext_lazy("By hour of the day"),
}  # fmt: skip
CLOCKS: Final = {Clock.BUSINESS: gettext_lazy("Business hours"), Clock.WALL: gettext_lazy("All hours")}


def lasted(found: Quantile) -> str:
    """Write a wait: "5 min", "more than 2 h", or a dash."""
    if found.seconds is None:
        return "—"
    written = calendars.duration(timedelta(seconds=_rounded(found.seconds)), language=language())
    return _("more than %(time)s") % {"time": written} if found.is_beyond else written


def share(found: Share) -> str:
    """Write a share as a percentage, or a dash."""
    return "—" if found.value is None else text.percent(found.value, language=language())


def available(seconds: int) -> str:
    """Write for how long people were available."""
    rounded = timedelta(seconds=_rounded(seconds))
    return _("available for %(time)s") % {"time": calendars.duration(rounded, language=language())}


def number(count: int) -> str:
    """Write a count."""
    return text.number(count, language=language())


def share_interval(found: Share) -> str:
    """Write where the true share likely lies."""
    low, high = (text.percent(one, language=language()) for one in found.interval)
    return _("likely %(low)s to %(high)s") % {"low": low, "high": high}


def wait_interval(found: Waits) -> str:
    """Write where the true median likely lies."""
    low, high = (lasted(one) for one in found.interval())
    return _("likely %(low)s to %(high)s") % {"low": low, "high": high}


def _rounded(seconds: float) -> int:
    """Leave off what the sketch cannot know anyway: seconds above a minute's worth, minutes above ten hours'."""
    if seconds < 60:
        return max(0, round(seconds))
    return round(seconds / 60) * 60 if seconds < 36_000 else round(seconds / 3_600) * 3_600


def language() -> str:
    """Return the language that is spoken just now."""
    return get_language() or "en"
