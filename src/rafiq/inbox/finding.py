"""What the inbox adds to the one search: what was said in conversations, and answers kept ready."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent, Language
from rafiq.customers.presentation import known_as
from rafiq.inbox import queries, registry
from rafiq.inbox.models import CannedReply
from rafiq.platform import calendars, text
from rafiq.platform.search import highlighting, synonyms
from rafiq.platform.search.sources import Filter, Filters, Finish, Result

OPEN: Final = "open"
CLOSED: Final = "closed"


class Marks:
    """What is marked in texts whose language nobody knows: words of the query in all their forms."""

    def __init__(self, words: str) -> None:
        groups = text.query_terms(words)
        self.terms = [term for group in synonyms.widened(groups) for term in group] if groups else []
        self.beginnings = tuple(groups[-1][:1]) if groups and len(groups[-1][0]) > 3 else ()

    def title(self, words: str) -> SafeString:
        """Mark a whole line."""
        return highlighting.title(words, self.terms, beginnings=self.beginnings)

    def excerpt(self, body: str) -> SafeString:
        """Mark the best stretch of a text."""
        return highlighting.excerpt(body, self.terms, beginnings=self.beginnings)


class Conversations:
    """Everything that was said, in conversations this agent may see."""

    name = "conversations"
    icon = "inbox"
    narrowed_by = frozenset({"days", "channel", "state", "language", "tag"})

    @property
    def label(self) -> str:
        """Name the kind."""
        return _("Conversations")

    def filters(self, agent: Agent, names: Collection[str]) -> Sequence[Filter]:
        """List channels, states, languages and tags. At most one statement."""
        kinds, tags = queries.kinds_and_tags() if {"channel", "tag"} & set(names) else ([], [])
        channels = [(kind, str(registry.adapter_for(kind).label)) for kind in kinds if registry.knows(kind)]
        states = ((OPEN, _("Still open")), (CLOSED, _("Closed")))
        languages = tuple((value, str(label)) for value, label in Language.choices)
        found = (
            Filter("channel", _("Channel"), tuple(channels)), Filter("state", _("State"), states),
            Filter("language", _("Language"), languages),
            Filter("tag", _("Tag"), tuple((str(pk), name) for pk, name in tags)),
        )  # fmt: skip
        return [one for one in found if one.name in names]

    def begin(self, agent: Agent, words: str, filters: Filters, limit: int) -> Finish:
        """Find what was said, the newest first."""

        def finish() -> list[Result]:
            found = queries.search(agent, words, limit=limit, narrowed=_narrowed(agent, filters))
            marks = Marks(words)
            return [_result(hit, marks) for hit in found]

        return finish


def _narrowed(agent: Agent, filters: Filters) -> queries.Narrowed:
    zone = agent.time_zone
    until = filters.until + timedelta(days=1) if filters.until else None
    state, tag = filters.get("state"), filters.get("tag")
    return queries.Narrowed(
        since=calendars.moment_of(filters.since, zone=zone) if filters.since else None,
        until=calendars.moment_of(until, zone=zone) if until else None,
        kind=filters.get("channel"), is_open={OPEN: True, CLOSED: False}.get(state), language=filters.get("language"),
        tag_id=int(tag) if tag else None,
    )  # fmt: skip


def _result(hit: queries.SearchHit, marks: Marks) -> Result:
    row = hit.conversation
    channel = str(registry.adapter_for(row.channel_kind).label) if registry.knows(row.channel_kind) else ""
    view = CLOSED if row.resolved_at else OPEN
    place = f"&message={hit.message_id}" if hit.message_id else ""
    who = marks.title(known_as(row.customer_name, row.customer_id))
    about = marks.title(row.subject) if row.subject else ""
    return Result(
        title=format_html("<bdi>{}</bdi> · <bdi>{}</bdi>", who, about) if about else format_html("<bdi>{}</bdi>", who),
        url=f"{reverse('inbox:conversation', args=[row.id])}?view={view}{place}",
        snippet=marks.excerpt(hit.text),
        meta=(f"#{row.id}", channel),
        at=hit.said_at,
    )  # fmt: skip


class CannedReplies:
    """Answers kept ready."""

    name = "canned"
    icon = "canned"
    narrowed_by = frozenset({"language"})

    @property
    def label(self) -> str:
        """Name the kind."""
        return _("Canned replies")

    def filters(self, agent: Agent, names: Collection[str]) -> Sequence[Filter]:
        """List what is the conversations' already: languages."""
        if "language" not in names:
            return []
        return [Filter("language", _("Language"), tuple((value, str(label)) for value, label in Language.choices))]

    def begin(self, agent: Agent, words: str, filters: Filters, limit: int) -> Finish:
        """Find replies whose shortcut, title or text have the words."""
        language = filters.get("language")

        def finish() -> list[Result]:
            found = queries.find_canned(words, language=language or agent.language, limit=limit)
            marks = Marks(words)
            return [_reply(one, marks, agent) for one in found if not language or one.language in {"", language}]

        return finish


def _reply(one: CannedReply, marks: Marks, agent: Agent) -> Result:
    # Only who may change replies has a page for one; others see it here and insert it where they write.
    url = reverse("inbox_settings:canned_reply", args=[one.pk]) if agent.is_supervisor else ""
    return Result(
        title=marks.title(one.title), url=url, snippet=marks.excerpt(one.text), meta=(f"/{one.shortcut}",),
        language=one.language,
    )  # fmt: skip
