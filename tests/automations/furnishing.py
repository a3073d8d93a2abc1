"""Rules and what they did for the office that crawlers visit, some of them with something wrong."""

from __future__ import annotations

from datetime import datetime

from rafiq.accounts.models import Agent
from rafiq.automations import registry, services
from rafiq.automations.contracts import Step
from rafiq.automations.models import Rule, Run
from rafiq.inbox.models import Conversation
from rafiq.platform.log.models import Entry
from tests.makers import NOON, make_conversation

EVERYTHING = {
    "is_any": True, "channels": ["webchat"], "languages": ["fa", "ar"], "levels": ["HIGH"], "teams": [0, 987_654],
    "assignees": [0, -1, 987_654], "tags": [987_654], "without": [987_654], "segments": [987_654], "ratings": [5],
    "hours": "open",
}  # fmt: skip
LATER = {"amount": 2, "unit": "DAYS", "clock": "BUSINESS", "unless": "CUSTOMER"}


def furnish_automations(boss: Agent, words: str, *, at: datetime = NOON) -> dict[str, int]:
    """Make rules that say everything there is to say, and runs that came to everything; nothing is switched on."""
    steps = [{"action": one.key, "params": {"text": words, "hours": 3}} for one in registry.actions()]
    given = {"created_at": at, "changed_at": at, "changed_by": boss}
    rule = Rule.objects.create(
        name=words, position=1, event="answered", timing=LATER, conditions=EVERYTHING | {"words": [words]},
        steps=[*steps, {"action": "nonsense", "params": {}}], **given,
    )  # fmt: skip
    Rule.objects.create(name=f"{words} دوم", position=2, event="nonsense", conditions={"nonsense": 1}, **given)
    talk = make_conversation(words, name=words, at=at)
    note = Rule.objects.create(
        name=f"{words} سوم", position=3, event="message", is_on=True, on_since=at, **given,
        steps=[{"action": "note", "params": {"text": words, "mentions": []}}],
    )  # fmt: skip
    entry = Entry.objects.get(kind="inbox.message.received", key=talk.topic)
    services.consider(entry.id, rules=str(note.pk), at=at)
    Rule.objects.filter(pk=note.pk).update(is_on=False)
    _other_runs(rule, talk, at=at)
    return {"automation": rule.pk, "run": Run.objects.filter(rule=note).values_list("pk", flat=True)[0]}


def _other_runs(rule: Rule, talk: Conversation, *, at: datetime) -> None:
    states = ("DONE", "SAME", "FAILED", "SKIPPED")
    for number, result in enumerate(("DONE", "FAILED", "STOPPED")):
        outcomes = [
            {**Step(one.action, one.params).plain(), "state": states[place % 4], "reason": "The tag was removed."}
            for place, one in enumerate(map(Step.parse, rule.steps))
        ]
        Run.objects.create(
            rule=rule, version=7, conversation=talk, occasion=f"made-{number}", event="answered", result=result,
            reason="" if result == "DONE" else "The tag was removed.", outcomes=outcomes, happened_at=at, ran_at=at,
        )  # fmt: skip
