"""Values of custom fields: how each kind is read from what people write, and how it is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from rafiq.customers.models import CustomField
from rafiq.platform import text

TEXT_LONGEST = 1000
_LARGEST = 10**15
_YES = frozenset(map(text.fold, ("1", "yes", "y", "true", "بله", "بلی", "آری", "نعم", "أجل")))
_NO = frozenset(map(text.fold, ("0", "no", "n", "false", "نه", "خیر", "لا")))


class BadValue(ValueError):
    """A value that is none of its field's kind; `kind` says which was meant."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def typed(field: CustomField, raw: str) -> Any:  # noqa: ANN401, PLR0911  # str, number, bool or None; one a kind
    """Return what a person wrote as the value to keep; None where they wrote nothing.

    Raises:
        BadValue: if it is none of the field's kind.
    """
    words = text.clean(raw, limit=TEXT_LONGEST)
    if not words:
        return None
    match field.kind:
        case CustomField.Kind.NUMBER:
            return _number(words)
        case CustomField.Kind.DATE:
            return _date(words)
        case CustomField.Kind.YES_NO:
            return _yes_or_no(words)
        case CustomField.Kind.CHOICE:
            return _choice(field, words)
        case CustomField.Kind.LINK:
            return _link(words)
        case _:
            return words


def plain(value: object) -> str:
    """Return a kept value as text that `typed` reads back."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)


def of_subject(subject: str) -> list[CustomField]:
    """List the fields of customers, or of companies, in their order."""
    return list(CustomField.objects.filter(subject=subject).order_by("position", "pk"))


def _number(words: str) -> int | float:
    plain_digits = text.ascii_digits(words).replace("٬", "").replace(",", "").replace("٫", ".").replace(" ", "")
    try:
        value = Decimal(plain_digits.replace("\u2212", "-"))
    except InvalidOperation as error:
        raise BadValue("NUMBER") from error
    if not value.is_finite() or abs(value) > _LARGEST:
        raise BadValue("NUMBER")
    return int(value) if value == value.to_integral_value() else float(value)


def _date(words: str) -> str:
    try:
        return date.fromisoformat(text.ascii_digits(words).replace("/", "-")[:10]).isoformat()
    except ValueError as error:
        raise BadValue("DATE") from error


def _yes_or_no(words: str) -> bool:
    folded = text.fold(words)
    if folded not in _YES | _NO:
        raise BadValue("YES_NO")
    return folded in _YES


def _choice(field: CustomField, words: str) -> str:
    for choice in field.choices:
        if text.fold(choice) == text.fold(words):
            return str(choice)
    raise BadValue("CHOICE")


def _link(words: str) -> str:
    try:
        parts = urlsplit(words)
    except ValueError as error:
        raise BadValue("LINK") from error
    if parts.scheme not in {"http", "https"} or not parts.netloc or " " in words:
        raise BadValue("LINK")
    return words
