"""What alerts say, in the reader's words: on pages, and by mail."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.board.models import Episode, Kind
from rafiq.platform import calendars, text

TITLES: dict[str, Promise] = {
    Kind.WAITING: gettext_lazy("Many customers wait"),
    Kind.LONGEST: gettext_lazy("Somebody has waited for long"),
    Kind.RISK: gettext_lazy("Promises are at risk"),
    Kind.BROKEN: gettext_lazy("Many promises were broken today"),
    Kind.NOBODY: gettext_lazy("Nobody is there in open hours"),
    Kind.CHANNEL: gettext_lazy("A channel is cut off"),
}
TIMED = frozenset({Kind.LONGEST, Kind.NOBODY})


def title(episode: Episode) -> str:
    """Name what it came to, and where."""
    words = str(TITLES[Kind(episode.kind)])
    return f"{words} · {episode.of}" if episode.of else words


def amount(kind: str, value: int) -> str:
    """Write what was read, or a threshold, in the unit of the kind."""
    shown = text.number(value, language=_language())
    match kind:
        case Kind.WAITING:
            return ngettext("%(count)s customer", "%(count)s customers", value) % {"count": shown}
        case Kind.RISK:
            return ngettext("%(count)s promise", "%(count)s promises", value) % {"count": shown}
        case Kind.BROKEN:
            return text.percent(value / 100, language=_language())
        case Kind.CHANNEL:
            return ngettext("%(count)s channel", "%(count)s channels", value) % {"count": shown}
    return calendars.duration(timedelta(minutes=value), language=_language())


def lasted(seconds: float) -> str:
    """Write how long something lasted, without seconds from a minute on."""
    whole = int(max(0, seconds))
    return calendars.duration(timedelta(seconds=whole - whole % 60 if whole >= 60 else whole), language=_language())


def letter(episode: Episode, reader: Agent) -> tuple[str, str]:
    """Write the subject and the body of a mail; paragraphs are apart by an empty line."""
    with translation.override(reader.language):
        told = {"value": amount(episode.kind, episode.value), "limit": amount(episode.kind, episode.threshold)}
        moment = calendars.format_moment(
            episode.began_at, calendar=reader.calendar, language=reader.language, zone=reader.time_zone
        )
        read = str(moment) if episode.kind == Kind.CHANNEL else f"{moment}: {_('%(value)s (limit: %(limit)s)') % told}"
        company = accounts.company().name
        where = [f"{settings.PUBLIC_URL}{reverse('board:board')}"] if settings.PUBLIC_URL else []
        return f"{company}: {title(episode)}", "\n\n".join([title(episode), read, *where])


def _language() -> str:
    return get_language() or "en"
