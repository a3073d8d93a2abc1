"""What somebody who asks may mean: their words, the written forms of them, and the concepts they name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from rafiq.platform.search import analysis, common
from rafiq.platform.search.ranking import Group
from rafiq.platform.text.spoken import arabic, persian

MOST: Final = 1_000
"""Characters of a question that are read: what is longer is a letter, and its beginning says what it is about."""
MOST_WORDS: Final = 60
SHORTEST_CORRECTED: Final = 4
AS_WRITTEN: Final = 0.4
"""What a word counts as it was written, beside the written form of it: articles may quote how people speak."""
_SYNONYM: Final = 0.8
_LATIN: Final = re.compile(r"[a-z]+[a-z0-9']*|[2356789][a-z']+[a-z0-9']*")


class Words(Protocol):
    """The words of the documents searched."""

    def knows(self, term: str) -> bool:
        """Tell whether a term occurs in any document."""

    def corrected(self, word: str) -> Sequence[tuple[str, float]]:
        """Return words that occur and are nearly written so, each with how sure that is."""

    def from_latin(self, word: str) -> Sequence[tuple[str, float]]:
        """Return words in Arabic script which a Latin one may stand for, each with how sure that is."""

    def synonyms(self, lemma: str) -> Sequence[str]:
        """Return lemmas that mean the same in this company."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the engine understands it. `reading` is it in written language, for a model of meaning."""

    language: str
    reading: str
    groups: tuple[Group, ...]
    concepts: tuple[Group, ...]

    @property
    def terms(self) -> frozenset[str]:
        """Return all terms that may be looked for."""
        return frozenset(term for group in (*self.groups, *self.concepts) for term in group.terms)

    @property
    def words(self) -> dict[str, int]:
        """Return the terms of its words, without concepts, each with the number of the first word it may stand for."""
        numbered = list(enumerate(self.groups))
        return {term: number for number, group in reversed(numbered) for term in group.terms}


@dataclass(frozen=True, slots=True)
class Read:
    """A question as it was read, before its words are looked up: its words, and what each stands for in the script."""

    language: str
    plain: tuple[str, ...]
    scripts: tuple[Sequence[tuple[str, float]], ...]
    best: tuple[str, ...]
    """The likeliest words in the script of the language."""
    reading: str


def read(question: str, language: str, known: Words) -> Read:
    """This will read a question in the script of the documents' language, as far as a model of meaning needs it."""
    said = question[:MOST]
    plain = analysis.words(said)[:MOST_WORDS]
    scripts = tuple(_meant(word, language, known) for word in plain)
    best = tuple(part for meant in scripts for part in meant[0][0].split())
    return Read(language, tuple(plain), scripts, best, _reading(said, plain, best, language))


def understand(question: Read, known: Words) -> Question:
    """This will tell what a question may mean in the documents' words: spoken as written, mistyped as meant."""
    language, best = question.language, question.best
    written = analysis.written(best, language)
    groups: dict[str, Group] = {}
    for word in written:
        root = analysis.lemma(word, language)
        groups.setdefault(root, Group(_terms(word, root, language, known), _weight(root, language)))
    for meant in question.scripts:
        _add_as_written(groups, meant, language, known)
    base = [analysis.lemma(word, language) for word in written]
    ideas = dict.fromkeys(analysis.concepts_of(base, language), 1.0)
    spoken = [analysis.lemma(word, language) for word in best]
    for one in analysis.concepts_of(spoken, language):
        ideas.setdefault(one, 1.0)
    return Question(language, question.reading, tuple(groups.values()), _ideas(ideas))


def _meant(word: str, language: str, known: Words) -> Sequence[tuple[str, float]]:
    """What a word stands for in the script of the language, the likeliest first."""
    if language == "en" or not _LATIN.fullmatch(word) or known.knows(analysis.lemma(word, language)):
        return [(word, 1.0)]
    return known.from_latin(word) or [(word, 1.0)]


def _weight(root: str, language: str) -> float:
    return common.LITTLE if root in analysis.common_lemmas(language) else 1.0


def _terms(word: str, root: str, language: str, known: Words) -> Mapping[str, float]:
    terms = {root: 1.0}
    for same in known.synonyms(root):
        terms.setdefault(same, _SYNONYM)
    if not known.knows(root) and len(word) >= SHORTEST_CORRECTED:
        for other, sure in known.corrected(word):
            terms.setdefault(analysis.lemma(other, language), sure)
    return terms


def _add_as_written(groups: dict[str, Group], meant: Sequence[tuple[str, float]], language: str, known: Words) -> None:
    """Let the words as they stood be found as well, and what else they may have stood for."""
    for place, (word, sure) in enumerate(meant):
        root = analysis.lemma(word, language) if " " not in word else ""
        if root not in groups and known.knows(root):
            weight = AS_WRITTEN if place == 0 else AS_WRITTEN * sure
            groups[root] = Group({root: 1.0}, _weight(root, language) * weight)


def _ideas(ideas: Mapping[str, float]) -> tuple[Group, ...]:
    return tuple(Group({analysis.CONCEPT + name: 1.0}, weight) for name, weight in ideas.items())


def _reading(question: str, plain: Sequence[str], best: Sequence[str], language: str) -> str:
    """The question as a model of meaning should read it: it knows written language best, in its own script."""
    in_script = question if list(plain) == list(best) else " ".join(best)
    match language:
        case "fa":
            return persian.rewrite(in_script)
        case "ar":
            return arabic.rewrite(in_script)
        case _:
            return in_script
