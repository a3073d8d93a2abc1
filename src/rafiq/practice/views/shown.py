"""Checklists as a page shows them: words in the reader's language, what helps with each step, who did it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from rafiq.accounts.models import Agent
from rafiq.inbox.models import CannedReply, Conversation
from rafiq.inbox.presentation.canned import filled
from rafiq.knowledge import markdown
from rafiq.knowledge import queries as knowledge
from rafiq.knowledge.contracts import Staff
from rafiq.practice.naming import called
from rafiq.practice.queries import Followed, Item


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step of a checklist on a page."""

    item: Item
    html: SafeString
    choices: tuple[tuple[str, str], ...]
    article: tuple[str, str] | None
    says: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownList:
    """A checklist on a page."""

    followed: Followed
    steps: tuple[ShownStep, ...]

    @property
    def standard_id(self) -> int:
        """The procedure."""
        return self.followed.version.standard_id


def shown_lists(found: Sequence[Followed], conversation: Conversation, reader: Agent) -> list[ShownList]:
    """Put checklists into the form a page shows; three statements at most for what helps with their steps."""
    items = [item for one in found for item in one.items]
    articles = _articles({one.step.article_id for one in items if one.step.article_id}, reader)
    wanted = {one.step.canned_id for one in items if one.step.canned_id}
    canned = _canned(wanted, conversation, reader) if wanted else {}
    return [ShownList(one, tuple(_step(item, articles, canned) for item in one.items)) for one in found]


def words_of(texts: Mapping[str, str]) -> str:
    """Write a step as one line, for names of buttons."""
    return " ".join(markdown.plain(called(texts)).split())


def _step(
    item: Item, articles: Mapping[int, tuple[str, str]], canned: Mapping[int, str]
) -> ShownStep:  # fmt: skip
    step = item.step
    html = markdown.render(called(step.texts), address=lambda _key: "", pictures={}).html
    choices = tuple((one.key, called(one.names)) for one in step.choices)
    return ShownStep(
        item, html, choices, articles.get(step.article_id or 0), canned.get(step.canned_id or 0, ""),
        words_of(step.texts),
    )  # fmt: skip


def _canned(ids: set[int], conversation: Conversation, reader: Agent) -> dict[int, str]:
    """Return what answers kept ready say here."""
    names = {"{{customer}}": conversation.customer.name, "{{agent}}": reader.name}
    return {one.pk: filled(one.text, names) for one in CannedReply.objects.filter(pk__in=ids)}


def _articles(ids: set[int], reader: Agent) -> dict[int, tuple[str, str]]:
    """Find the titles and addresses of articles that colleagues may read."""
    if not ids:
        return {}
    rows = knowledge.in_language(Staff(reader.pk), reader.language).filter(article__in=ids)
    found = rows.values_list("article_id", "live__title", "language", "slug")
    return {pk: (title, reverse("help:article", args=[language, slug])) for pk, title, language, slug in found}
