"""What the bot said to customers in the last 90 days: what it knew, what it did not, whom it called, what was wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from rafiq.accounts.models import Agent
from rafiq.bot.dialogue import passages
from rafiq.bot.models import Session, Turn
from rafiq.customers.models import Customer
from rafiq.demo.answers import lines
from rafiq.demo.answers.taught import NAMES
from rafiq.inbox import events
from rafiq.inbox.models import Channel, Conversation, Message
from rafiq.knowledge import markdown
from rafiq.knowledge.models import Translation
from rafiq.platform import text
from rafiq.platform.events import Event

AGENTS = {"fa": "elham", "ar": "ziad", "en": "daniel"}
DAYS = 88
_UNKNOWN = {
    "fa": "این را با اطمینان نمی‌دانم و نمی‌خواهم حدس بزنم. پیامتان پیش ماست و یکی از همکاران همین‌جا پاسخ می‌دهد.",
    "ar": "لا أعرف هذا على وجه اليقين ولا أريد أن أخمّن. رسالتك لدينا، وسيجيبك أحد الزملاء هنا.",
    "en": "I do not know this for certain, and I would rather not guess. A colleague reads this and answers you here.",
}
_CALLED = {
    "fa": "حتماً. یکی از همکاران پیامتان را می‌خواند و همین‌جا پاسخ می‌دهد.",
    "ar": "بالتأكيد. يقرأ أحد الزملاء رسالتك ويجيبك هنا.",
    "en": "Of course. A colleague reads this and answers you here.",
}
_KINDS = {"WRONG": Turn.Kind.ANSWER}


@dataclass(slots=True)
class _Talk:
    """One conversation before it is stored: who, about what, and its messages in order of time."""

    script: Mapping[str, Any]
    conversation: Conversation
    asked: Message
    answer: Message
    by_agent: Message | None
    turn: dict[str, Any] = field(default_factory=dict)

    @property
    def messages(self) -> list[Message]:
        return [one for one in (self.asked, self.answer, self.by_agent) if one is not None]


class TalkWriter:
    """Writes the bot's conversations, each table with one statement."""

    def __init__(
        self, *, channel: Channel, agents: Mapping[str, Agent], customers: Sequence[Customer],
        articles: Mapping[tuple[str, str], Translation], at: datetime, dice: Random,
    ) -> None:  # fmt: skip
        self._channel, self._agents, self._articles, self._dice = channel, agents, articles, dice
        self._at, self._customers = at, customers
        self._answers = {one["name"]: one.get("answers", {}) for one in lines("intents")}

    def write(self) -> list[Event]:
        """Store everything; return the facts for the log."""
        scripts = lines("talks")
        self._dice.shuffle(scripts)
        talks = [self._talk(script, place, len(scripts)) for place, script in enumerate(scripts)]
        Conversation.objects.bulk_create([talk.conversation for talk in talks])
        Message.objects.bulk_create([message for talk in talks for message in talk.messages])
        sessions = Session.objects.bulk_create([self._session(talk) for talk in talks])
        Turn.objects.bulk_create(
            Turn(session=session, message=talk.asked, answer=talk.answer, **talk.turn)
            for session, talk in zip(sessions, talks, strict=True)
        )
        return [fact for talk in talks for fact in _facts(talk)]

    def _talk(self, script: Mapping[str, Any], place: int, count: int) -> _Talk:
        language = script["language"]
        asked_at = self._at - timedelta(days=DAYS * (1 - place / count), minutes=self._dice.randint(30, 600))
        said, links = self._said(script)
        question = script.get("asked") or self._dice.choice(self._articles[script["article"], language].asked)
        agent = self._agents[AGENTS[language]] if script.get("answered") else None
        conversation = self._conversation(script, question, asked_at, agent=agent, place=place)
        extras: dict[str, Any] = {"bot": {"name": NAMES[language], "language": language, "kind": _kind(script)}}
        if links:
            extras["bot"]["links"] = links
        asked = self._message(conversation, Message.Kind.INBOUND, question, asked_at)
        answer = self._message(
            conversation, Message.Kind.OUTBOUND, said, asked_at + timedelta(seconds=2), extras=extras
        )
        by_agent = None
        if agent:
            answered_at = asked_at + timedelta(minutes=self._dice.randint(4, 50))
            by_agent = self._message(conversation, Message.Kind.OUTBOUND, script["answered"], answered_at, author=agent)
        talk = _Talk(script, conversation, asked, answer, by_agent)
        talk.turn = self._turn(script, talk)
        return talk

    def _said(self, script: Mapping[str, Any]) -> tuple[str, list[dict[str, str]]]:
        """Return what the bot says, and the pages it names."""
        language = script["language"]
        if article := script.get("article"):
            row = self._articles[article, language]
            words = passages.best(markdown.plain(row.body), row.title, language=language)
            return words, [{"title": row.title, "url": f"/help/{language}/articles/{row.slug}/"}]
        if script["kind"] == "ABSTAIN":
            return _UNKNOWN[language], []
        if script["kind"] == "HAND_OVER":
            return _CALLED[language], []
        return script.get("said") or self._answers[script["intent"]][language], []

    def _conversation(
        self, script: Mapping[str, Any], question: str, asked_at: datetime, *, agent: Agent | None, place: int
    ) -> Conversation:
        language = script["language"]
        mine = [one for one in self._customers if one.language == language and one.created_at < asked_at]
        last = script.get("answered") or self._said(script)[0]
        return Conversation(
            customer=self._dice.choice(mine or list(self._customers)), channel=self._channel,
            thread=hashlib.sha256(f"demo bot {place}".encode()).hexdigest()[:40], subject="", language=language,
            created_at=asked_at, assignee=agent, resolved_at=asked_at + timedelta(hours=25),
            first_answered_at=asked_at + timedelta(seconds=2), last_at=asked_at + timedelta(minutes=51),
            last_text=text.excerpt(last, length=140), last_kind=Message.Kind.OUTBOUND,
        )  # fmt: skip

    def _message(
        self, conversation: Conversation, kind: str, words: str, said_at: datetime, *, author: Agent | None = None,
        extras: Mapping[str, Any] | None = None,
    ) -> Message:  # fmt: skip
        return Message(
            conversation=conversation, channel=self._channel, kind=kind, text=words, said_at=said_at, author=author,
            delivery="READ" if kind == Message.Kind.OUTBOUND else "", extras=dict(extras or {}),
        )  # fmt: skip

    def _session(self, talk: _Talk) -> Session:
        reason = talk.turn["reason"] or ("AGENT" if talk.by_agent else "")
        since = talk.answer.said_at if reason and talk.turn["kind"] == Turn.Kind.HAND_OVER else None
        return Session(
            conversation=talk.conversation, language=talk.script["language"], said=1, silent_since=since,
            reason=reason if since else "",
        )  # fmt: skip

    def _turn(self, script: Mapping[str, Any], talk: _Talk) -> dict[str, Any]:
        kind = _kind(script)
        is_sure = kind in {Turn.Kind.ANSWER, Turn.Kind.INTENT, Turn.Kind.ACTION}
        low, high = (0.72, 0.98) if is_sure else (0.08, 0.4)
        return {
            "kind": kind, "state": Turn.State.WRITTEN, "language": script["language"],
            "reading": text.excerpt(talk.asked.text, length=400), "taken_at": talk.answer.said_at,
            "confidence": None if kind == Turn.Kind.HAND_OVER else round(self._dice.uniform(low, high), 2),
            "article_key": script.get("article", ""), "intent": script.get("intent", ""),
            "reason": script.get("reason") or ("FAILED" if kind == Turn.Kind.ABSTAIN else ""),
            "said": {"text": talk.answer.text, "extras": talk.answer.extras}, "evidence": {"decision": kind},
            "verdict": script.get("verdict", ""), **self._correction(script, talk),
        }  # fmt: skip

    def _correction(self, script: Mapping[str, Any], talk: _Talk) -> dict[str, Any]:
        """A supervisor has looked through the transcripts and said what should have been the answer."""
        if script["kind"] != "WRONG":
            return {}
        return {
            "correction": {"should": "ARTICLE", "article_key": script["should"]},
            "corrected_by": self._agents["rima" if script["language"] == "ar" else "arash"],
            "corrected_at": min(talk.asked.said_at + timedelta(days=1), self._at),
        }


def _kind(script: Mapping[str, Any]) -> str:
    return str(_KINDS.get(script["kind"], script["kind"]))


def _facts(talk: _Talk) -> Iterator[Event]:
    row = talk.conversation
    ids: dict[str, Any] = {"conversation_id": row.pk, "customer_id": row.customer_id}
    customer, begun_at = f"customer-{row.customer_id}", row.created_at
    yield events.ConversationOpened(**ids, channel_id=row.channel_id, occurred_at=begun_at, actor=customer)
    yield events.MessageReceived(**ids, message_id=talk.asked.pk, occurred_at=begun_at, actor=customer)
    for message in talk.messages[1:]:
        actor = f"agent-{message.author_id}" if message.author_id else "bot"
        yield events.ReplyWritten(**ids, message_id=message.pk, occurred_at=message.said_at, actor=actor)
    if row.resolved_at:
        actor = f"agent-{row.assignee_id}" if row.assignee_id else "bot"
        yield events.ConversationResolved(**ids, occurred_at=row.resolved_at, actor=actor)
