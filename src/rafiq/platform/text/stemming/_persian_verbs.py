"""The verbs of Persian with their stems, and all their usual forms.

A form is written as in books («می‌خواهم») or as people speak («میخوام»); both lead to the infinitive, and the spoken one
also to the written. Stems follow the usual grammars (Lazard, "A Grammar of Contemporary Persian", 1992, chapters 4, 5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from rafiq.platform.text.folding import ZWNJ, fold

from ._persian_stems import ALONE, CAUSATIVE, COMMONEST, IRREGULAR, OTHER_WORDS, REGULAR

_CLITICS: Final = ("شون", "شان", "تون", "تان", "مون", "مان", "ش", "ت", "م")

_PARTICIPLE_ENDINGS: Final = (
    *((end, f"{ZWNJ}{end}" if end else "") for end in ("", "ام", "ای", "ایم", "اید", "اند", "است")),
    ("م", f"{ZWNJ}ام"),
    ("ایم", f"{ZWNJ}ایم"),
    ("این", f"{ZWNJ}اید"),
    ("ان", f"{ZWNJ}اند"),
    ("ن", f"{ZWNJ}اند"),
)
_PAST_ENDINGS: Final = (
    ("م", "م"),
    ("ی", "ی"),
    ("", ""),
    ("یم", "یم"),
    ("ید", "ید"),
    ("ند", "ند"),
    ("ین", "ید"),
    ("ن", "ند"),
    *(("ه" + said, "ه" + end) for said, end in _PARTICIPLE_ENDINGS),
)
_INFINITIVE_ENDINGS: Final = (("ن", "ن"), ("نی", "نی"))
_NO_ENDING: Final = (("", ""),)
_PRESENT_ENDINGS: Final = (("م", "م"), ("ی", "ی"), ("د", "د"), ("یم", "یم"), ("ید", "ید"), ("ند", "ند"))
_SPOKEN_ENDINGS: Final = (("م", "م"), ("ی", "ی"), ("ه", "د"), ("یم", "یم"), ("ین", "ید"), ("ید", "ید"), ("ن", "ند"))
_OPEN_ENDINGS: Final = (("م", "م"), ("ی", "ی"), ("د", "د"), ("یم", "یم"), ("ین", "ید"), ("ید", "ید"), ("ن", "ند"))


@dataclass(frozen=True, slots=True)
class VerbForms:
    """Every form known, folded: its infinitive, and the written form of what is only said."""

    infinitive: dict[str, str]
    written: dict[str, str]
    """Spoken form to the written one in natural spelling, with half-spaces."""


@dataclass(frozen=True, slots=True)
class _Stem:
    """A stem with what stands before its prefixes («بر» of «برمی‌گردم»), as said and as written."""

    before: str
    said: str
    written_before: str
    written: str


def clitic_of(word: str) -> tuple[str, str]:
    """This will split an object pronoun off a folded verb form («میبینمش»: «میبینم», «ش»); empty when there is none."""
    infinitives = verb_forms().infinitive
    for clitic in _CLITICS:
        rest = word.removesuffix(clitic)
        if rest != word and len(rest) >= 4 and rest in infinitives and rest[-1] not in "ادو":
            return rest, clitic
    return word, ""


type _Verb = tuple[str, list[_Stem], list[_Stem], bool]


@lru_cache(maxsize=1)
def verb_forms() -> VerbForms:
    """This will build the table of all forms, once (some 50,000, in about 50 ms)."""
    infinitive: dict[str, str] = {}
    written: dict[str, str] = {}
    for lemma, said, as_written in _all_forms():
        if said not in OTHER_WORDS and len(said) > 1 and said not in infinitive:
            infinitive[said] = lemma
            if as_written:
                written[said] = as_written
    return VerbForms(infinitive, written)


def _all_forms() -> Iterator[tuple[str, str, str]]:
    """(infinitive, form, its written spelling or nothing when it is the same); what comes first wins."""
    yield from _forms_alone()
    verbs = [*_verbs()]
    yield from ((verb[0], verb[0], "") for verb in verbs)
    for some in (verbs[:COMMONEST], verbs[COMMONEST:]):
        for forms in (_written_forms, _spoken_forms):
            for verb in some:
                yield from ((verb[0], *pair) for pair in forms(verb))


def _written_forms(verb: _Verb) -> Iterator[tuple[str, str]]:
    _, pasts, presents, is_bare = verb
    yield from _past(pasts[0])
    yield from _written_present(presents[0], is_bare)


def _spoken_forms(verb: _Verb) -> Iterator[tuple[str, str]]:
    _, pasts, presents, is_bare = verb
    for stem in pasts[1:]:
        yield from _past(stem)
    for stem in presents[:0:-1]:
        yield from _spoken_present(stem, is_bare, is_short=True)
    yield from _spoken_present(presents[0], is_bare, is_short=False)


def _forms_alone() -> Iterator[tuple[str, str, str]]:
    for line in ALONE.strip().splitlines():
        lemma, forms = line.split(":")
        for form in forms.split():
            said, _, as_written = form.partition("=")
            yield fold(lemma), fold(said), as_written


def _verbs() -> Iterator[_Verb]:
    for line in IRREGULAR.strip().splitlines():
        books, _, spoken_pasts = line.partition("|")
        lemma, past, present, *spoken = books.split()
        is_bare, present = present.startswith("*"), present.removeprefix("*")
        if past.endswith("اند") and not spoken:
            spoken, spoken_pasts = [present[:-2] + "ون"], past[:-3] + "وند"
        pasts = [_stem(past, past), *(_stem(stem, past) for stem in spoken_pasts.split())]
        yield fold(lemma), pasts, [_stem(present, present), *(_stem(stem, present) for stem in spoken)], is_bare
    for name in REGULAR.split():
        yield fold(name), [_stem(name[:-1], name[:-1])], [_stem(name[:-3], name[:-3])], False
    for name in CAUSATIVE.split():
        yield _causative(name)


def _causative(name: str) -> _Verb:
    past, present = name[:-1], name[:-2]
    pasts = [_stem(past, past), _stem(past[:-3] + "وند", past)]
    presents = [_stem(present, present), _stem(present[:-2] + "ون", present)]
    return fold(name.replace("+", "")), pasts, presents, False


def _stem(said: str, written: str) -> _Stem:
    before, _, stem = said.rpartition("+")
    written_before, _, written_stem = written.rpartition("+")
    return _Stem(before, stem, written_before, written_stem)


def _past(stem: _Stem) -> Iterator[tuple[str, str]]:
    for prefix in ("", "ن"):
        yield from _paired(stem, prefix, _INFINITIVE_ENDINGS)
    for prefix in ("", "ن", "می", "نمی"):
        yield from _paired(stem, prefix, _PAST_ENDINGS)


def _written_present(stem: _Stem, is_bare: bool) -> Iterator[tuple[str, str]]:
    for prefix in ("می", "نمی", "ب", "ن", *([""] if is_bare or stem.before else [])):
        yield from _paired(stem, prefix, _PRESENT_ENDINGS)
    yield from _imperative(stem)


def _imperative(stem: _Stem) -> Iterator[tuple[str, str]]:
    is_open = stem.said[-2:] in {"ای", "آی", "وی"}
    short = stem.said[:-1] if is_open else stem.said
    for prefix, said in product(("ب", "ن", "") if stem.before else ("ب", "ن"), dict.fromkeys((stem.said, short))):
        yield from _paired(_Stem(stem.before, said, stem.written_before, said), prefix, _NO_ENDING)


def _spoken_present(stem: _Stem, is_bare: bool, *, is_short: bool) -> Iterator[tuple[str, str]]:
    """Endings as said, on the stem of books («میکنه») or on the short one («میدونه»)."""
    endings = _OPEN_ENDINGS if stem.said[-1] in "اآ" else _SPOKEN_ENDINGS
    for prefix in ("می", "نمی", "ب", "ن", *([""] if stem.before or (is_bare and not is_short) else [])):
        yield from _paired(stem, prefix, endings)
    if stem.said == "ش":
        yield "شه", "شود"
    if is_short and len(stem.said) > 1:
        yield from (pair for prefix in ("ب", "ن") for pair in _paired(stem, prefix, _NO_ENDING))


def _paired(stem: _Stem, prefix: str, endings: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """The forms as said, folded, each with its written spelling (empty when they are the same)."""
    as_written = stem.written_before + _joined(prefix, stem.written)[0]
    flat = _flat(as_written)
    for begun in [_flat(stem.before + begun) for begun in _joined(prefix, stem.said)]:
        for said, end in endings:
            is_same = begun == flat and said == _flat(end)
            yield begun + said, "" if is_same else as_written + end


def _flat(form: str) -> str:
    """What `fold` does, as far as these letters need it, a hundred times faster."""
    return form.replace(ZWNJ, "").replace("آ", "ا")


def _joined(prefix: str, stem: str) -> list[str]:
    """The prefix on the stem, the usual spelling first; «ب» and «ن» take a «ی» before a vowel."""
    if prefix in {"می", "نمی"}:
        is_worn = len(stem) > 3 and stem[0] == "ا" and stem[1] not in "یو"
        return [f"{prefix}{ZWNJ}{stem}", *([prefix + stem[1:]] if is_worn else [])]
    if prefix and stem[0] == "آ":
        return [f"{prefix}یا{stem[1:]}"]
    if prefix and len(stem) > 2 and stem[0] == "ا" and stem[1] != "ی":
        return [f"{prefix}ی{stem[1:]}", f"{prefix}ی{stem}", prefix + stem[1:]]
    return [prefix + stem]
