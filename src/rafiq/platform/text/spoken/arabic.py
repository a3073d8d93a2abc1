"""Spoken Arabic turned into the standard written one, as far as finding an article and comparing sentences need it.

Words are folded on the way in and out (`to_written`); `rewrite` keeps the letters of what it does not change.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from rafiq.platform.text.folding import fold
from rafiq.platform.text.stemming import arabic as stemming

from . import arabic_affixes as affixes
from . import arabic_lexicon

_WORD: Final = re.compile(r"[^\W_]+")
_READ: Final = 4_000
_TO_ARABIC_LETTERS: Final = str.maketrans("یک", "يك")
_LONGEST_WORD: Final = 24
_AND: Final = frozenset("وف")
_NOT: Final = frozenset(fold("مو مش مب موب").split())
_DIALECT_NOT: Final = fold("ما")

_PERSONS: Final = frozenset("یتنا")
# «قبل ما یتجدد»: before it renews; this ما denies nothing.
_BEFORE_A_CLAUSE: Final = frozenset(fold("قبل بعد كل مثل متل زي بدل أول وقت").split())
_TO_US: Final = re.compile(r"(ت?)و(لي|لنا)$")
# What these do is said of things ("ما وصلت": it has not arrived); other verbs of customers, of themselves.
_OF_THINGS: Final = frozenset(fold("وصل عمل فتح فعل ظهر رجع نزل عطل نهي شغل خلص وقف جاء طلع غلق").split())


@dataclass(slots=True)
class _Tables:
    phrases: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    nouns: dict[str, str] = field(default_factory=dict)
    past: dict[str, tuple[str, str]] = field(default_factory=dict)
    present: dict[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    longest: int = 1


@cache
def _tables() -> _Tables:
    tables = _Tables(dropped=frozenset(fold(arabic_lexicon.DROPPED).split()))
    for standard, spoken in _entries(arabic_lexicon.PHRASES):
        for phrase in spoken:
            tables.phrases.setdefault(tuple(phrase.split()), standard.split())
    for standard, spoken in _entries(arabic_lexicon.NOUNS):
        for name in spoken:
            _learn_noun(tables, name, standard)
    for standard, spoken in _entries(arabic_lexicon.VERBS):
        past, present = standard.split()
        for stem in spoken[0].split():
            weak = {stem[:-1] + ending for ending in ("و", "وا", "ت")} if stem[-1] == "ی" else set()
            tables.past |= dict.fromkeys((stem, *weak), (past, present))
        tables.present |= dict.fromkeys(spoken[1].split(), present)
    tables.longest = max(map(len, tables.phrases))
    return tables


def _entries(lines: str) -> Iterator[tuple[str, list[str]]]:
    for line in lines.splitlines():
        standard, spoken = line.split(" = ")
        folded = (" ".join(_WORD.findall(fold(phrase))) for phrase in spoken.split("|"))
        yield standard.strip(), [phrase for phrase in folded if phrase]


def _learn_noun(tables: _Tables, name: str, standard: str) -> None:
    first, *others = name.split()
    if not others:
        tables.nouns.setdefault(first, standard)
        return
    tables.phrases.setdefault((first, *others), standard.split())
    tables.phrases.setdefault((fold("ال") + first, *others), ("ال" + standard).split())


def to_written(words: Sequence[str]) -> list[str]:
    """This will return folded dialect words as folded standard ones: «وین», «طلبیتی» give «این», «طلبی».

    Phrases first, the longest, then words with what hangs on them. Owners' particles and fillings disappear, unless
    nothing would be left.
    """
    written = [word for _, _, found in _turned(words) for word in fold(" ".join(found)).split()]
    return written or list(words)


def rewrite(text: str) -> str:
    """This will return a spoken sentence in standard Arabic, for comparing it with written ones by meaning.

    «وين طلبيتي؟ لسه ما وصلتش» gives «أين طلبي؟ مازال لم يصل». What it does not change keeps its letters and signs.
    """
    text = text[:_READ]
    places = list(_WORD.finditer(text))
    words = [fold(place[0]).replace(" ", "") for place in places]
    parts: list[str] = []
    for start, end, found in _turned(words):
        is_kept = end == start + 1 and found == [_natural(words[start])]
        gap = text[places[end - 1].end() : places[end].start() if end < len(places) else len(text)]
        parts.append((places[start][0] if is_kept else " ".join(found)) + gap)
    return " ".join("".join(parts).split()) or text.strip()


def _turned(words: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
    """Each stretch of words as (first, one after the last, what is written instead)."""
    start = 0
    while start < len(words):
        end, found = _phrase(words, start) or _negated(words, start) or (start + 1, list(_word(words[start])))
        yield start, end, found
        start = end


def _phrase(words: Sequence[str], start: int) -> tuple[int, list[str]] | None:
    tables = _tables()
    for end in range(min(len(words), start + tables.longest), start, -1):
        stretch = tuple(words[start:end])
        if found := tables.phrases.get(stretch):
            is_negation = end == start + 1 and stretch[0] in _NOT and end < len(words) and _present(words[end])
            return end, ["لا"] if is_negation else found
        first = stretch[0]
        is_joined = first[:1] in _AND and len(first) > 2 and not stemming.is_known(first)
        if is_joined and (found := tables.phrases.get((first[1:], *stretch[1:]))):
            return end, [_natural(first[0]) + found[0], *found[1:]]
    return None


def _negated(words: Sequence[str], start: int) -> tuple[int, list[str]] | None:
    """The spoken «ما وصلش», «مابیفتح» as «لم یصل», «لا یفتح»."""
    word = words[start]
    if word == _DIALECT_NOT and start + 1 < len(words):
        if start and words[start - 1] in _BEFORE_A_CLAUSE:
            return None
        # «ما تکلفه …» asks what the cost is; it denies nothing.
        found = None if stemming.is_noun(words[start + 1]) else _denied(words[start + 1])
        return (start + 2, found) if found else None
    for before in (_DIALECT_NOT, "م"):
        core = word.removeprefix(before)
        is_denial = core != word and len(core) > 2 and (before == _DIALECT_NOT or word.endswith("ش"))
        if is_denial and not stemming.is_noun(word) and (found := _denied(core)):
            return start + 1, found
    return None


@lru_cache(maxsize=4_096)
def _denied(verb: str) -> list[str] | None:
    core = verb.removesuffix("ش") if len(verb) > 3 else verb
    for candidate in dict.fromkeys((core, verb)):
        if present := _present(candidate):
            return ["لا", present]
        if jussive := _denied_past(candidate):
            return ["لم", jussive]
    return None


def _denied_past(word: str) -> str | None:
    for end in range(len(word), 1, -1):
        stem, after = word[:end], word[end:]
        if after not in affixes.AFTER_PAST:
            continue
        spoken = _tables().past.get(stem)
        present = spoken[1] if spoken else stemming.present_of(stem)
        if present:
            return _person(stem, after) + _natural(present) + _rest(after)
    return None


def _person(stem: str, after: str) -> str:
    if after.startswith("نا"):
        return "ن"
    if after[:1] == "ت" or after[:2] == "یت":
        is_thing = stemming.lemma(stem) in _OF_THINGS or len(after) > 1
        return "ت" if is_thing or after.startswith(("تو", "تم")) else "أ"
    return "ي"


def _rest(after: str) -> str:
    if after in {"ت", "یت", "تی", "نا", "ینا", ""}:
        return ""
    if after in {"و", "وا", "تو", "توا", "تم", "یتو", "یتوا"}:
        return "وا"
    return _natural(after[1:] if after[0] == "ت" else after)


@lru_cache(maxsize=32_768)
def _word(word: str) -> tuple[str, ...]:
    if len(word) > _LONGEST_WORD or (not "ا" <= word[:1] <= "گ" and word[:1] != "ی"):
        return (_natural(word),)
    if word in _tables().dropped:
        return ()
    found = _noun(word) or _verb(word) or _onto(word) or _natural(word)
    return tuple(found.split())


def _noun(word: str) -> str | None:
    nouns = _tables().nouns
    if stemming.is_noun(word) and word not in nouns:
        return None
    for start in range(min(4, len(word) - 1)):
        before = affixes.BEFORE_NOUN.get(word[:start])
        if before is None:
            continue
        for end in range(len(word), max(start + 1, len(word) - 4), -1):
            after = affixes.AFTER_NOUN.get(word[end:])
            if after is None or (end - start < 3 and start + len(word) - end > 0 and "ال" not in before):
                continue
            stem = word[start:end]
            standard = nouns.get(stem) or (nouns.get(stem + "ه") if word[end : end + 1] == "ت" else None)
            if standard:
                return before + _owned(_definite(standard) if "ال" in before else standard, after)
    return None


def _definite(noun: str) -> str:
    first, *others = noun.split()
    return " ".join([first, *(other if other.startswith("ال") else f"ال{other}" for other in others)])


def _owned(noun: str, after: str) -> str:
    first, _, others = noun.partition(" ")
    if after and first.endswith("ة"):
        first = first[:-1] + "ت"
    return f"{first}{after} {others}".strip() if after else noun


def _ended(after: str) -> str:
    """The endings of «دزیت», «جبتولی», put as of أرسلت, أحضرتوا لي."""
    plain = after[1:] if after.startswith(("یت", "ین")) else after
    return _TO_US.sub(r"\1وا \2", _natural(plain))


def _onto(word: str) -> str | None:
    """The spoken ع of «عحسابی», for على."""
    is_joined = word[0] == "ع" and not stemming.is_known(word) and stemming.is_known(word[1:])
    return f"على {_natural(word[1:])}" if is_joined else None


def _verb(word: str) -> str | None:
    if present := _present(word):
        return present
    past = _tables().past
    if stemming.is_noun(word) and word not in past:
        return None
    for start in (0, 1):
        if start and word[0] not in _AND:
            break
        for end in range(len(word), start + 1, -1):
            if word[end:] in affixes.AFTER_PAST and (found := past.get(word[start:end])):
                return _natural(word[:start]) + found[0] + _ended(word[end:])
    return None


@lru_cache(maxsize=8_192)
def _present(word: str) -> str | None:
    """A present-tense verb without what dialects put before it; None for other words."""
    if stemming.is_noun(word) or (word.startswith("ان") and stemming.present_of(word)):
        return None
    for start in range(min(4, len(word) - 2)):
        before, rest = word[:start], word[start:]
        if (before and before not in affixes.BEFORE_PRESENT) or len(rest) < 3:
            continue
        if rest[0] in _PERSONS and (stem := _present_stem(rest[1:])):
            if rest.startswith("ال") and (stemming.is_known(rest[2:]) or len(stem) < 3):
                continue
            return ("أ" if rest[0] == "ا" else _natural(rest[0])) + stem
        if before and before in "بحه" and len(rest) > 3 and (stem := _present_stem(rest)):
            return "أ" + stem
    return None


def _present_stem(rest: str) -> str | None:
    spoken = _tables().present
    for end in range(len(rest), 1, -1):
        stem, after = rest[:end], rest[end:]
        if after not in affixes.AFTER_PRESENT:
            continue
        if found := spoken.get(stem):
            return found + _TO_US.sub(r"\1وا \2", _natural(after))
        if stemming.is_present(stem):
            return _natural(stem + after)
    return None


def _natural(folded: str) -> str:
    return folded.translate(_TO_ARABIC_LETTERS)
