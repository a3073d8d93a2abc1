"""The words under which a text is found.

The index and the query speak the same language: folded words, plus the other forms in which people write them, plus
the dictionary forms of inflected and spoken ones (`lemmas`): «سفارشامون» and «سفارش‌هایم» are found as «سفارش».
Made for `array_to_tsvector(search_terms(text))` in PostgreSQL, which has no Persian and needs no position.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from .addresses import normal_phone
from .folding import ZWNJ, fold_keeping_half_spaces
from .lemmas import languages_of, lemmas_of

TERMS_VERSION: Final = 2
"""Which terms `search_terms` returns: it grows when they change, so that what is stored can be read anew."""
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
    affixes («می شود») also joined; words with an article or plural ending also without it, and all in their dictionary
    form.
    """
    read = text[:_READ]
    languages = languages_of(read)
    words: list[str] = _TOKEN.findall(fold_keeping_half_spaces(read))
    terms: dict[str, None] = {}
    for forms in _alone(words, languages) if _AFFIXES.isdisjoint(words) else _together(words, languages):
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
            for whole in wholes:
                forms |= dict.fromkeys(lemmas_of(whole))
            groups[tuple(forms)] = None
    return [list(group) for group in list(groups)[:limit]]


type _Token = tuple[tuple[str, ...], tuple[str, ...]]


def _alone(words: list[str], languages: str) -> Iterator[dict[str, None]]:
    """What words that stand alone are indexed under. People use few, again and again: those are remembered."""
    for word in words:
        yield _remembered_forms(word, languages) if len(word) <= MAX_WORD else _indexed(_token(word), languages)


def _together(words: list[str], languages: str) -> Iterator[dict[str, None]]:
    for token in _tokens(words):
        wholes, parts = token
        if not parts and len(wholes) == 1 and wholes[0].isalpha():
            yield _remembered_forms(wholes[0], languages)
        else:
            yield _indexed(token, languages)


@lru_cache(maxsize=16_384)
def _remembered_forms(word: str, languages: str) -> dict[str, None]:
    return _indexed(_token(word), languages)


def _indexed(token: _Token, languages: str) -> dict[str, None]:
    wholes, parts = token
    forms: dict[str, None] = {}
    for word in (*wholes, *parts):
        forms[word] = None
        if affixed := _AFFIXED.fullmatch(word):
            forms[affixed[affixed.lastindex or 0]] = None
    for whole in wholes:
        forms |= dict.fromkeys(lemmas_of(whole, languages))
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
