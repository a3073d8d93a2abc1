"""Whether words keep to the passages they were made from: an answer that does not is thrown away.

What is checked is what can be: every number, amount, address, link and handle, the language, the length, the signs, and
that the telling words of each sentence stand in the passages. It cannot be seen from words alone whether a sentence
turned a passage's sense around; that is left to the choice of model and to its low temperature.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from rafiq.platform import text
from rafiq.platform.search import analysis

LONGEST: Final = 900
KNOWN, KNOWN_OF_SENTENCE = 0.7, 0.5
"""Which share of the telling words must stand in the passages: of a whole answer, and of each of its sentences."""
_LINK: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|tel:)[^\s<>\"'«»()\[\]]+", re.IGNORECASE)
_HOST: Final = re.compile(r"(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?![\w-])", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE: Final = re.compile(r"(?<![\w.])[@#][\w.]{2,}")
_NUMBER: Final = re.compile(r"[A-Za-z]*\d(?:[\d.,:٬٫/\-]*\d)?[A-Za-z]*")
_STEP: Final = re.compile(r"^\s*\d{1,2}[.)\-:]\s+", re.MULTILINE)
_GROUPING: Final = str.maketrans("", "", ",٬")
_MARKUP: Final = re.compile(r"<\s*[a-z/!?]|\]\s*\(|!\[|```|javascript:|\bdata:\w+/|&#|&\w+;", re.IGNORECASE)
_MARKS: Final = re.compile(r"\*\*|__|`|^\s*#{1,6}\s+|^\s*>\s+", re.MULTILINE)
_SENTENCE: Final = re.compile(r"(?<=[.!?؟۔؛])\s+|\n+")
_KEPT: Final = frozenset("\u200c\u200d\u200e\u200f")
_FIGURES: Final = frozenset(
    text.fold(
        "دو سه چهار پنج شش هفت هشت ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده بیست سی چهل پنجاه شصت "
        "هفتاد هشتاد نود صد دویست سیصد چهارصد پانصد هزار میلیون درصد نصف رایگان مجانی "
        "اثنان اثنين ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة تسع عشرة عشر عشرون عشرين "
        "ثلاثون ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين مئة مائة ألف مليون نصف مجانا مجاني بالمئة "
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million percent "
        "half double free"
    ).split()
)  # «نه» is nine, and no


def plain(answer: str) -> str:
    """This will return words without marks of Markdown and without signs that nobody sees (half-spaces stay)."""
    shown = "".join(sign for sign in answer if sign in _KEPT or sign == "\n" or unicodedata.category(sign) != "Cf")
    return text.clean(_MARKS.sub("", shown))


def problem(answer: str, *, given: Sequence[str], language: str) -> str:
    """This will tell why an answer does not keep to the given texts; "" where it does.

    One of: empty, long, markup, language, link, number, words.
    """
    whole = "\n".join(given)
    checks: dict[str, Callable[[], bool]] = {
        "empty": lambda: any(sign.isalnum() for sign in answer),
        "long": lambda: len(answer) <= LONGEST,
        "markup": lambda: is_plain(answer),
        "language": lambda: text.guess_language(answer) in {language, None},
        "link": lambda: addresses(answer) <= addresses(whole),
        "number": lambda: numbers(answer) <= numbers(whole),
        "words": lambda: _is_known(answer, whole, language),
    }
    return next((name for name, holds in checks.items() if not holds()), "")


def addresses(words: str) -> set[str]:
    """This will return the links, hosts, e-mail addresses and handles in a text."""
    shown = words.casefold()
    found = [one for pattern in (_LINK, _HOST, _EMAIL, _HANDLE) for one in pattern.findall(shown)]
    return {one.rstrip(".,;:!?؟،؛/") for one in found}


def numbers(words: str) -> set[str]:
    """This will return the numbers of a text, in digits (of any script) and in words, and codes that have digits.

    Numbers of steps at the beginning of lines say nothing.
    """
    named = _FIGURES.intersection(text.fold(words).split()) | _FIGURES.intersection(analysis.words(words))
    return digits(words) | named


def digits(words: str) -> set[str]:
    """This will return the numbers of a text that are in digits, and codes that have some."""
    found = _NUMBER.findall(_STEP.sub("", text.ascii_digits(words)))
    return {one.translate(_GROUPING).strip(".:/-").casefold() for one in found}


def is_plain(words: str) -> bool:
    """This will test whether words are without markup."""
    return not _MARKUP.search(words)


def _is_known(answer: str, whole: str, language: str) -> bool:
    """Test whether the telling words of an answer, and of each sentence of it, stand in the texts."""
    there = _telling([whole], language)
    told = [found for one in _SENTENCE.split(answer) if (found := _telling([one], language))]
    if not told:
        return False
    if any(len(found & there) < KNOWN_OF_SENTENCE * len(found) for found in told):
        return False
    every = set().union(*told)
    return len(every & there) >= KNOWN * len(every)


def _telling(texts: Iterable[str], language: str) -> set[str]:
    """Return the lemmas that carry the matter; those of the words as one writes them, too."""
    found: set[str] = set()
    for one in texts:
        found.update(analysis.lemmas(one, language))
        found.update(analysis.lemma(word, language) for word in analysis.written(analysis.words(one), language))
    plain = {one for one in found if not any(sign.isdecimal() for sign in one)}  # numbers are checked by themselves
    return plain - analysis.common_lemmas(language)
