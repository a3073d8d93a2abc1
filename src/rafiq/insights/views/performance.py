"""Performance over time: the page of figures, charts and parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from rafiq.accounts.models import Language
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.insights import asking, pictures, queries, report, tiles, words
from rafiq.insights.asking import Asked
from rafiq.insights.queries import Clock, Dimension, Names
from rafiq.insights.report import Asked as Place
from rafiq.insights.tiles import SHARES, Address
from rafiq.insights.views import common
from rafiq.platform import text
from rafiq.platform.ui import pages


class Performance(ForAgents):
    """The figures of a range beside those of the range before. Agents see their own."""

    def get(self, request: AgentRequest) -> HttpResponse:
        where = common.place()
        asked = common.asked_by(request, where)
        channels = common.channel_names()
        names = queries.names(request.user, channels)
        context = {
            "asked": asked, "wanted": asked.wanted, "progress": _progress(), **_choices(request, asked, names),
            **_told(request, asked, where, names),
        }  # fmt: skip
        return pages.show(request, "insights/performance.html", context, part="figures")


def _told(request: AgentRequest, asked: Asked, where: Place, names: Names) -> dict[str, Any]:
    """Return all that the page tells, from some fifteen statements."""
    reader, wanted, address = request.user, asked.wanted, common.address_of(asked)
    now, before = report.whole(wanted, where), report.whole(wanted.before, where)
    return {
        "is_empty": now.is_empty and before.is_empty, "tiles": tiles.tiles(now, before, address),
        "trend": pictures.trend(reader, report.days(wanted), address),
        "waits": pictures.waits(reader, now.first, address), "unanswered": now.first.still,
        "leaving": pictures.leaving(reader, now.left, address), "patience": words.lasted(now.left.quantile(0.5)),
        "left": sum(now.left.ended.values()),
        "week": pictures.week(reader, report.week(wanted), address), "hours": _hour_names(request),
        "days": _days(request, asked), "days_before": _days(request, asked, is_before=True),
        **_parts(request, asked, where, names, address),
    }  # fmt: skip


def _parts(
    request: AgentRequest, asked: Asked, where: Place, names: Names, address: Address
) -> dict[str, Any]:  # fmt: skip
    """Return the table of parts: its head and its lines."""
    tabs = [(one, words.DIMENSIONS[one], asked.query(by=one)) for one in asking.dimensions(asked.wanted)]
    told: dict[str, Any] = {"tabs": tabs, "what": words.DIMENSIONS[asked.by], "title": words.TITLES[asked.by]}
    if asked.by == asking.HOUR:
        hours = {hour: pictures.hour_name(hour, request.user) for hour in range(report.HOURS)}
        heads = [words.LABELS["begun"], words.LABELS["first"], "90 %"]
        return told | {"heads": heads, "parts": tiles.hour_parts(report.hours(asked.wanted), hours, address)}
    dimension = Dimension(asked.by)
    found = report.parts(asked.wanted, where, by=dimension)
    labels = ("opened", "reopened", "resolved", "first", "90", "resolution", *SHARES, "occupancy")
    heads = [words.LABELS.get(one, "90 %") for one in labels]
    return told | {"heads": heads, "parts": tiles.parts(found, dimension, names, address)}


def _choices(request: AgentRequest, asked: Asked, names: Names) -> dict[str, Any]:
    """Return what the filters offer."""
    chosen = asked.wanted.filters
    offered: list[tuple[Dimension, Sequence[tuple[Any, str]]]] = [
        (Dimension.TEAM, _sorted(names.teams)), (Dimension.CHANNEL, _sorted(names.channels)),
        (Dimension.LANGUAGE, Language.choices),
    ]  # fmt: skip
    if request.user.is_supervisor:
        offered.insert(0, (Dimension.AGENT, _sorted(names.agents)))
    filters = [
        (one.value, words.DIMENSIONS[one], [(str(value), name, chosen.get(one) == value) for value, name in values])
        for one, values in offered
    ]
    return {"filters": filters, "clocks": words.CLOCKS.items(), "clock": asked.wanted.clock, "wall": Clock.WALL}


def _sorted(names: Any) -> list[tuple[Any, str]]:  # noqa: ANN401  # a mapping to names
    return sorted(names.items(), key=lambda one: text.sort_key(one[1]))


def _hour_names(request: AgentRequest) -> list[str]:
    """Write the hours above the fields of the week, every third."""
    return [words.number(hour) if hour % 3 == 0 else "" for hour in range(report.HOURS)]


def _days(request: AgentRequest, asked: Asked, *, is_before: bool = False) -> tuple[str, str]:
    wanted = asked.wanted.before if is_before else asked.wanted
    return pictures.day_name(wanted.first, request.user), pictures.day_name(wanted.last, request.user)


def _progress() -> str:
    """Write how much of the past is counted; nothing once it is all."""
    run = queries.progress()
    if run is None or run.finished_at:
        return ""
    return text.percent(run.share, language=words.language())
