"""Words as they are kept and known again."""

from __future__ import annotations

from typing import Final

from rafiq.platform import text

ASKED_LIMIT: Final = 200


def one_line(words: str, *, limit: int | None = None) -> str:
    """Clean words that stand on one line."""
    return " ".join(text.clean(words, limit=limit).split())


def as_asked(words: str) -> tuple[str, str]:
    """Return a question on one line as it is kept, and folded: the words under which it is known again."""
    asked = one_line(words)[:ASKED_LIMIT]
    return asked, text.fold(asked)[:ASKED_LIMIT]
