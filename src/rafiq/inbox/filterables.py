"""What customers can be filtered by because of their conversations."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan, LessThan
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Agent
from rafiq.customers.segmenting import (
    AGO_OPERATORS,
    ANY_OPERATORS,
    NUMBER_OPERATORS,
    Filterable,
    days_ago,
)
from rafiq.inbox.models import Channel, ConversationQuerySet, ConversationTag, Tag
from rafiq.inbox.queries import visible_to

type Theirs = ConversationQuerySet


def for_agent(agent: Agent) -> list[Filterable]:
    """List what one agent can filter customers by: only conversations this agent may see are looked at.

    Otherwise whoever belongs to a segment would tell what is tagged or going on behind the doors of a private team.
    """
    theirs = visible_to(agent).filter(customer=OuterRef("pk"))
    is_open = theirs.filter(resolved_at=None)
    return [
        Filterable("last_heard", _("Last conversation"), "DAYS", AGO_OPERATORS, partial(_last_heard, theirs)),
        Filterable("conversations", _("Number of conversations"), "NUMBER", NUMBER_OPERATORS, partial(_count, theirs)),
        Filterable("open_conversations", _("Open conversations"), "NUMBER", NUMBER_OPERATORS, partial(_count, is_open)),
        Filterable("tag", _("Tag"), "CHOICE", ANY_OPERATORS, partial(_tagged, theirs), _tags),
        Filterable("channel", _("Wrote over"), "CHOICE", ANY_OPERATORS, partial(_talked_over, theirs), _channels),
    ]


def _last_heard(theirs: Theirs, operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # checked by its kind
    limit = days_ago("last_at")("within", value, at)
    newer = Q(Exists(theirs.filter(limit)))
    return newer if operator == "within" else ~newer & Q(Exists(theirs))


def _count(theirs: Theirs, operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # checked by its kind
    count = theirs.order_by().values("customer").annotate(number=Count("pk")).values("number")
    number = Coalesce(Subquery(count, output_field=IntegerField()), Value(0))
    lookup = {"is": Exact, "more": GreaterThan, "less": LessThan}[operator]
    return Q(lookup(number, value))


def _tagged(theirs: Theirs, operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # one of the choices
    tagged = ConversationTag.objects.filter(tag=int(value)).values("conversation")
    found = Q(Exists(theirs.filter(pk__in=tagged)))
    return found if operator == "is" else ~found


def _talked_over(theirs: Theirs, operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # one of the choices
    found = Q(Exists(theirs.filter(channel=int(value))))
    return found if operator == "is" else ~found


def _tags() -> list[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Tag.objects.order_by("name").values_list("pk", "name")]


def _channels() -> list[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Channel.objects.order_by("name").values_list("pk", "name")]
