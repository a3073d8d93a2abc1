"""Filters over customers: conditions people put together, each turned into a safe query.

A condition is {field, operator, value}. Which fields there are is asked of the registry (this room's own, custom
fields, and what rooms above register: conversations, tags …); names and operators that are not there are dropped
unseen, and values never become a part of any statement's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rafiq.customers import custom
from rafiq.customers.models import Customer, CustomField, Identity
from rafiq.platform import text

MOST = 20
"""Conditions of one segment."""
VALUE_LONGEST = 200

type Where = Callable[[str, Any, datetime], Q]

TEXT_OPERATORS = ("is", "is_not", "has", "known", "unknown")
CHOICE_OPERATORS = ("is", "is_not", "known", "unknown")
ANY_OPERATORS = ("is", "is_not")
NUMBER_OPERATORS = ("is", "more", "less")
OPTIONAL_NUMBER = (*NUMBER_OPERATORS, "known", "unknown")
AGO_OPERATORS = ("within", "before")
DATE_OPERATORS = ("on_or_after", "on_or_before", "known", "unknown")
NO_VALUE = frozenset({"known", "unknown", "yes", "no"})
OPERATORS = {
    "is": _("is"), "is_not": _("is not"), "has": _("contains"), "known": _("is known"), "unknown": _("is not known"),
    "more": _("is more than"), "less": _("is less than"), "within": _("in the last … days"),
    "before": _("longer ago than … days"), "on_or_after": _("is on or after"), "on_or_before": _("is on or before"),
    "yes": _("yes"), "no": _("no"),
}  # fmt: skip


class BadCondition(ValueError):
    """A condition that names no field, no operator of it, or no value of its kind."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition as it is kept."""

    field: str
    operator: str
    value: str = ""

    def plain(self) -> dict[str, str]:
        """Return it as JSON."""
        return {"field": self.field, "operator": self.operator, "value": self.value}


@dataclass(frozen=True, slots=True)
class Filterable:
    """Something customers can be filtered by. `kind` says what is asked for: TEXT, NUMBER, DAYS, DATE, CHOICE, NONE.

    `where(operator, value, at)` gives the query for a value that was checked to be of the kind; `choices` are read
    anew each time, as pairs of key and words.
    """

    key: str
    label: str | Promise
    kind: str
    operators: Sequence[str]
    where: Where
    choices: Callable[[], list[tuple[str, Any]]] = field(default=list)

    def checked(self, condition: Condition) -> Any:  # noqa: ANN401  # of the field's kind
        """Return the value of a condition in its own type.

        Raises:
            BadCondition: if it is none.
        """
        if condition.operator not in self.operators:
            raise BadCondition
        if condition.operator in NO_VALUE:
            return None
        value = text.clean(condition.value, limit=VALUE_LONGEST)
        if not value:
            raise BadCondition
        match self.kind:
            case "NUMBER" | "DAYS":
                return _number(value, is_whole=self.kind == "DAYS")
            case "DATE":
                return _day(value)
            case "CHOICE" if value not in {str(key) for key, _words in self.choices()}:
                raise BadCondition
        return value


def matching(
    conditions: Iterable[Condition], *, is_any: bool, known: dict[str, Filterable], at: datetime
) -> QuerySet[Customer]:
    """Select the living customers who fulfil all conditions (or any). No condition: everybody.

    Raises:
        BadCondition: if one means nothing any more, such as a field that was removed.
    """
    parts = []
    for condition in conditions:
        if condition.field not in known:
            raise BadCondition
        filterable = known[condition.field]
        parts.append(filterable.where(condition.operator, filterable.checked(condition), at))
    living = Customer.objects.filter(merged_into=None)
    if not parts:
        return living
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part if is_any else whole & part
    return living.filter(whole)


def compared(path: str, operator: str, value: Any) -> Q:  # noqa: ANN401, PLR0911  # of any type; one an operator
    """Build the query of a plain column."""
    match operator:
        case "is":
            return Q(**{path: value})
        case "is_not":
            return ~Q(**{path: value})
        case "more":
            return Q(**{f"{path}__gt": value})
        case "less":
            return Q(**{f"{path}__lt": value})
        case "on_or_after":
            return Q(**{f"{path}__gte": value})
        case "on_or_before":
            return Q(**{f"{path}__lte": value})
        case _:
            return Q(**{f"{path}__icontains": value})


