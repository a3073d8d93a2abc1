"""Which way a text runs and in which language it seems to be."""

import re
import unicodedata
from typing import Final, Literal

from .folding import fold

type Direction = Literal["rtl", "ltr"]
type Language = Literal["fa", "ar", "en"]

_RTL_LANGUAGES: Final = frozenset({"fa", "ar", "he", "ur", "ku", "ps"})
_STRONG: Final[dict[str, Direction]] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
# Enough to meet the first letter; a text that begins with more signs than this has none worth looking for.
_LOOKED_AT: Final = 2_000

_ARABIC_SCRIPT: Final = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_LATIN_SCRIPT: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_PERSIAN_LETTER: Final = re.compile("[پچژگ]")
_PERSIAN_KEYBOARD: Final = re.compile("[یک]|می\u200c")
_ARABIC_LETTER: Final = re.compile("[ةأإؤ]|\\bال\\w{2}")
# Weak evidence, counted once: many Persian keyboards have these, too.
_ARABIC_KEYBOARD: Final = re.compile("[يىك]")
_OTHER_LETTER: Final = re.compile("[ٹڈڑںےۓڕڵۆێېڼښ]")


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


# Words that both languages have ("من", "سلام", "با") prove nothing and stand in neither list.
_PERSIAN_WORDS: Final = _words(
    "از به که در را این است برای آن هم چرا کی چی شما هست نیست شد شده کرد کنم کنید لطفا ممنون مرسی خیلی باید میشه "
    "دارم ندارم بود خواهش هنوز سفارش تا ولی چند کجا الو بله نه خوب"
)
_ARABIC_WORDS: Final = _words(
    "في على إلى هذا هذه هل لا لم لن عن أن إن كان التي الذي مع أنا أنت نحن متى كيف لماذا أين شكرا مرحبا السلام عليكم "
    "أريد لقد قد كل لكن ليس عندي طلبي تم حتى لو شو وين بدي"
)
_ENGLISH_WORDS: Final = _words(
    "the a an is are was i you my me it we to of and for in on not have has do does can could would please thanks "
    "hello hi hey when where why what how order your this that with yes no ok"
)
_FINGLISH_WORDS: Final = _words(
    "salam mersi mamnoon mamnun kheili kheyli chera nist ast hast mikham mishe nemishe kojast koja sefaresh sefaresham "
    "lotfan baraye shoma hanooz nareside daram nadaram khob agha khanom"
)
_WORD: Final = re.compile(r"\w+")


def direction(text: str, *, default: Direction = "ltr") -> Direction:
    """This will return the direction of the first letter that has one, else `default`."""
    for sign in text[:_LOOKED_AT]:
        if found := _STRONG.get(unicodedata.bidirectional(sign)):
            return found
    return default


def language_direction(language: str) -> Direction:
    """This will return the direction in which a language is written."""
    return "rtl" if language[:2] in _RTL_LANGUAGES else "ltr"


def guess_language(text: str) -> Language | None:
    """This will guess Persian, Arabic or English by letters and common words, None when it cannot tell.

    A guess for routing and greeting, not a classifier. Persian in Latin letters ("salam, sefaresham nareside") is fa.
    """
    text = text[:_LOOKED_AT]
    arabic, latin = len(_ARABIC_SCRIPT.findall(text)), len(_LATIN_SCRIPT.findall(text))
    if arabic >= latin:
        return _persian_or_arabic(text) if arabic else None
    return _english_or_finglish(text)


def _persian_or_arabic(text: str) -> Language | None:
    if _OTHER_LETTER.search(text):
        return None
    words = set(_WORD.findall(fold(text)))
    persian = 3 * len(_PERSIAN_LETTER.findall(text)) + 2 * len(words & _PERSIAN_WORDS)
    persian += bool(_PERSIAN_KEYBOARD.search(text))
    arabic = len(_ARABIC_LETTER.findall(text)) + 2 * len(words & _ARABIC_WORDS)
    arabic += bool(_ARABIC_KEYBOARD.search(text))
    if persian == arabic:
        return None
    return "fa" if persian > arabic else "ar"


def _english_or_finglish(text: str) -> Language | None:
    words = set(_WORD.findall(text.casefold()))
    english, finglish = len(words & _ENGLISH_WORDS), len(words & _FINGLISH_WORDS)
    if english or finglish:
        return "fa" if finglish > english else "en"
    return "en" if text.isascii() else None
