"""One spoken Persian word, turned into the written one or ones: verbs, clitics, plurals, the copula."""

import re
from functools import lru_cache
from typing import Final

from rafiq.platform.text.folding import ZWNJ, fold
from rafiq.platform.text.stemming._persian_verbs import clitic_of, verb_forms
from rafiq.platform.text.stemming._persian_words import (
    adjectives,
    function_words,
    natural_spellings,
    spoken_words,
    words,
)
from rafiq.platform.text.stemming.persian import is_known, lemma

from ._persian_phrases import WORDS

type Written = tuple[str, ...]
"""Words in natural spelling; none means that the word stays as it is."""

_OBJECTS: Final = {
    "ش": "آن را", "شون": "آنها را", "شان": "آنها را", "م": "من را", "مون": "ما را", "مان": "ما را",
    "ت": "تو را", "تون": "شما را", "تان": "شما را",
}  # fmt: skip
_OWNERS: Final = {"مون": "مان", "تون": "تان", "شون": "شان"}
_OWNERS_OF_ONE: Final = {"م": "ام", "ش": "اش", "ت": "ات"}
_PLURAL_OWNERS: Final = {"ام": "هایم", "اش": "هایش", "امون": "هایمان", "اتون": "هایتان", "اشون": "هایشان"}
_PLURALS: Final = {"هام": "هایم", "هات": "هایت", "هاش": "هایش", "هامون": "هایمان", "هاتون": "هایتان", "هاشون": "هایشان"}
_AFTER_SPOKEN: Final = ("ترین", "تر", "های", "ها", "ی", "م", "ت", "ش")
_LONGEST: Final = 40
_DRAWN_OUT: Final = re.compile(r"(.)\1{2,}")


@lru_cache(maxsize=1)
def said_words() -> dict[str, Written]:
    """This will return the table of single words, folded."""
    pairs = (line.split(" = ") for line in WORDS.strip().splitlines())
    return {fold(said): tuple(written.split()) for said, written in pairs}


@lru_cache(maxsize=16_384)
def written_word(word: str) -> Written:
    """This will return the written words for a folded spoken one, in natural spelling; nothing when it may stay."""
    if len(word) > _LONGEST or len(word) < 2 or word.isascii():
        return ()
    if found := said_words().get(word):
        return found
    if word in words():
        return ()
    if (said_once := _DRAWN_OUT.sub(r"\1", word)) != word and (is_known(said_once) or said_once in said_words()):
        return written_word(said_once) or (_natural(said_once),)
    return _written_verb(word) if is_verb(word) else _written_noun(word)


def is_verb(word: str) -> bool:
    """This will tell whether a folded word is a form of a verb and no noun."""
    return word not in words() and word in verb_forms().infinitive


def is_noun(word: str) -> bool:
    """This will tell whether a folded word is, with or without endings, a noun or adjective that is known."""
    base = lemma(word)
    return base in words() and base not in function_words()


def _written_verb(word: str) -> Written:
    found = verb_forms().written.get(word)
    return (found,) if found else ()


def _written_noun(word: str) -> Written:
    if said := spoken_words().get(word):
        return (_natural(said),)
    for rule in (_with_object, _with_marker, _plural, _owned, _with_copula, _from_spoken):
        if written := rule(word):
            return written
    return ()


def _with_object(word: str) -> Written:
    """«میخوامش»: «آن را می‌خواهم»; only after a prefix, a person or a participle, else it is a noun («پرداختش»)."""
    verb, clitic = clitic_of(word)
    if clitic and (verb.startswith(("می", "نمی", "ب", "ن")) or verb[-1] in "مند"):
        return (*_OBJECTS[clitic].split(), *(_written_verb(verb) or (verb,)))
    return ()


def _with_marker(word: str) -> Written:
    """«گوشیمو»: «گوشیم را»."""
    for marker in ("رو", "و"):
        rest = word.removesuffix(marker)
        if rest != word and len(rest) > 2 and is_noun(rest):
            return (*(written_word(rest) or (_natural(rest),)), "را")
    return ()


def _plural(word: str) -> Written:
    for ending, written in _PLURALS.items():
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 1 and (_is_entry(rest) or not _is_entry(rest + "ه")):
            return (f"{_base(rest)}{ZWNJ}{written}",)
    for ending, written in _PLURAL_OWNERS.items():
        rest = word.removesuffix(ending)
        if rest != word and _is_entry(rest) and rest[-1] != "ه" and not _is_entry(rest + "ا"):
            return (f"{_base(rest)}{ZWNJ}{written}",)
    rest = word.removesuffix("ا")
    if rest != word and len(rest) > 2 and _is_entry(rest) and word != "ما":
        return (f"{_base(rest)}{ZWNJ}ها",)
    rest = word.removesuffix("ای")
    return (
        (f"{_base(rest)}{ZWNJ}های",) if rest != word and len(rest) > 3 and _is_entry(rest) and rest[-1] != "ه" else ()
    )


def _owned(word: str) -> Written:
    """«شمارتون», «لوله‌ش», «هدیم»: a silent «ه» is written, and what follows it stands apart."""
    for ending, written in (*_OWNERS.items(), *_OWNERS_OF_ONE.items()):
        rest = word.removesuffix(ending)
        if rest == word or len(rest) < 2:
            continue
        if not _is_entry(rest) and _is_entry(rest + "ه"):
            rest += "ه"
        if rest[-1] == "ه" and _is_entry(rest):
            return (f"{_base(rest)}{ZWNJ}{_OWNERS_OF_ONE.get(ending, written)}",)
        if ending in _OWNERS and (_is_entry(rest) or len(rest) > 3):
            return (f"{_base(rest)}{ZWNJ if rest[-1] == 'ی' else ''}{written}",)
    return ()


def _with_copula(word: str) -> Written:
    """«خرابه»: «خراب است»; «یخچاله» is only the fridge in question."""
    rest, ending = word[:-1], word[-1]
    comparative = rest.removesuffix("تر")
    if ending in "هن" and (rest in adjectives() or (comparative != rest and _is_entry(comparative))):
        shown = _base(rest) if comparative == rest else f"{_base(comparative)}{ZWNJ}تر"
        return (shown, "است" if ending == "ه" else "هستند")
    if ending in "هن" and spoken_words().get(rest, "") in adjectives():
        return (_base(rest), "است" if ending == "ه" else "هستند")
    if ending == "ه" and len(rest) > 3 and rest in words():
        return (_base(rest), "است") if rest[-1] == "ی" else (_base(rest),)
    return (_base(rest), "است") if ending == "س" and rest[-1] == "ا" and rest in words() else ()


def _from_spoken(word: str) -> Written:
    """«ارزونتر»: «ارزان‌تر»."""
    for ending in _AFTER_SPOKEN:
        rest = word.removesuffix(ending)
        if rest != word and rest in spoken_words():
            return (_base(rest) + (ZWNJ if len(ending) > 1 else "") + ending,)
    return ()


def _is_entry(word: str) -> bool:
    return len(word) > 1 and (word in words() or word in spoken_words())


def _base(word: str) -> str:
    return _natural(spoken_words().get(word, word))


def _natural(word: str) -> str:
    """With «آ» and half-spaces, the endings as they are."""
    base = lemma(word)
    if word in natural_spellings() or not word.startswith(base):
        return natural_spellings().get(word, word)
    return natural_spellings().get(base, base) + word[len(base) :]
