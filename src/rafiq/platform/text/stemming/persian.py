"""The dictionary form of a Persian word.

Verbs are looked up in a table of all their forms, nouns lose their endings. The shortest ending wins that leaves a word
of the dictionary; an unknown word is cut only where enough of it is left. What a stemmer gains in Persian is mostly
this light treatment (Taghva, Beckley, Sadeh, "A stemming algorithm for the Farsi language", ITCC 2005).
"""

from collections.abc import Container
from functools import lru_cache
from typing import Final

from ._persian_verbs import clitic_of, verb_forms
from ._persian_words import adjectives, function_words, same_words, spoken_words, words

_SHORTEST: Final = 3
_LONGEST: Final = 40
_VOWELS: Final = frozenset("او")
_OWNERS: Final = ("مان", "تان", "شان", "مون", "تون", "شون", "م", "ت", "ش")
# Plurals with all that may follow: cut from any word, the longest first.
_PLURALS: Final = frozenset(
    {"ها", "های", "هایی", "هاست", *(f"ها{owner}" for owner in _OWNERS), *(f"های{owner}" for owner in _OWNERS)}
)
# Cut from any word that keeps this many letters.
_STRONG: Final = (("ترین", 3), *((f"ی{owner}", 4) for owner in _OWNERS[:6]), *((owner, 3) for owner in _OWNERS[:6]))
_WEAK: Final = (("تر", 4), ("یی", 3), ("م", 5), ("ش", 5), ("ی", 3))
# So many words merely end in these that only a rest in the dictionary proves them.
_PROVED_AS_WRITTEN: Final = (
    "یم یت یش اند ایم اید است ام ات اش ای اتی ان ین م ش ت ی یی ا ه و مو تو شو مونو تونو شونو رو تر ن س"
)
_AFTER_SHORT: Final = frozenset({*_OWNERS, "ی", "مو", "تو", "شو"} - {"ت"})
_AFTER_SILENT_H: Final = ("ای", "ام", "ات", "اش", *_OWNERS)
_CUT: Final = (*_STRONG, *_WEAK)
_ENDINGS: Final = frozenset({*_PLURALS, *(ending for ending, _ in _CUT), *_PROVED_AS_WRITTEN.split()})
_LONGEST_ENDING: Final = max(map(len, _ENDINGS))


@lru_cache(maxsize=32_768)
def lemma(word: str) -> str:
    """This will return the dictionary form of a folded Persian word: nouns in the singular, verbs in the infinitive.

    `lemma(fold("نمی‌رسونین"))` is "رساندن", `lemma(fold("کتاب‌هایمان"))` is "کتاب", `lemma("مبالغ")` is "مبلغ". A noun
    with the spelling of a past stem («خرید») meets its verb («خریدن»). Negation is lost. Never raises; the lemma of a
    lemma is itself; words in other scripts stay.
    """
    if len(word) > _LONGEST or word.isascii():
        return word
    seen = [word]
    while (cut := _cut_once(seen[-1])) not in seen:
        seen.append(cut)
    return seen[-1]


@lru_cache(maxsize=32_768)
def is_known(word: str) -> bool:
    """This will tell whether a folded word is in the dictionary as it stands, as a verb form, or spoken."""
    return word in words() or word in verb_forms().infinitive or word in same_words() or word in spoken_words()


def _cut_once(word: str) -> str:
    if same := same_words().get(word):
        return same
    if word in words():
        return word
    if said := spoken_words().get(word):
        return said
    if noun := _of_silent_h(word):
        return noun
    if infinitive := verb_forms().infinitive.get(word):
        return infinitive
    bare, clitic = clitic_of(word)
    return verb_forms().infinitive[bare] if clitic else _without_ending(word)


def _of_silent_h(word: str) -> str:
    """«بسته‌ای» is of the parcel, not "you have closed"."""
    for ending in _AFTER_SILENT_H:
        rest = word.removesuffix(ending)
        if rest != word and rest.endswith("ه") and rest in words():
            return rest
    return ""


def _without_ending(word: str) -> str:
    endings = _endings_of(word)
    for known in (words(), verb_forms().infinitive):
        for ending in endings:
            if rest := _known_rest(word.removesuffix(ending), ending, known):
                return rest
    for ending in reversed(endings):
        if ending in _PLURALS and len(word) - len(ending) >= 2:
            return word.removesuffix(ending)
    for ending, left in _CUT:
        if ending in endings and len(word) - len(ending) >= left:
            return word.removesuffix(ending)
    return word


def _endings_of(word: str) -> list[str]:
    """The endings a word has, the shortest first; only «پایان‌ها» is rather of «پایان» than of «پایانه»."""
    found = [word[-size:] for size in range(1, min(len(word), _LONGEST_ENDING) + 1) if word[-size:] in _ENDINGS]
    if found[:1] == ["ا"] and len(found) > 1 and len(found[1]) == 2:
        found[:2] = reversed(found[:2])
    return found


def _known_rest(rest: str, ending: str, known: Container[str]) -> str:
    """The rest when the dictionary has it; «ه» is «گ» before «ان», lost before «ات» and in speech («شمارتون»)."""
    if ending in {"ه", "ن", "س"}:
        return rest if _carries_copula(rest, ending) else ""
    if len(rest) < _SHORTEST and rest[-1:] not in _VOWELS and not _is_short_noun(rest, ending):
        return ""
    if _is_entry(rest, known):
        return rest
    if ending in {"ان", "ی"} and rest.endswith("گ"):
        others = [rest[:-1] + "ه"]
    else:
        others = [rest + "ه", rest.removesuffix("ج") + "ه"] if ending in {"ات", *_OWNERS} else []
    return next((other for other in others if len(other) > _SHORTEST and _is_entry(other, known)), "")


def _is_short_noun(rest: str, ending: str) -> bool:
    """«خطم», «کدش»: few words of two letters are no particles."""
    return ending in _AFTER_SHORT and rest in words() and rest not in function_words()


def _is_entry(word: str, known: Container[str]) -> bool:
    return word in known or word in same_words() or word in spoken_words()


def _carries_copula(rest: str, ending: str) -> bool:
    """«خرابه» is "خراب است", «خرابن» "خراب هستند", «کجاس» "کجا است"; «یخچاله» is the fridge in question."""
    if ending == "س":
        return rest[-1:] in _VOWELS and rest in words()
    return rest in adjectives() or (ending == "ه" and len(rest) > _SHORTEST and rest in words())
