"""What of a conversation may stand in an article: the customer's question and our answers, without whose they were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from rafiq.inbox.queries import MessageRow
from rafiq.knowledge.contracts import Draft
from rafiq.platform import text

TITLE: Final = 90
ASKED: Final = 200
BODY: Final = 50_000
_SHORTEST: Final = 8  # what is shorter is a greeting


def draft_of(said: Sequence[MessageRow], *, names: Iterable[str], language: str) -> Draft:
    """Make a draft of a conversation; empty of title where the customer wrote nothing.

    The title and the way of asking are the customer's question, the body is what colleagues answered; notes and
    automatic answers are left out. What is personal is replaced by words in brackets, in the article's language.
    """
    known = [*names, *(row.author_name for row in said)]
    with translation.override(language):
        instead = {"name": _("[name]"), "number": _("[number]"), "email": _("[e-mail]"), "link": _("[link]")}
    answers = [row.text for row in said if row.kind == "OUTBOUND" and row.author_id and row.text]
    body = text.without_personal("\n\n".join(answers), names=known, instead=instead)
    asked = question_of(said, names=names)
    return Draft(
        title=text.excerpt(asked, length=TITLE), body=text.clean(body, limit=BODY), asked=(asked,) if asked else ()
    )


def question_of(said: Sequence[MessageRow], *, names: Iterable[str], is_last: bool = False) -> str:
    """Return the customer's first question (or the last one) on one line, without what is personal; may be empty."""
    asked = [row.text for row in said if row.kind == "INBOUND" and row.text.strip()]
    asked = asked[::-1] if is_last else asked
    chosen = next((words for words in asked if len(words.strip()) >= _SHORTEST), asked[0] if asked else "")
    known = [*names, *(row.author_name for row in said)]
    words = " ".join(text.without_personal(chosen, names=known, instead={}).split())
    return text.excerpt(words, length=ASKED) if words else ""
