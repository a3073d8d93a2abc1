"""One box that finds articles, conversations, customers and answers kept ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qs

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Agent
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.platform import calendars, text
from rafiq.platform.search import sources
from rafiq.platform.search.sources import Filter, Filters, Group
from rafiq.platform.ui import pages

LONGEST: Final = 200
OF_EACH: Final = 5
OF_ONE: Final = 40
WHEN: Final = {"1": _("Today"), "7": _("The last 7 days"), "30": _("The last 30 days"), "365": _("The last year")}


@dataclass(frozen=True, slots=True)
class Offer:
    """A filter as the page shows it: what is chosen of it."""

    filter: Filter
    value: str


class Search(ForAgents):
    """Everything that has the words, by kind; narrowed as the address says. Nonsense in it counts as not said."""

    def get(self, request: AgentRequest) -> HttpResponse:
        """Show the page, or for htmx what was found."""
        wanted = text.clean(request.GET.get("q", ""), limit=LONGEST)
        kinds = sources.all_sources()
        kind = _kind(request.GET.get("kind"))
        is_offering = not pages.is_partial(request) or _kind_shown(request) != kind
        names = sources.filter_names() if is_offering else frozenset(request.GET)
        offers = _offers(sources.filters_for(request.user, kind=kind, names=names), request.GET)
        when = request.GET.get("when", "")
        when = when if when in WHEN else ""
        filters = _filters(offers, when, request.user)
        found = sources.search(request.user, wanted, filters, kind=kind, limit=OF_ONE if kind else OF_EACH)
        said = {"q": wanted, "when": when, **{one.filter.name: one.value for one in offers}}
        context = {
            "wanted": wanted, "kind": kind, "kinds": kinds, "offers": offers, "when": when, "whens": WHEN.items(),
            "found": found, "total": sum(len(group.results) for group in found), "has_more": _has_more(found),
            "is_offering": is_offering, "is_partial": pages.is_partial(request),
            "is_narrowed": bool(kind or filters.names), "query": urlencode({k: v for k, v in said.items() if v}),
        }  # fmt: skip
        return pages.show(request, "web/search/page.html", context, part="found")


def _kind(name: str | None) -> str:
    """Return the name if a kind of thing has it."""
    return name if name and name in {one.name for one in sources.all_sources()} else ""


def _kind_shown(request: AgentRequest) -> str:
    """Return the kind of the page that htmx fills: where another is asked for now, other filters are offered."""
    said = parse_qs(request.headers.get("HX-Current-URL", "").partition("?")[2])
    return _kind(said.get("kind", [""])[-1])


def _offers(filters: Sequence[Filter], given: Mapping[str, str]) -> list[Offer]:
    """Take from the address what may be chosen."""
    return [
        Offer(one, value if (value := given.get(one.name, "")) in {choice for choice, _label in one.choices} else "")
        for one in filters
        if one.choices
    ]


def _filters(offers: Sequence[Offer], when: str, agent: Agent) -> Filters:
    chosen = {one.filter.name: one.value for one in offers if one.value}
    if not when:
        return Filters(chosen=chosen)
    today = calendars.local_date(timezone.now(), zone=agent.time_zone)
    return Filters(since=today - timedelta(days=int(when) - 1), chosen=chosen)


def _has_more(found: Sequence[Group]) -> bool:
    return any(group.has_more for group in found)
