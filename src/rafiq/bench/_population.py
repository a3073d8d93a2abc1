"""Years of a company's conversations, invented: rows for COPY, chunk by chunk."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rafiq.bench import _vocabulary

CHUNK = 10_000  # conversations
DAYS = 700
OPEN_AT_LEAST = 2_000
OPEN_SHARE = 0.02
PER_CUSTOMER = 2.5
NULL = "\\N"
NAMES = {
    "fa": ("مریم", "علی", "زهرا", "رضا", "سارا", "حسین", "نرگس", "مهدی", "لیلا", "امیر", "کریمی", "احمدی", "رضایی"),
    "ar": ("فاطمة", "محمد", "ليلى", "عمر", "نور", "خالد", "سلمى", "يوسف", "هدى", "علي", "حداد", "نصار", "الحسن"),
    "en": (
        "Maryam",
        "Ali",
        "Sara",
        "Omar",
        "Lina",
        "Reza",
        "Nora",
        "Sam",
        "Dana",
        "Karim",
        "Haddad",
        "Nasser",
        "Noori",
    ),
}

# The columns each table's rows come in; what is missing has a default.
COLUMNS = {
    "customers_customer": "id, name, search_key, language, company_name, city, about, created_at",
    "customers_identity": "customer_id, kind, value, is_verified, added_at",
    "inbox_conversation": (
        "id, customer_id, channel_id, thread, subject, language, team_id, assignee_id, waiting_since, snoozed_until, "
        "resolved_at, created_at, first_answered_at, last_at, last_text, last_kind, seen_message_id"
    ),
    "inbox_message": (
        "id, conversation_id, channel_id, kind, author_id, text, said_at, external_id, delivery, failure, attempts, "
        "terms"
    ),
    "inbox_conversationtag": "conversation_id, tag_id, tagged_at",
    "inbox_mention": "message_id, conversation_id, agent_id, mentioned_at, seen_at",
    "feedback_rating": "conversation_id, customer_id, agent_id, score, comment, rated_at",
    "platform_log": "kind, key, customer_id, actor, payload, occurred_at",
}

type Rows = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Company:
    """Who and what the conversations belong to: ids."""

    key: str  # the channel's public name
    channel_id: int
    agents: Sequence[int]
    teams: Sequence[int]
    tags: Sequence[int]


@dataclass(slots=True)
class _Conversation:
    """One conversation while it is made up."""

    id: int
    customer_id: int
    agent_id: int | None
    at: datetime
    is_open: bool
    language: _vocabulary.Language


class Population:
    """So many conversations, the same every time for the same number but for the date."""

    def __init__(self, count: int, company: Company) -> None:
        self.count = count
        self.open_count = max(min(OPEN_AT_LEAST, count // 2), round(count * OPEN_SHARE))
        self.messages = 0
        self._company = company
        self._languages = _vocabulary.languages()
        self._chance = random.Random(count)  # noqa: S311  # no secret
        self._begin = datetime.now(UTC) - timedelta(days=DAYS)
        self._step = timedelta(days=DAYS) / count
        self._customers = max(1, round(count / PER_CUSTOMER))

    def chunks(self) -> Iterator[Rows]:
        """Make the rows of all tables, customers first."""
        for first in range(1, self._customers + 1, CHUNK):
            rows: Rows = defaultdict(list)
            for number in range(first, min(first + CHUNK, self._customers + 1)):
                self._customer(rows, number)
            yield rows
        for first in range(1, self.count + 1, CHUNK):
            rows = defaultdict(list)
            for number in range(first, min(first + CHUNK, self.count + 1)):
                self._conversation(rows, number)
            yield rows

    def _customer(self, rows: Rows, number: int) -> None:
        language = self._chance.choices(("fa", "ar", "en"), (60, 25, 15))[0]
        name = " ".join(self._chance.sample(NAMES[language], 2))
        email = f"c{number}@mail{number % 7}.example"
        key = f"{name.lower()} {email}"
        _add(rows, "customers_customer", number, name, key, language, "", "", "", self._begin)
        _add(rows, "customers_identity", number, "EMAIL", email, "t", self._begin)

    def _conversation(self, rows: Rows, number: int) -> None:
        chance, company = self._chance, self._company
        is_open = number > self.count - self.open_count
        one = _Conversation(
            id=number,
            customer_id=chance.randint(1, self._customers),
            agent_id=chance.choice(company.agents) if not is_open or chance.random() < 0.6 else None,
            at=self._begin + number * self._step,
            is_open=is_open,
            language=chance.choices(self._languages, (60, 25, 15))[0],
        )
        said = [self._message(rows, one, place) for place in range(chance.choices((2, 3, 4), (35, 40, 25))[0])]
        self._row(rows, one, subject=said[0], last=said[-1], is_answered=len(said) % 2 == 0)
        self._labels(rows, one)
        self._facts(rows, one)

    def _message(self, rows: Rows, one: _Conversation, place: int) -> str:
        """Customer and agent write in turns; now and then an order is named."""
        self.messages += 1
        is_inbound = place % 2 == 0
        body, terms = one.language.sentence(self._chance)
        if is_inbound and self._chance.random() < 0.3:
            order = f"{self._chance.randint(100_000, 9_999_999)}"
            body, terms = f"{body} {order}", f"{terms} '{order}'"
        number = self.messages
        _add(
            rows, "inbox_message", number, one.id, self._company.channel_id, "INBOUND" if is_inbound else "OUTBOUND",
            None if is_inbound else one.agent_id or self._company.agents[0], body,
            one.at + place * timedelta(minutes=3),
            f"t{one.id}:{number}" if is_inbound else None, "" if is_inbound else "READ", "", 0, terms,
        )  # fmt: skip
        return body

    def _row(self, rows: Rows, one: _Conversation, *, subject: str, last: str, is_answered: bool) -> None:
        chance = self._chance
        is_snoozed = one.is_open and chance.random() < 0.1
        last_at = one.at + timedelta(minutes=9)
        _add(
            rows, "inbox_conversation", one.id, one.customer_id, self._company.channel_id, f"t{one.id}", subject[:80],
            one.language.code, chance.choice(self._company.teams) if chance.random() < 0.5 else None, one.agent_id,
            None if is_answered or is_snoozed or not one.is_open else one.at,
            last_at + timedelta(days=1) if is_snoozed else None, None if one.is_open else last_at, one.at,
            one.at + timedelta(minutes=3), last_at, last[:140], "OUTBOUND" if is_answered else "INBOUND", self.messages,
        )  # fmt: skip

    def _labels(self, rows: Rows, one: _Conversation) -> None:
        """A third has a tag, the last of which is rare; in one of a hundred somebody is mentioned; a tenth is rated."""
        chance, company = self._chance, self._company
        if chance.random() < 0.3:
            tag_id = company.tags[-1] if chance.random() < 0.001 else chance.choice(company.tags[:-1])
            _add(rows, "inbox_conversationtag", one.id, tag_id, one.at)
        if chance.random() < 0.01:
            seen_at = None if one.is_open else one.at
            _add(rows, "inbox_mention", self.messages, one.id, chance.choice(company.agents), one.at, seen_at)
        if not one.is_open and chance.random() < 0.1:
            _add(rows, "feedback_rating", one.id, one.customer_id, one.agent_id, chance.randint(1, 5), "", one.at)

    def _facts(self, rows: Rows, one: _Conversation) -> None:
        ids = {"conversation_id": one.id, "customer_id": one.customer_id}
        actor, agent = f"customer-{one.customer_id}", f"agent-{one.agent_id}"
        told = [("inbox.conversation.opened", actor, ids | {"channel_id": self._company.channel_id})]
        if one.agent_id is not None:
            told.append(("inbox.conversation.assigned", agent, ids | {"assignee_id": one.agent_id}))
        if not one.is_open:
            told.append(("inbox.conversation.resolved", agent, ids))
        for kind, who, payload in told:
            key = f"conversation-{one.id}"
            _add(rows, "platform_log", kind, key, one.customer_id, who, json.dumps(payload), one.at)


def _add(rows: Rows, table: str, *values: object) -> None:
    """Write one row in COPY's text format; no value here holds a tab, a line end or a backslash."""
    rows[table].append("\t".join([NULL if value is None else str(value) for value in values]))
