"""One of everything at the desk of the bot, and makers of turns."""

from __future__ import annotations

from datetime import datetime, timedelta

from rafiq.accounts.models import Agent
from rafiq.bot import services
from rafiq.bot.declaring import Parameter
from rafiq.bot.models import Calibration, Case, Session, Trial, Turn
from rafiq.inbox.models import Conversation, Message
from tests.makers import NOON

CURVE = [
    {"threshold": 0.9, "answered": 0.2, "wrong": 0.01},
    {"threshold": 0.7, "answered": 0.6, "wrong": 0.045},
    {"threshold": 0.4, "answered": 0.9, "wrong": 0.15},
]


def make_turn(conversation: Conversation, *, kind: str = "ANSWER", at: datetime = NOON, **fields: object) -> Turn:
    """Let the bot have dealt with the newest message of a conversation."""
    message = Message.objects.filter(conversation=conversation, kind="INBOUND").latest("pk")
    session, _ = Session.objects.get_or_create(conversation=conversation)
    given = {"state": "WRITTEN", "language": "en", "said": {"text": "Here is how."}, "taken_at": at}
    return Turn.objects.create(session=session, message=message, kind=kind, **(given | fields))


def make_answered(
    conversation: Conversation, *, seconds: int = 4, at: datetime = NOON, said: dict[str, str] | None = None,
    **fields: object,
) -> Turn:  # fmt: skip
    """Let the bot have answered so many seconds after the customer wrote."""
    said = said or {"text": "Here is how."}
    asked = Message.objects.filter(conversation=conversation, kind="INBOUND").latest("pk")
    answer = Message.objects.create(
        conversation=conversation, channel=conversation.channel, kind="OUTBOUND", text=said["text"],
        said_at=asked.said_at + timedelta(seconds=seconds), delivery="SENT",
    )  # fmt: skip
    return make_turn(conversation, at=at, answer=answer, said=said, **fields)


def furnish_desk(conversation: Conversation, boss: Agent, words: str, *, at: datetime = NOON) -> dict[str, int]:
    """Fill all that the desk shows with these words; return the ids that addresses name."""
    said = {"fa": words, "ar": words, "en": words}
    services.save_settings({"names": said, "is_active": False}, at=at)
    parameters = [
        Parameter(name="n", kind="ORDER", prompts=said, titles=said),
        Parameter(name="z", kind="CHOICE", prompts=said, choices={"b": said}, required=False),
    ]
    action, _ = services.save_action(
        None, {"name": "s", "titles": said, "url": "http://127.0.0.1:9/", "results": said},
        parameters=parameters, at=at,
    )  # fmt: skip
    fields = {"name": "o", "titles": said, "does": "ACTION", "action": action}
    intent = services.save_intent(None, fields, examples=[("fa", words), ("en", words)], at=at)
    services.save_intent(
        None, {"name": "h", "titles": said, "answers": said}, examples=[("fa", f"{words} {words}")], at=at
    )
    publication = services.publish(by=boss, at=at)
    services.save_intent(intent, {"titles": {}}, at=at)
    snippet = services.save_snippet(
        None, language="fa", title=words[:200], body=words, asked=[words], is_approved=False, at=at
    )
    got = {"kind": "ABSTAIN", "article_key": "", "intent": ""}
    case = Case.objects.create(
        text=words[:500], language="fa", expected="INTENT", intent=intent, passed=False, got=got, ran_at=at
    )
    failing = [{"case": case.pk, "text": words, "language": "fa", "expected": {"kind": "INTENT"}, "got": got}]
    trial = Trial.objects.create(
        state="FAILED", publishes=True, total=1, done=1, failing=failing, asked_by=boss, asked_at=at, finished_at=at
    )
    Calibration.objects.create(
        error_rate=0.05, threshold=0.7, figures={"questions": 300, "curve": CURVE}, calibrated_at=at
    )
    evidence = {"decision": "ANSWER", "hits": [{"title": words, "coverage": 0.7, "phrase": 0.8}, {"title": words}]}
    turn = make_answered(
        conversation, at=at, reading=words[:500], confidence=0.83, intent="o", evidence=evidence, verdict="DID_NOT",
        said={"text": words},
    )  # fmt: skip
    return {
        "bot_action": action.pk, "bot_intent": intent.pk, "bot_snippet": snippet.pk, "bot_case": case.pk,
        "bot_trial": trial.pk, "bot_publication": publication.pk, "bot_turn": turn.pk,
    }  # fmt: skip
