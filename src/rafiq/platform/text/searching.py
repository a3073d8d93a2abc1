"""The words under which a text is found.

The index and the query speak the same language: folded words, plus the other forms in which people write them.
Made for `array_to_tsvector(search_terms(text))` in PostgreSQL, which has no Persian and needs no position.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from .addresses import normal_phone
from .folding import ZWNJ, fold_keeping_half_spaces

MAX_WORD: Final = 64
"""Characters of a word that count; longer ones are cut (PostgreSQL allows 2,046 bytes)."""
MAX_TERMS: Final = 1_000
"""Distinct terms indexed for one text."""
MAX_QUERY_WORDS: Final = 12
# A text is read so far: beyond it there is hardly a new word, and one ligature may unfold into 18 letters.
_READ: Final = 40_000
_READ_OF_QUERY: Final = 1_000

# A phone number or grouped number with its separators | words, which may hang together by one joiner at a time
# (half-space, apostrophe, e-mail, code, decimal, date).
_TOKEN: Final = re.compile(
    r"(?<![^\W_])\+?\(?\d[\d\-() ]{5,18}\d(?![^\W_])"
    r"|[^\W_]+(?:(?:[\u200c'’.@_+\-]|(?<=\d)[,٬٫/:](?=\d))[^\W_]+)*"
)
_PART: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"[\d+() \-]+")
_SHORTEST_PHONE: Final = 7
_NOT_A_DIGIT: Final = re.compile(r"\D+")
_JOINED_AWAY: Final = str.maketrans("", "", f"{ZWNJ}'’,٬")
# Persian endings and beginnings that people write joined, with a half-space, or apart.
_LEADING: Final = frozenset({"می", "نمی", "بی"})
_TRAILING: Final = frozenset(
    {"ها", "های", "هایی", "هایم", "هایت", "هایش", "تر", "ترین", "ام", "ات", "اش", "ای", "اند", "ایم", "اید"}
)
_AFFIXES: Final = _LEADING | _TRAILING
# Arabic article with the particles written onto it; Persian plural; English plural.
_AFFIXED: Final = re.compile(
    r"(?:[وفبک]?ال|لل)(?P<ar>\w{3,})|(?P<fa>\w{3,}?)(?:ها|های|هایی)|(?P<en>[a-z]{2,}[a-rtv-z])s"
)


def search_terms(text: str, *, limit: int = MAX_TERMS) -> list[str]:
    """This will return the distinct terms to index for `text`, at most `limit`, in order of appearance.

    Half-space words, e-mails, codes, dates and phone numbers are indexed whole and by their parts; detached Persian
    affixes («می شود») also joined; words with an article or plural ending also without it.
    """
    words: list[str] = _TOKEN.findall(fold_keeping_half_spaces(text[:_READ]))
    terms: dict[str, None] = {}
    for forms in map(_forms, words) if _AFFIXES.isdisjoint(words) else map(_indexed, _tokens(words)):
        terms.update(forms)
        if len(terms) >= limit:
            break
    return list(terms)[:limit]


def query_terms(text: str, *, limit: int = MAX_QUERY_WORDS) -> list[list[str]]:
    """This will return, for each word of a query, the terms any of which may match; all words must match.

    «می‌شود» gives `[["میشود", "می"], ["میشود", "شود"]]`: the whole, or all its parts.
    """
    groups: dict[tuple[str, ...], None] = {}
    words: list[str] = _TOKEN.findall(fold_keeping_half_spaces(text[:_READ_OF_QUERY]))
    for wholes, parts in _tokens(words):
        for word in parts or wholes:
            forms = dict.fromkeys((*wholes, word) if parts else (word,))
            for form in tuple(forms):
                if affixed := _AFFIXED.fullmatch(form):
                    forms[affixed[affixed.lastindex or 0]] = None
            groups[tuple(forms)] = None
    return [list(group) for group in list(groups)[:limit]]


type _Token = tuple[tuple[str, ...], tuple[str, ...]]


def _forms(word: str) -> dict[str, None]:
    """What a word that stands alone is indexed under. People use few words, again and again: those are remembered."""
    return _remembered_forms(word) if len(word) <= MAX_WORD else _indexed(_token(word))


@lru_cache(maxsize=4096)
def _remembered_forms(word: str) -> dict[str, None]:
    return _indexed(_token(word))


def _indexed(token: _Token) -> dict[str, None]:
    wholes, parts = token
    forms: dict[str, None] = {}
    for word in (*wholes, *parts):
        forms[word] = None
        if affixed := _AFFIXED.fullmatch(word):
            forms[affixed[affixed.lastindex or 0]] = None
    return forms


def _tokens(words: list[str]) -> Iterator[_Token]:
    """Each token as (whole forms, parts); a plain word is one whole without parts."""
    skip = False
    for word, after in pairwise([*words, ""]):
        if skip:
            skip = False
        elif (word in _LEADING or after in _TRAILING) and word.isalpha() and after.isalpha():
            skip = True
            yield (_cut(word + after),), (_cut(word), after)
        else:
            yield _token(word)


def _token(word: str) -> _Token:
    return ((_cut(word),), ()) if word.isalpha() else _taken_apart(word)


def _taken_apart(word: str) -> _Token:
    parts = tuple(dict.fromkeys(_cut(part) for part in _PART.findall(word)))
    if _NUMBER.fullmatch(word):
        digits = _NOT_A_DIGIT.sub("", word)[:MAX_WORD]
        phone = normal_phone(word) if len(digits) >= _SHORTEST_PHONE else None
        wholes = (digits, phone[1:]) if phone and phone[1:] != digits else (digits,)
    else:
        wholes = (_cut(word.translate(_JOINED_AWAY)),)
    return wholes, parts if len(parts) > 1 else ()


def _cut(word: str) -> str:
    return word[:MAX_WORD]
