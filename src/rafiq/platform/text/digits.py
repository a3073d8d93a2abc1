"""Digits and numbers in the three languages.

Signs and separators are those of Unicode CLDR for `fa`, `ar` (Arabic-Indic digits) and `en`.
"""

from decimal import Decimal
from typing import Final

LATIN: Final = "0123456789"
PERSIAN: Final = "۰۱۲۳۴۵۶۷۸۹"
ARABIC: Final = "٠١٢٣٤٥٦٧٨٩"
# Keyboards of South Asian visitors of the Gulf; read, never written.
_DEVANAGARI: Final = "०१२३४५६७८९"
_BENGALI: Final = "০১২৩৪৫৬৭৮৯"
_FULLWIDTH: Final = "０１２３４５６７８９"

TO_ASCII: Final[dict[int, str]] = {
    ord(digit): str(value)
    for script in (PERSIAN, ARABIC, _DEVANAGARI, _BENGALI, _FULLWIDTH)
    for value, digit in enumerate(script)
}
_WRITTEN: Final = {"fa": str.maketrans(LATIN, PERSIAN), "ar": str.maketrans(LATIN, ARABIC)}
_GROUP: Final = {"fa": "٬", "ar": "٬"}
_POINT: Final = {"fa": "٫", "ar": "٫"}
# The mark before the sign keeps it on the left of the number inside right-to-left text.
_MINUS: Final = {"fa": "\u200e\u2212", "ar": "\u061c-"}
_PERCENT: Final = {"fa": "٪", "ar": "٪\u061c"}


def ascii_digits(text: str) -> str:
    """This will write every digit of `text`, whatever its script, as 0 to 9."""
    return text if text.isascii() else text.translate(TO_ASCII)


def digits(text: object, *, language: str) -> str:
    """This will write `text` with the digits of `language` (fa ۰۱۲, ar ٠١٢, others 012)."""
    plain = ascii_digits(str(text))
    table = _WRITTEN.get(language[:2])
    return plain.translate(table) if table else plain


def number(value: float | Decimal, *, language: str, decimals: int | None = None) -> str:
    """This will write a number with grouped thousands, in the digits and signs of `language`.

    Without `decimals` the number keeps what it has (at most six places, no trailing zeros).
    """
    exact = Decimal(str(value))
    if not exact.is_finite():
        return "—"
    plain = _trimmed(f"{abs(exact):,.6f}") if decimals is None else f"{abs(exact):,.{decimals}f}"
    key = language[:2]
    sign = _MINUS.get(key, "-") if exact < 0 and plain.strip("0,.") else ""
    marks = str.maketrans({",": _GROUP.get(key, ","), ".": _POINT.get(key, ".")})
    return sign + digits(plain.translate(marks), language=language)


def percent(share: float | Decimal, *, language: str, decimals: int = 0) -> str:
    """This will write a share of one (0.25) as a percentage (25%, ۲۵٪, ٢٥٪)."""
    written = number(Decimal(str(share)) * 100, language=language, decimals=decimals)
    return written + _PERCENT.get(language[:2], "%")


def _trimmed(plain: str) -> str:
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
