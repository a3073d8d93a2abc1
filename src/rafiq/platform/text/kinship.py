"""One name, however it is written: in Persian, Arabic or Latin letters, by ear, with a slip of the finger.

`name_key` is for finding: the consonants that both scripts write, so that an index can look for "محمد رضایی" and find
"Mohammad Rezaei". It is coarse (حسن and حسین meet). `names_meet` then looks closely: a word in Arabic script is read
letter by letter, each letter standing for the Latin spellings that people use for it (after the romanisations of
UNGEGN and ALA-LC, and what chat users do with digits), short vowels free, long ones not.
"""

import re
from functools import lru_cache
from typing import Final

from .folding import ZWNJ, fold
from .names import _TITLES

# The consonants a key is made of. q stands for kh, w for sh and ch; g and k, b and p, j and zh are not told apart.
_CONSONANTS: Final = {
    **dict.fromkeys("بپ", "b"), **dict.fromkeys("تط", "t"), **dict.fromkeys("ثسص", "s"), **dict.fromkeys("ذزضظ", "z"),
    **dict.fromkeys("غقگک", "g"), **dict.fromkeys("حه", "h"), **dict.fromkeys("جژ", "j"), **dict.fromkeys("شچ", "w"),
    "خ": "q", "د": "d", "ر": "r", "ف": "f", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
_LATIN_PAIRS: Final = (
    ("q", "g"), ("w", "v"), ("kh", "q"), ("sh", "w"), ("tch", "w"), ("ch", "w"), ("gh", "g"), ("zh", "j"), ("dj", "j"),
    ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("x", "ks"),
    ("p", "b"), ("k", "g"),
)  # fmt: skip
_LATIN_CONSONANTS: Final = frozenset("bdfghjlmnqrstwz")
# Digits that stand for Arabic letters in chat: 3ali, 7amid, 5aled, A7mad.
_CHAT_DIGITS: Final = str.maketrans({"2": "a", "3": "a", "5": "kh", "7": "h", "8": "gh", "9": "s"})
_LETTERS: Final = re.compile(r"(?:[^\W\d_]|[235789](?=[a-z])|(?<=[a-z])[235789])+")
_ARTICLE: Final = re.compile(r"^ال(?=\w{3})|^(?:al|el)(?=[bcdfghjklmnpqrstvwxyz]\w{2})")
_PARTICLES: Final = frozenset({"al", "el", "bin", "ibn", "bint", "ben", "بن", "ابن", "بنت", "ال"})
_SERVANT: Final = frozenset({"عبد", "abd", "abdul", "abdol", "abdel", "abdal"})
_ARABIC: Final = re.compile("[\u0620-\u06d3]")
# A yeh without dots at the end of a word is an alef in Arabic and a yeh in Egypt: it stays apart, as this letter.
_EITHER: Final = "ڡ"
_ENDING_ALEF: Final = re.compile(r"ى(?!\w)")

# What each letter of Arabic script is written as in Latin, by Persians and Arabs, English and French.
_A: Final = "(?:aa|a|o|e|i|u)"
_SPELLED: Final = {
    "ا": "(?:aa|a|o|e)?", "ع": "(?:aa|a|e|i|o|u)?", "ب": "(?:b|p)", "پ": "p", "ت": "t", "ط": "t",
    "ث": "(?:s|th)", "س": "s", "ص": "s", "ج": "(?:j|dj|g)", "چ": "(?:ch|tch)", "ح": "h", "خ": "(?:kh|x)",
    "د": "d", "ذ": "(?:z|dh|th)", "ز": "z", "ض": "(?:z|d|dh)", "ظ": "(?:z|dh)", "ر": "r", "ژ": "(?:zh|j|z)",
    "ش": "(?:sh|ch)", "غ": "(?:gh|q|g)", "ق": "(?:gh|q|g|k)", "ف": "(?:f|ph|v)", "ک": "(?:k|c|ck|q)", "گ": "g",
    "ل": "l", "م": "m", "ن": "n", "و": "(?:[aeiou]?v|[aeiou]?w|ou|oo|o|u)", "ه": "h",
    "ی": "(?:y|i|ee|ei|ai|ey|ay|ie|e)",
    _EITHER: "(?:aa|a|y|i|ee|ei)",
}  # fmt: skip
_AT_END: Final = {"ه": "(?:[ea]h?|h)?", "ح": "h?", "ی": "(?:y|i|ee|ei|ai|ey|ie|yi)"}
_SHORT: Final = "(?:a|e|i|o|u|ou)?"
_NEAR: Final = 6
"""Letters a word must have for one wrong letter to be a slip and not another name."""

SAME: Final = 1.0
OTHER_SCRIPT: Final = 0.95
OTHER_SPELLING: Final = 0.85
SLIP: Final = 0.7
_COARSE: Final = 0.3


def name_key(name: str) -> str:
    """This will return the key under which all writings of a name meet, in any order of its words.

    Empty where it has no letters. Coarse: `names_meet` says who is really meant.
    """
    return " ".join(sorted(filter(None, map(_skeleton, _words(name)))))[:200]


def names_meet(one: str, other: str) -> float:
    """This will tell how surely two writings are one name: 1 the same, 0 not at all.

    Less than 1 in another script, another spelling, or with a slip of the finger (OTHER_SCRIPT, OTHER_SPELLING, SLIP).
    Words are matched in any order; all must have their partner.
    """
    mine, theirs = _words(one), _words(other)
    if not mine or len(mine) != len(theirs):
        return 0.0
    closeness, left = SAME, list(theirs)
    for word in mine:
        found, partner = max(
            ((_words_meet(word, candidate), candidate) for candidate in left), key=lambda pair: pair[0]
        )
        closeness = min(closeness, found)
        left.remove(partner)
    return closeness if closeness > _COARSE else 0.0


def _words(name: str) -> list[str]:
    """The words of a name that carry it: no titles, no articles, "عبد" joined with what it serves."""
    marked = _ENDING_ALEF.sub(_EITHER, name.replace(f"ه{ZWNJ}", "").replace(ZWNJ, "").replace("'", ""))
    found = [word for word in _LETTERS.findall(fold(marked).replace("-", " ")) if word not in _TITLES]
    joined: list[str] = []
    for word in found[:8]:
        if joined and joined[-1] in _SERVANT:
            joined[-1] += word
        elif word not in _PARTICLES or len(found) == 1:
            joined.append(word)
    return [_ARTICLE.sub("", word) for word in joined]


@lru_cache(maxsize=8192)
def _skeleton(word: str) -> str:
    if _ARABIC.search(word):
        begins = {"و": "v", "ی": "y"}.get(word[0], "a" if word[0] in "اعڡ" else "")
        letters = "".join(_CONSONANTS.get(letter, "") for letter in _undoubled(word))
        return begins + _unheard(letters, is_last=word[-1] in "هح")
    plain = word.translate(_CHAT_DIGITS)
    for pair, single in _LATIN_PAIRS:
        plain = plain.replace(pair, single)
    begins = plain[0] if plain[0] in "vy" else "a" if plain[0] in "aeiou" else ""
    letters = "".join(letter for letter in _undoubled(plain) if letter in _LATIN_CONSONANTS)
    return begins + _unheard(letters, is_last=plain[-1] == "h")


def _unheard(letters: str, *, is_last: bool) -> str:
    """An h at the end is written by some and heard by nobody."""
    return letters[:-1] if is_last and len(letters) > 1 else letters


@lru_cache(maxsize=8192)
def _words_meet(one: str, other: str) -> float:
    arabic, latin = bool(_ARABIC.search(one)), bool(_ARABIC.search(other))
    if arabic != latin:
        written, sounded = (one, other) if arabic else (other, one)
        return OTHER_SCRIPT if _reading(written).fullmatch(_undoubled(sounded.translate(_CHAT_DIGITS))) else 0.0
    if one.replace(_EITHER, "ی") == other.replace(_EITHER, "ی"):
        return SAME
    if not arabic and _sound(one) == _sound(other):
        return OTHER_SPELLING
    return SLIP if min(len(one), len(other)) >= _NEAR and _is_a_slip(one, other) else 0.0


@lru_cache(maxsize=8192)
def _reading(word: str) -> re.Pattern[str]:
    """The pattern of every Latin spelling of a word in Arabic script; a long vowel has no short one before it."""
    letters = _undoubled(word)
    parts = [
        (_A + "?" * (letters[1:2] in {"ی", "و"}))
        if letters[0] in "اع"
        else _SPELLED.get(letters[0], re.escape(letters[0]))
    ]
    for place, letter in enumerate(letters[1:], 2):
        spelled = _AT_END.get(letter) if place == len(letters) else None
        is_free = letter not in "اویڡ" and not (letter == "ه" and spelled)
        parts.append((_SHORT if is_free else "") + (spelled or _SPELLED.get(letter, re.escape(letter))))
    return re.compile("".join(parts) + "e?")


def _undoubled(word: str) -> str:
    return re.sub(r"([^aeiou])\1+", r"\1", word)


@lru_cache(maxsize=8192)
def _sound(word: str) -> str:
    """How a Latin word sounds: doubled letters once, o and u one, e and a one, "ei" an i."""
    sounded = word.translate(_CHAT_DIGITS)
    for pair, single in (*_LATIN_PAIRS[:-2], ("u", "o")):
        sounded = sounded.replace(pair, single)
    return _undoubled(re.sub("[ae]*[iy]+[aeiy]*|ee", "i", sounded)).replace("e", "a").rstrip("h").replace("oo", "o")


def _is_a_slip(one: str, other: str) -> bool:
    """Test whether one letter inside, more, less, other, or two changed about make one of the other.

    Never the first, which people look at, nor the last, which makes another name: Samir, Samira.
    """
    if one[0] != other[0] or one[-1] != other[-1]:
        return _is_swapped(one, other)
    if len(one) > len(other):
        one, other = other, one
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    if len(one) < len(other):
        return one[same:] == other[same + 1 :]
    return one[same + 1 :] == other[same + 1 :] or _is_swapped(one, other)


def _is_swapped(one: str, other: str) -> bool:
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    return one[:same] + one[same + 1 : same + 2] + one[same : same + 1] + one[same + 2 :] == other
