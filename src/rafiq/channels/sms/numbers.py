"""Who wrote: phone numbers in one form, and short or lettered senders as they are."""

from __future__ import annotations

import re

from rafiq.platform import text

PHONE, HANDLE = "PHONE", "HANDLE"
COUNTRIES = ("IR", "AE", "LB", "SA", "CA", "US")
_ABROAD = re.compile(r"[1-9]\d{9,14}")


def normal(raw: str, *, country: str, is_international: bool = False) -> str:
    """This will return a number in E.164, or a short or lettered sender as it is, cleaned.

    Networks often leave the + of a whole number out: what is no number at home is tried as one of abroad.
    """
    given = text.ascii_digits(text.clean(raw)).strip()
    digits = given.removeprefix("+")
    if is_international and digits.isdigit() and (found := text.normal_phone(f"+{digits}", country=country)):
        return found
    if found := text.normal_phone(given, country=country):
        return found
    return (text.normal_phone(f"+{given}") if _ABROAD.fullmatch(given) else None) or given[:40]


def identity(number: str) -> tuple[str, str]:
    """This will return the identity a sender is known by: a phone number is one person, a short code a handle."""
    return (PHONE, number) if number.startswith("+") else (HANDLE, f"sms:{number}")


def digits(number: str) -> str:
    """This will return a number as most networks want it: without the +."""
    return number.removeprefix("+")


def national(number: str) -> str:
    """This will return an Iranian number as it is dialled at home (0912…); others with 00."""
    if number.startswith("+98"):
        return f"0{number[3:]}"
    return f"00{number[1:]}" if number.startswith("+") else number
