"""What the pages share: what is asked for, and where numbers lead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from rafiq.accounts import queries as accounts
from rafiq.accounts.permissions import AgentRequest
from rafiq.inbox import registry
from rafiq.inbox.models import Channel
from rafiq.insights import asking
from rafiq.insights.asking import Asked
from rafiq.insights.report import Asked as Place
from rafiq.insights.tiles import Address
from rafiq.platform import calendars


def place(at: datetime | None = None) -> Place:
    """Return where and when the company asks."""
    moment = at or timezone.now()
    zone = accounts.company().time_zone
    return Place(zone, calendars.local_date(moment, zone=zone), moment)


def asked_by(request: AgentRequest, where: Place) -> Asked:
    """Read what an address asks for."""
    said: Mapping[str, str] = {name: str(value) for name, value in request.GET.items()}
    return asking.asked(request.user, said, today=where.today)


def address_of(asked: Asked) -> Address:
    """Return what writes addresses: of the conversations behind a measure, or (None) of the page narrowed further."""
    page, conversations = reverse("insights:performance"), reverse("insights:conversations")

    def address(measure: str | None, **more: object) -> str:
        if measure is None:
            return f"{page}?{asked.query(**{'by': None, **more})}"
        return f"{conversations}?{asked.query(measure=measure, **more)}"

    return address


def channel_names() -> dict[str, str]:
    """Name the kinds of channel there are."""
    kinds = Channel.objects.order_by("kind").values_list("kind", flat=True).distinct()
    return {kind: str(registry.adapter_for(kind).label) for kind in kinds if registry.knows(kind)}