def _own_text(path: str) -> Where:
    def where(operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # checked
        match operator:
            case "known":
                return ~Q(**{path: ""})
            case "unknown":
                return Q(**{path: ""})
            case "is" | "is_not":
                same = Q(**{f"{path}__iexact": value})
                return same if operator == "is" else ~same
            case _:
                return compared(path, operator, value)

    return where


def days_ago(path: str) -> Where:
    """Build the query of a moment: within so many days, or longer ago."""

    def where(operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # checked
        limit = at - timedelta(days=min(value, 36_500))
        return Q(**{f"{path}__gte": limit}) if operator == "within" else Q(**{f"{path}__lt": limit})

    return where


def _reached_by(operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # checked
    found = Q(Exists(Identity.objects.filter(customer=OuterRef("pk"), kind=value)))
    return found if operator == "is" else ~found


def _custom(one: CustomField) -> Filterable:
    path = f"custom__{one.key}"
    has = Q(custom__has_key=one.key)

    def where(operator: str, value: Any, at: datetime) -> Q:  # noqa: ANN401  # checked
        match operator:
            case "known" | "unknown":
                return has if operator == "known" else ~has
            case "yes" | "no":
                return Q(custom__contains={one.key: operator == "yes"})
            case "is":
                return Q(custom__contains={one.key: value})
            case "is_not":
                return ~Q(custom__contains={one.key: value})
            case _:
                return has & compared(path, operator, value.isoformat() if isinstance(value, date) else value)

    kinds = CustomField.Kind
    kind, operators = {
        kinds.NUMBER: ("NUMBER", OPTIONAL_NUMBER), kinds.DATE: ("DATE", DATE_OPERATORS),
        kinds.CHOICE: ("CHOICE", CHOICE_OPERATORS), kinds.YES_NO: ("NONE", ("yes", "no", "unknown")),
    }.get(kinds(one.kind), ("TEXT", TEXT_OPERATORS))  # fmt: skip
    return Filterable(one.key, one.label, kind, operators, where, lambda: [(each, each) for each in one.choices])


_LANGUAGES = [("fa", _("Persian")), ("ar", _("Arabic")), ("en", _("English"))]
_KINDS: list[tuple[str, Any]] = [
    ("EMAIL", _("E-mail")), ("PHONE", _("Phone")), ("EXTERNAL", _("Number in the shop")), ("TELEGRAM", _("Telegram")),
    ("BALE", _("Bale")), ("INSTAGRAM", _("Instagram")), ("MESSENGER", _("Messenger")), ("MASTODON", _("Mastodon")),
    ("VISITOR", _("Web chat")), ("HANDLE", _("Handle")),
]  # fmt: skip
OWN = [
    Filterable("name", _("Name"), "TEXT", TEXT_OPERATORS, _own_text("name")),
    Filterable("company", _("Company"), "TEXT", TEXT_OPERATORS, _own_text("company_name")),
    Filterable("city", _("City"), "TEXT", TEXT_OPERATORS, _own_text("city")),
    Filterable("language", _("Language"), "CHOICE", CHOICE_OPERATORS, _own_text("language"), lambda: [*_LANGUAGES]),
    Filterable("reach", _("Can be reached by"), "CHOICE", ANY_OPERATORS, _reached_by, lambda: [*_KINDS]),
    Filterable("known_since", _("Known since"), "DAYS", AGO_OPERATORS, days_ago("created_at")),
]


def all_filterables(registered: Iterable[Filterable]) -> dict[str, Filterable]:
    """List by key everything customers can be filtered by, custom fields last."""
    fields = [_custom(one) for one in custom.of_subject(CustomField.Subject.CUSTOMER)]
    return {one.key: one for one in [*OWN, *registered, *fields]}


def _number(value: str, *, is_whole: bool) -> int | float:
    try:
        number: int | float = custom.typed(CustomField(kind=CustomField.Kind.NUMBER), value)
    except custom.BadValue as error:
        raise BadCondition from error
    if is_whole and (number < 0 or number != int(number)):
        raise BadCondition
    return int(number) if is_whole else number


def _day(value: str) -> date:
    try:
        return date.fromisoformat(custom.typed(CustomField(kind=CustomField.Kind.DATE), value))
    except custom.BadValue as error:
        raise BadCondition from error
