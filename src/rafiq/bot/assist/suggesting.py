"""What an agent may want to answer with: articles, canned replies, and what helped others. Only what they may see."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from rafiq.accounts.models import Agent
from rafiq.bot import documents
from rafiq.bot.assist import lines, solved
from rafiq.bot.dialogue import passages
from rafiq.bot.models import AssistSettings
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import CannedReply, Conversation
from rafiq.inbox.presentation import canned
from rafiq.platform import text
from rafiq.platform.search import analysis, finding
from rafiq.platform.search.documents import Hit
from rafiq.platform.search.models import Entry

MOST: Final = 3
LEAST_COVERAGE, LEAST_OF_BEST = 0.3, 0.6
LEAST_LIKENESS: Final = 0.2
MOST_CANNED: Final = 400
TITLE_LONGEST, SHOWN_LONGEST = 140, 220
INTERNAL: Final = "STAFF"


@dataclass(frozen=True, slots=True)
class Suggested:
    """One thing to answer with. What is `is_internal` is for the agent to read: it cannot be inserted.

    `words` go into the composer, `shown` is their beginning; `conversation_id` is that of a similar one.
    """

    title: str
    words: str
    language: str = ""
    is_internal: bool = False
    conversation_id: int | None = None

    @property
    def shown(self) -> str:
        """The beginning of the words."""
        return text.excerpt(self.words, length=SHOWN_LONGEST)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All of them, the likeliest of each kind first."""

    articles: Sequence[Suggested] = field(default_factory=tuple)
    canned: Sequence[Suggested] = field(default_factory=tuple)
    similar: Sequence[Suggested] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Test whether there are none."""
        return not (self.articles or self.canned or self.similar)


def suggest(agent: Agent, conversation: Conversation, *, settings: AssistSettings, origin: str = "") -> Suggestions:
    """This will find what fits the customer's open question, of the kinds that are switched on.

    `origin` (https://host) stands before addresses of articles where the company named no address of its own.
    """
    said = lines.of(conversation)
    asked = lines.question(said)
    language = lines.language(said, conversation) or agent.language
    if not any(sign.isalnum() for sign in asked):
        return Suggestions()
    return Suggestions(
        articles=_articles(asked, language, origin=origin) if settings.suggests_articles else (),
        canned=_canned(asked, language, conversation, agent) if settings.suggests_canned else (),
        similar=_similar(asked, language, conversation, agent) if settings.suggests_similar else (),
    )


def _articles(asked: str, language: str, *, origin: str) -> list[Suggested]:
    """Find articles and snippets; agents read those for the staff, too."""
    audiences = ("PUBLIC", "CUSTOMERS", INTERNAL)
    found = finding.find(asked, sources=("article", "snippet"), audiences=audiences, language=language, limit=8)
    hits = _near(found.hits)[:MOST]
    internal = set(
        Entry.objects.filter(pk__in=[hit.entry_id for hit in hits], audience=INTERNAL).values_list("pk", flat=True)
    )
    return [_article(hit, asked, is_internal=hit.entry_id in internal, origin=origin) for hit in hits]


def _near(hits: Sequence[Hit]) -> list[Hit]:
    """Keep those that have enough of the question's telling words, and not much less than the one that has most."""
    most = max((hit.evidence.coverage for hit in hits), default=0.0)
    return [hit for hit in hits if hit.evidence.coverage >= max(LEAST_COVERAGE, LEAST_OF_BEST * most)]


def _article(hit: Hit, asked: str, *, is_internal: bool, origin: str) -> Suggested:
    words = passages.best(hit.body, asked, language=hit.language) or hit.title
    if hit.source == "article" and not is_internal:
        link = documents.link(hit)
        address = f"{origin}{link.url}" if link.url.startswith("/") else link.url
        words = "\n\n".join(filter(None, [words, address]))
    return Suggested(hit.title, words, hit.language, is_internal=is_internal)


def _similar(asked: str, language: str, conversation: Conversation, agent: Agent) -> list[Suggested]:
    """Find solved conversations like this one, and keep those this agent may see."""
    found = finding.find(
        asked, sources=(solved.SOURCE,), audiences=(solved.AUDIENCE,), language=language, limit=finding.LIMIT * 2
    )
    near = [hit for hit in _near(found.hits) if hit.key.isdecimal()]
    hits = {int(hit.key): hit for hit in near if int(hit.key) != conversation.pk}
    seen = inbox.may_see(agent, hits)
    return [
        Suggested(text.excerpt(hit.title, length=TITLE_LONGEST), hit.body, hit.language, conversation_id=pk)
        for pk, hit in hits.items() if pk in seen
    ][:MOST]  # fmt: skip


def _canned(asked: str, language: str, conversation: Conversation, agent: Agent) -> list[Suggested]:
    """Rank the canned replies of the language (or of none) by the rare words they share with the question."""
    replies = [one for one in inbox.canned_replies()[:MOST_CANNED] if one.language in {language, ""}]
    terms = {one.pk: _terms(f"{one.title}\n{one.text}", language) for one in replies}
    wanted = _asked_terms(asked, language)
    scores = _likeness(wanted, terms)
    best = sorted((one for one in replies if scores[one.pk] >= LEAST_LIKENESS), key=lambda one: -scores[one.pk])
    names = {"{{customer}}": conversation.customer.name, "{{agent}}": agent.name}
    return [_reply(one, names) for one in best[:MOST]]


def _reply(reply: CannedReply, names: dict[str, str]) -> Suggested:
    return Suggested(reply.title, canned.filled(reply.text, names), reply.language)


def _likeness(wanted: frozenset[str], terms: Mapping[int, frozenset[str]]) -> dict[int, float]:
    """Tell for each which share of the question's words, weighed by how rare they are among all, it has."""
    spread = Counter(term for those in terms.values() for term in those & wanted)
    rarity = {term: math.log(1 + len(terms) / (1 + spread[term])) for term in wanted}
    total = sum(rarity.values())
    return {pk: sum(rarity[term] for term in those & wanted) / total if total else 0.0 for pk, those in terms.items()}


@lru_cache(maxsize=2_048)
def _terms(words: str, language: str) -> frozenset[str]:
    return frozenset(analysis.index_terms(words, language)) - analysis.common_lemmas(language)


def _asked_terms(asked: str, language: str) -> frozenset[str]:
    return frozenset(analysis.spoken_terms(asked, language)) - analysis.common_lemmas(language)
