"""Conversations that were solved, kept findable without what is personal: what was asked, and what helped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from rafiq.inbox.models import Conversation, Message
from rafiq.platform import text
from rafiq.platform.search import indexing
from rafiq.platform.search.documents import Document

SOURCE: Final = "solved"
AUDIENCE: Final = "STAFF"
MOST_READ: Final = 80
SHORTEST: Final = 12
ASKED_LONGEST, ANSWER_LONGEST = 300, 1_500
_LANGUAGES: Final = ("fa", "ar", "en")


def keep(conversation_id: int, *, at: datetime) -> bool:
    """Make a solved conversation findable; tell whether there was anything to learn from. Repeating it is harmless.

    Title is the customer's first question, body a colleague's last answer; without either, or open again, it is
    taken out. Who may see it is asked of the inbox whenever one is found.
    """
    found = Conversation.objects.filter(pk=conversation_id).select_related("customer").first()
    document = _document(found) if found is not None and not found.is_open else None
    forget(conversation_id)
    if document is None:
        return False
    indexing.put([document], at=at)
    return True


def forget(conversation_id: int) -> None:
    """Take a conversation out: it was opened again, joined, or is gone."""
    indexing.remove(SOURCE, [str(conversation_id)])


def _document(conversation: Conversation) -> Document | None:
    rows = Message.objects.filter(conversation=conversation, kind__in=("INBOUND", "OUTBOUND")).exclude(text="")
    said = list(rows.order_by("-pk").values_list("kind", "author_id", "author__name", "text")[:MOST_READ])[::-1]
    asked = [words for kind, _author, _name, words in said if kind == Message.Kind.INBOUND]
    answers = [words for kind, author, _name, words in said if kind == Message.Kind.OUTBOUND and author]
    question = next((words for words in asked if len(words.strip()) >= SHORTEST), "")
    if not question or not answers:
        return None
    language = text.guess_language(question) or conversation.language
    if language not in _LANGUAGES:
        return None
    names = [
        conversation.customer.name,
        conversation.customer.company_name,
        *(name for _k, _a, name, _w in said if name),
    ]
    answer = next((words for words in reversed(answers) if len(words.strip()) >= SHORTEST), answers[-1])
    return Document(
        source=SOURCE, key=str(conversation.pk), language=language, audience=AUDIENCE,
        title=text.excerpt(masked(question, names=names, language=language), length=ASKED_LONGEST),
        body=text.clean(masked(answer, names=names, language=language), limit=ANSWER_LONGEST),
    )  # fmt: skip


def masked(words: str, *, names: Iterable[str], language: str) -> str:
    """Put words in brackets in place of what is personal, in a language."""
    with translation.override(language):
        instead = {"name": _("[name]"), "number": _("[number]"), "email": _("[e-mail]"), "link": _("[link]")}
    return text.without_personal(words, names=names, instead=instead)
