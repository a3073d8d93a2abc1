"""What somebody writes into a form, read as what was asked for: one function a kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rafiq.bot.declaring import Parameter
from rafiq.bot.dialogue import dates
from rafiq.bot.dialogue.phrases import listed, words
from rafiq.platform import text

LONGEST: Final = 500
_NUMBER: Final = re.compile(r"[-+]?\d+(?:[,\u066c]\d{3})*(?:[.\u066b]\d+)?")
_EMAIL: Final = re.compile(r"[^\s<>(),;:\"]+@[^\s<>(),;:\"]+")
_DIALLED: Final = re.compile(r"\+?\d[\d\s().-]{5,24}\d")
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORDER: Final = re.compile(r"(?<![\w-])#?([A-Za-z]{0,6}-?\d{3,20}(?:-\d{1,10})*)(?![\w-])")
_SKIP: Final = frozenset(
    listed(
        "رد/رد کن/ندارم/نمی‌دونم/بعدی/هیچ/تخطي/تخطى/تجاوز/ما عندي/لا يوجد/skip/none/n a/next/pass/dont have/don't have"
    )
)


class BadSlot(ValueError):
    """What was written is not what was asked for; `why` names the reason: a kind, or LONG."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Reading:
    """How it is read: the language of the conversation, the day it is there, and the country phones are of."""

    language: str
    today: date
    country: str = "IR"


def fill(parameter: Parameter, said: str, reading: Reading) -> Any:  # noqa: ANN401  # a text, a number; None: left out
    """Return what was written as the value to send on: plain digits, ISO dates, E.164 phones; None where it is skipped.

    Raises:
        BadSlot: if it is not what was asked for.
    """
    if not parameter.required and " ".join(words(said)) in _SKIP:
        return None
    value = _READERS.get(parameter.kind, _text)(parameter, text.clean(said, limit=LONGEST + 1), reading)
    if value is None:
        raise BadSlot(parameter.kind)
    return value


def fits(parameter: Parameter, value: object) -> bool:
    """Test whether a value that was filled in earlier is one of this parameter, which may have changed since."""
    if value is None:
        return not parameter.required
    test = _FITTING.get(parameter.kind)
    if test is not None:
        return test(value)
    if parameter.kind == "CHOICE":
        return value in parameter.choices
    return isinstance(value, str) and _fits(parameter.pattern, text.ascii_digits(value))


def find(parameter: Parameter, said: str, reading: Reading) -> Any:  # noqa: ANN401  # see fill
    """Find the value in a message about something else, if it is unmistakable; None where it is not."""
    if parameter.kind not in {"ORDER", "PHONE", "EMAIL"}:
        return None
    try:
        return fill(parameter, said, reading)
    except BadSlot:
        return None


def _text(parameter: Parameter, said: str, reading: Reading) -> str | None:
    if len(said) > LONGEST:
        raise BadSlot("LONG")
    value = said.strip()
    if not value:
        return None
    return value if _fits(parameter.pattern, text.ascii_digits(value)) else None


def _number(parameter: Parameter, said: str, reading: Reading) -> int | float | None:
    found = _NUMBER.findall(text.ascii_digits(said))
    if len(found) != 1:
        return None
    plain = found[0].replace(",", "").replace("\u066c", "").replace("\u066b", ".")
    number = float(plain)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _date(parameter: Parameter, said: str, reading: Reading) -> str | None:
    found = dates.read(said, today=reading.today, language=reading.language)
    return found.isoformat() if found else None


def _choice(parameter: Parameter, said: str, reading: Reading) -> str | None:
    named = [(value, title) for value, titles in parameter.choices.items() for title in (value, *titles.values())]
    return pick(said, [(value, title) for value, title in named], order=list(parameter.choices))


def _phone(parameter: Parameter, said: str, reading: Reading) -> str | None:
    found = {
        phone
        for one in _DIALLED.findall(text.ascii_digits(said))
        if (phone := text.normal_phone(one, country=reading.country))
    }
    return found.pop() if len(found) == 1 else None


def _email(parameter: Parameter, said: str, reading: Reading) -> str | None:
    found = {email for one in _EMAIL.findall(said) if (email := text.normal_email(one.strip(".!؟،؛")))}
    return found.pop() if len(found) == 1 else None


def _order(parameter: Parameter, said: str, reading: Reading) -> str | None:
    plain = text.ascii_digits(said).upper()
    named = [one for one in _ORDER.findall(plain) if not text.normal_phone(one, country=reading.country)]
    if parameter.pattern:
        named = [one for one in named if _fits(parameter.pattern, one)] or (
            [plain] if _fits(parameter.pattern, plain) else []
        )
    found = set(named)
    return found.pop() if len(found) == 1 else None


def _fits(pattern: str, value: str) -> bool:
    if not pattern:
        return True
    try:
        return re.fullmatch(pattern, value, re.IGNORECASE) is not None
    except re.error:
        return True  # a pattern that is none asks for nothing


def pick(said: str, named: list[tuple[str, str]], *, order: list[str]) -> str | None:
    """Find which of several things somebody means: by its place (from one), by its name, or by words only it has."""
    spoken = " ".join(words(said))
    if spoken.isascii() and spoken.isdigit():
        place = int(spoken) if len(spoken) < 3 else 0
        by_place = order[place - 1] if 1 <= place <= len(order) else None
        return next((value for value, title in named if title == spoken), by_place)
    for place, ordinals in enumerate(_ORDINALS, start=1):
        if spoken in ordinals and place <= len(order):
            return order[place - 1]
    plain = [(value, " ".join(words(title))) for value, title in named]
    if exact := {value for value, title in plain if title and title.replace(" ", "") == spoken.replace(" ", "")}:
        return exact.pop() if len(exact) == 1 else None
    held = {
        value
        for value, title in plain
        if title and (f" {title} " in f" {spoken} " or (len(spoken) > 3 and f" {spoken} " in f" {title} "))
    }
    return held.pop() if len(held) == 1 else None


_ORDINALS: Final = (
    frozenset(
        listed(
            "اولی/اول/یک/گزینه اول/گزینه 1/مورد اول/همون اولی/الأول/الاول/الأولى/واحد/first/the first/"
            "the first one/one/option 1/avali/aval"
        )
    ),
    frozenset(
        listed(
            "دومی/دوم/دو/گزینه دوم/گزینه 2/مورد دوم/الثاني/الثانية/اثنين/second/the second/the second one/two/"
            "option 2/dovomi/dovom"
        )
    ),
    frozenset(listed("سومی/سوم/سه/گزینه سوم/الثالث/الثالثة/ثلاثة/third/the third/the third one/three/option 3/sevomi")),
)
_FITTING: Final[dict[str, Callable[[object], bool]]] = {
    "NUMBER": lambda value: isinstance(value, (int, float)),
    "DATE": lambda value: bool(_ISO_DAY.fullmatch(str(value))),
    "PHONE": lambda value: str(value).startswith("+"),
    "EMAIL": lambda value: "@" in str(value),
}
_READERS: Final[dict[str, Callable[[Parameter, str, Reading], Any]]] = {
    "TEXT": _text, "NUMBER": _number, "DATE": _date, "CHOICE": _choice, "PHONE": _phone, "EMAIL": _email,
    "ORDER": _order,
}  # fmt: skip
