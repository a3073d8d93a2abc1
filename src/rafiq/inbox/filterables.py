"""What customers can be filtered by because of their conversations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan, LessThan
from django.utils.translation import gettext_lazy as _

from rafiq.customers.segmenting import (
    AGO_OPERATORS,
    ANY_OPERATORS,
    NUMBER_OPERATORS,
    Filterable,
    days_ago,
)
from rafiq.inbox.models import Channel, Conversation, ConversationTag, Tag


def _theirs() -> QuerySet[Conversation]:
    return Conversation.objects.filter(customer=OuterRef("pk"))


def _last_heard(operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # checked by its kind
    limit = days_ago("last_at")("within", value, at)
    newer = Q(Exists(_theirs().filter(limit)))
    return newer if operator == "within" else ~newer & Q(Exists(_theirs()))


def _counted(found: QuerySet[Conversation]) -> Any:  # noqa: ANN401  # an expression
    count = found.order_by().values("customer").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(count, output_field=IntegerField()), Value(0))


def _count(operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # checked by its kind
    return _by_number(_theirs(), operator, value)


def _open_count(operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # checked by its kind
    return _by_number(_theirs().filter(resolved_at=None), operator, value)


def _by_number(found: QuerySet[Conversation], operator: str, value: Any) -> Q:  # noqa: ANN401  # a number
    number = _counted(found)
    lookup = {"is": Exact, "more": GreaterThan, "less": LessThan}[operator]
    return Q(lookup(number, value))


def _tagged(operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # one of the choices
    tagged = ConversationTag.objects.filter(conversation__customer=OuterRef("pk"), tag=int(value))
    found = Q(Exists(tagged))
    return found if operator == "is" else ~found


def _talked_over(operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # one of the choices
    found = Q(Exists(_theirs().filter(channel=int(value))))
    return found if operator == "is" else ~found


def _tags() -> list[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Tag.objects.order_by("name").values_list("pk", "name")]


def _channels() -> list[tuple[str, Any]]:
    return [(str(pk), name) for pk, name in Channel.objects.order_by("name").values_list("pk", "name")]


FILTERABLES = (
    Filterable("last_heard", _("Last conversation"), "DAYS", AGO_OPERATORS, _last_heard),
    Filterable("conversations", _("Number of conversations"), "NUMBER", NUMBER_OPERATORS, _count),
    Filterable("open_conversations", _("Open conversations"), "NUMBER", NUMBER_OPERATORS, _open_count),
    Filterable("tag", _("Tag"), "CHOICE", ANY_OPERATORS, _tagged, _tags),
    Filterable("channel", _("Wrote over"), "CHOICE", ANY_OPERATORS, _talked_over, _channels),
)
