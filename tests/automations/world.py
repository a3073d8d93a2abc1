"""Rules for tests, made as supervisors make them."""

from __future__ import annotations

from collections.abc import Sequence

from rafiq.accounts.models import Agent, Role
from rafiq.automations import services
from rafiq.automations.conditions import Conditions
from rafiq.automations.contracts import Step
from rafiq.automations.models import Rule, Run
from rafiq.automations.timing import Timing
from rafiq.inbox import services as inbox
from rafiq.inbox.models import ConversationTag, Tag
from tests.makers import NOON, make_agent


def boss() -> Agent:
    return Agent.objects.filter(role=Role.SUPERVISOR).first() or make_agent("Boss", role=Role.SUPERVISOR)


def make_tag(name: str = "warranty") -> Tag:
    return Tag.objects.filter(name=name).first() or inbox.save_tag(None, name=name, hue=1)


def tagging(name: str = "warranty") -> Step:
    return Step("tag", {"tag": str(make_tag(name).pk)})


def untagging(name: str = "warranty") -> Step:
    return Step("untag", {"tag": str(make_tag(name).pk)})


def make_rule(
    event: str = "message", *steps: Step, name: str = "A rule", later: Timing | None = None, is_on: bool = True,
    rule: Rule | None = None, **asked: object,
) -> Rule:  # fmt: skip
    wording = services.Wording(event, later or Timing(), Conditions(**asked), tuple(steps or [tagging()]))  # type: ignore[arg-type]
    return services.save_rule(
        rule, wording, name=name, is_on=is_on, tried=wording.fingerprint if is_on else "", by=boss(), at=NOON
    )


def tags_of(conversation_id: int) -> list[str]:
    put_on = ConversationTag.objects.filter(conversation=conversation_id)
    return sorted(put_on.values_list("tag__name", flat=True))


def results(rule: Rule | None = None) -> Sequence[str]:
    runs = Run.objects.filter(rule=rule) if rule else Run.objects.all()
    return list(runs.order_by("pk").values_list("result", flat=True))
