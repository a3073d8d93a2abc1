"""What somebody may have meant to write: the query with the words that stand nowhere mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rafiq.platform.search import analysis, questions, vocabulary

_WORD: Final = re.compile(r"[^\W_]+(?:[\u200c'’][^\W_]+)*")
SURE: Final = 0.7


def corrected(
    query: str, *, sources: Sequence[str], audiences: Sequence[str], language: str,
    corpora: vocabulary.Corpora | None = None,
) -> str:  # fmt: skip
    """This will return the query with mistyped words as the documents write them; empty where nothing was mended.

    Words are only taken from documents of these audiences, so that a correction never tells what is hidden.
    """
    known = vocabulary.of(corpora or vocabulary.corpora(sources), language)
    changed = False

    def mend(match: re.Match[str]) -> str:
        nonlocal changed
        better = _better(match[0], language, known)
        if better and vocabulary.is_visible(better, sources=sources, audiences=audiences, language=language):
            changed = True
            return better
        return match[0]

    mended = _WORD.sub(mend, query[: questions.MOST])
    return mended if changed else ""


def _better(word: str, language: str, known: vocabulary.Vocabulary) -> str:
    """Find the word of the documents that one they do not have is nearly written as."""
    plain = analysis.words(word)
    if len(plain) != 1 or len(plain[0]) < questions.SHORTEST_CORRECTED:
        return ""
    written = analysis.written(plain, language)
    roots = {analysis.lemma(one, language) for one in (*plain, *written)}
    if any(known.knows(root) for root in roots) or (language != "en" and plain[0].isascii()):
        return ""
    return next((other for other, sure in known.corrected(plain[0]) if sure >= SURE), "")
