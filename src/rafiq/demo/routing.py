"""Narvan's queues: Tehran and Beirut in their languages, Toronto when they have closed; who is furious goes first."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from rafiq.accounts.models import Agent, Team
from rafiq.routing import services
from rafiq.routing.conditions import Conditions
from rafiq.routing.models import Queue, Way

MINUTE: Final = 60
FURIOUS: Final = ("شکایت", "افتضاح", "کلاهبردار", "وکیل", "محكمة", "شكوى", "فضيحة", "lawyer", "scam", "furious")
COLD: Final = ("یخچال", "فریزر", "سرد نمی", "خنک نمی", "ثلاجة", "لا تبرد", "fridge", "freezer")


def write_queues(*, are_on: bool, at: datetime) -> None:
    """Make the queues and rules; with `are_on` conversations are offered to whoever is there, as they are made."""
    by = Agent.objects.filter(role="SUPERVISOR").order_by("pk")[0]
    teams = {team.name: team.pk for team in Team.objects.all()}
    evening = _queue("پوشش عصر", [teams["Evening cover"]], by=by, at=at, speaks="", steps=_later(4))
    next_zone = {"what": "TEAM", "to": teams["Evening cover"]}
    persian = _queue(
        "گفتگوی تهران", [teams["Tehran"]], by=by, at=at, speaks="fa", steps=_later(5), after_hours=next_zone
    )
    arabic = _queue("دردشة بيروت", [teams["Beirut"]], by=by, at=at, speaks="ar", steps=_later(8), after_hours=next_zone)
    urgent = _queue("رسیدگی فوری", [], by=by, at=at, priority=3, offer_seconds=30, steps=[])
    rules: tuple[tuple[str, Conditions, Queue, int], ...] = (
        ("مشتری خشمگین", Conditions(channels=("webchat",), words=FURIOUS), urgent, 2),
        ("چت عربی", Conditions(channels=("webchat",), languages=("ar",)), arabic, 0),
        ("چت عصر", Conditions(channels=("webchat",), hours="closed", hours_of=teams["Tehran"]), evening, 0),
        ("باقی چت‌ها", Conditions(channels=("webchat",)), persian, 0),
        ("یخچالی که سرد نمی‌کند", Conditions(words=COLD), urgent, 1),
    )
    for name, asked, queue, severity in rules:
        services.save_rule(
            None, {"name": name, "is_on": are_on, "severity": severity, "tier": 0}, asked, queue=queue, by=by, at=at
        )


def _later(minutes: int) -> list[dict[str, Any]]:
    """Offer a call-back soon, then let the bot help, then ask everybody."""
    return [
        {"after": 2 * MINUTE, "what": "CALL_BACK"}, {"after": minutes * MINUTE, "what": "BOT"},
        {"after": 3 * minutes * MINUTE, "what": "EVERYBODY"},
    ]  # fmt: skip


def _queue(name: str, team_ids: list[int], *, by: Agent, at: datetime, **given: Any) -> Queue:  # noqa: ANN401  # fields
    values = {
        "name": name, "is_active": True, "speaks": "same", "skills": {}, "priority": 0, "way": Way.OFFER,
        "offer_seconds": 45, "steps": [], "tells_wait": True,
    }  # fmt: skip
    return services.save_queue(None, values | given, team_ids=team_ids, by=by, at=at)
