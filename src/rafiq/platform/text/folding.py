"""One key for all spellings of the same words.

People type the same word with Arabic or Persian letters, with or without vowel signs, hamza, half-spaces and accents.
`fold` removes those differences; it is for comparing, never for showing.
"""

import unicodedata
from typing import Final

from .digits import TO_ASCII

ZWNJ: Final = "\u200c"

_SAME_LETTER: Final = {
    "ی": "يىېےۍێ",
    "ک": "كڪڬ",
    "ه": "ةہھەۃ",
    "ا": "ٱٲٳٵ",
    "و": "ۆۇۋ",
    "o": "ø",
    "l": "ł",
    "d": "đð",
    "h": "ħ",
    "i": "ı",
    "ae": "æ",
    "oe": "œ",
}
# Marks of Latin, Hebrew and Arabic script. Those of Indic scripts are vowels and stay.
_MARKS: Final = (
    (0x0300, 0x036F),
    (0x0591, 0x05BD),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x08CA, 0x08E1),
    (0x08E3, 0x08FF),
    (0x1AB0, 0x1ACE),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20F0),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)
# Lone hamza, superscript alef, tatweel, soft hyphen, invisible marks of direction and joining, byte order mark.
_UNSEEN: Final = "ء\u0670ـ\u00ad\u034f\u061c\u200b\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"
_OVERRIDES: Final = "\u202a\u202b\u202c\u202d\u202e"


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: None for first, last in _MARKS for code in range(first, last + 1)}
    table |= {ord(sign): None for sign in _UNSEEN + _OVERRIDES}
    table |= {ord(variant): letter for letter, variants in _SAME_LETTER.items() for variant in variants}
    return table | TO_ASCII


_KEEPING_HALF_SPACES: Final = _table()
_FOLDED: Final = {**_KEEPING_HALF_SPACES, ord(ZWNJ): None}


def fold(text: str) -> str:
    """This will return the key under which all spellings of `text` meet; folding twice changes nothing.

    Half-spaces are removed («می‌شود» meets «میشود»); words written apart («می شود») meet them in `search_terms`,
    because joining here would glue unrelated words together. Punctuation stays.
    """
    return " ".join(_folded(text, _FOLDED).split())


def fold_keeping_half_spaces(text: str) -> str:
    """This will fold all but half-spaces and white space, for those who still have to find the words."""
    return _folded(text, _KEEPING_HALF_SPACES)


def _folded(text: str, table: dict[int, str | None]) -> str:
    if text.isascii():
        return text.lower()
    # Decomposing first turns أ إ آ ؤ ئ and é into letter + mark, so one table removes them all.
    bare = unicodedata.normalize("NFKD", text).casefold().translate(table)
    if bare.isascii():
        return bare
    return unicodedata.normalize("NFKC", bare)
