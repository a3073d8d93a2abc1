"""E-mail addresses and phone numbers in one form, so that the same person is found again."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from .digits import ascii_digits

_INVISIBLE: Final = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_EMAIL: Final = re.compile(r"[^@\s\"(),:;<>\[\]\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_LONGEST_EMAIL: Final = 254

_SEPARATORS: Final = re.compile(r"[-()./\s\u2010-\u2015\u2212]")
_EXTENSION: Final = re.compile(r"(?:;ext=|ext\.?|extension|x|#|داخلی|داخلي|تحويلة)\d{1,6}$", re.IGNORECASE)
_DIALLED: Final = re.compile(r"\+?\d{4,17}")
_INTERNATIONAL: Final = re.compile(r"[1-9]\d{6,14}")
_LONGEST_RAW: Final = 60


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a country dials: its code, the digit before national numbers, abroad, and what a national number is."""

    code: str
    trunk: str
    abroad: str
    national: re.Pattern[str]


# Lengths and first digits of area and mobile codes, from the national numbering plans published by the ITU.
_PLANS: Final = {
    "IR": _Plan("98", "0", "00", re.compile(r"9\d{9}|[1-8]\d{9}")),
    "AE": _Plan("971", "0", "00", re.compile(r"5\d{8}|[234679]\d{7}|800\d{2,9}|600\d{6}")),
    "LB": _Plan("961", "0", "00", re.compile(r"[14-9]\d{6}|3\d{6}|(?:7[01689]|8[01])\d{6}")),
    "SA": _Plan("966", "0", "00", re.compile(r"5\d{8}|1\d{8}|800\d{7}|9200\d{5}")),
    "CA": _Plan("1", "1", "011", re.compile(r"[2-9]\d{2}[2-9]\d{6}")),
}
_PLANS["US"] = _PLANS["CA"]


def normal_email(raw: str) -> str | None:
    """This will return an e-mail address in lower case with an ASCII domain, None when it is none.

    The part before the @ is lower-cased too: no provider in use tells capitals apart, and people do not either.
    """
    local, at, domain = _INVISIBLE.sub("", ascii_digits(raw[:1000])).strip().removeprefix("mailto:").rpartition("@")
    if not at:
        return None
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        return None
    address = f"{unicodedata.normalize('NFC', local).lower()}@{ascii_domain}"
    is_address = len(address) <= _LONGEST_EMAIL and _EMAIL.fullmatch(address) and ".." not in address
    return address if is_address and not address.startswith(".") and ".@" not in address else None


def normal_phone(raw: str, *, country: str = "IR") -> str | None:
    """This will return a phone number in E.164 ("+989123456789"), None when it is none or is not complete.

    Digits may be of any script; `country` (IR, AE, LB, SA, CA, US) says how a number without + is meant. An extension
    is left out. Numbers of other countries are taken as they are when written with + or 00.
    """
    if len(raw) > _LONGEST_RAW:
        return None
    visible = _INVISIBLE.sub("", ascii_digits(raw)).strip().removeprefix("tel:")
    compact = _SEPARATORS.sub("", visible)
    dialled = _EXTENSION.sub("", compact)
    if not _DIALLED.fullmatch(dialled):
        return None
    plan = _PLANS.get(country.upper())
    if dialled.startswith("+"):
        return _international(dialled[1:])
    for abroad in {"00", plan.abroad if plan else "00"}:
        if dialled.startswith(abroad):
            return _international(dialled[len(abroad) :])
    return _of_country(dialled, plan) if plan else None


def _of_country(dialled: str, plan: _Plan) -> str | None:
    for national in (dialled.removeprefix(plan.trunk), dialled.removeprefix(plan.code)):
        if plan.national.fullmatch(national):
            return f"+{plan.code}{national}"
    return None


def _international(number: str) -> str | None:
    for plan in _PLANS.values():
        if number.startswith(plan.code):
            # "+98 (0) 912 …": the trunk digit belongs to dialling at home.
            national = number[len(plan.code) :].removeprefix(plan.trunk)
            return f"+{plan.code}{national}" if plan.national.fullmatch(national) else None
    return f"+{number}" if _INTERNATIONAL.fullmatch(number) else None
