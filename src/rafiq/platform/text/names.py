"""Names of people: their order in a list and the letters on their picture."""

import re
import unicodedata
from typing import Final

from .folding import ZWNJ, fold

_ALEF_MADDA: Final = "\ue000"
# آ is a letter of its own and comes first; و before ه as in Persian dictionaries (Arabic ones have them reversed).
_PERSIAN_ORDER: Final = f"{_ALEF_MADDA}ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_FIRST_PLACE: Final = 0xE100
_PLACES: Final = {ord(letter): chr(_FIRST_PLACE + place) for place, letter in enumerate(_PERSIAN_ORDER)}
_SIGNS: Final = re.compile(f"(?:[^\\w{_ALEF_MADDA}]|_)+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ARTICLE: Final = re.compile(r"^ال(?=\w{3})")
_TITLES_AS_WRITTEN: Final = (
    "mr mrs ms miss dr prof eng آقای آقا خانم دکتر مهندس سرکار جناب سید "
    "السيد السيدة الأستاذ الأستاذة الدكتور الدكتورة المهندس المهندسة الشيخ"
)
_TITLES: Final = frozenset(fold(_TITLES_AS_WRITTEN).split())


def sort_key(name: str) -> str:
    """This will return a string whose byte order (PostgreSQL's collation "C") is the alphabetical order of names.

    Latin names come first, then Persian and Arabic ones in the order of the Persian alphabet. Signs and half-spaces
    do not count; spaces do ("Ali Reza" before "Alireza").
    """
    marked = unicodedata.normalize("NFC", name).replace("آ", _ALEF_MADDA)
    return _SIGNS.sub(" ", fold(marked)).strip().translate(_PLACES)


def initials(name: str) -> str:
    """This will return one or two letters that stand for a name, empty when it has no letter.

    Titles (Dr, مهندس, السيدة) do not count. Letters of Arabic script are kept apart by a half-space.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", name).replace(ZWNJ, ""))
    own = [word for word in words if fold(word) not in _TITLES] or words
    if not own:
        return ""
    letters = [_ARTICLE.sub("", word)[0].upper()[0] for word in own[:: max(len(own) - 1, 1)]]
    is_joining = all(unicodedata.bidirectional(letter) == "AL" for letter in letters)
    return (ZWNJ if is_joining else "").join(letters)
