"""What is agreed on, for the office that crawlers visit: one of everything, some with something wrong."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from rafiq.accounts.models import Agent, Role
from rafiq.inbox.models import Conversation
from rafiq.practice import services
from rafiq.practice.asked import Asked
from rafiq.practice.content import Choice, Field, Macro, Procedure, Step, Terms
from rafiq.practice.models import Kind
from rafiq.routing.conditions import Conditions
from tests.makers import NOON, make_agent


def furnish_practice(boss: Agent, words: str, conversation: Conversation, *, at: datetime = NOON) -> dict[str, int]:
    """Agree on one of everything in these words, and do what can be done; return ids by the names addresses know."""
    names = {"fa": words, "ar": words, "en": words}
    choices = (Choice("c1", names), Choice("c2", names))
    lost = Asked(Conditions(tags=(987_654,), words=(words[:40],), languages=("fa", "ar", "en")))

    def save(kind: str, content, asked: Asked | None = None, owner: Agent | None = None) -> int:
        draft = services.Draft(names, content, asked or Asked())
        return services.save(None, draft, kind=kind, by=boss, at=at, owner=owner).pk

    field = save(Kind.FIELD, Field("CHOICE", False, choices))
    save(Kind.FIELD, Field("NUMBER", True), lost)
    steps = (Step("s1", names, choices=choices), Step("s2", names, is_required=False, after=("s1", "c1")),
             Step("s3", names))  # fmt: skip
    procedure = save(Kind.PROCEDURE, Procedure(steps))
    terms = Terms(True, names, Decimal("10.5"), (Role.ADMINISTRATOR.value,), (), (boss.pk,), 1, 24, False)
    approval = save(Kind.APPROVAL, terms)
    macro = save(Kind.MACRO, Macro(words[:40], (987_654,), ({"action": "note", "params": {"text": words}},
                                                         {"action": "gone", "params": {}})))  # fmt: skip
    usable = save(Kind.MACRO, Macro("", (), ({"action": "note", "params": {"text": words}},)))
    own = save(Kind.MACRO, Macro("", (), ({"action": "close", "params": {}},)), owner=boss)
    asking = make_agent(words)
    asked = None
    if conversation.is_open:
        services.tick(conversation, standard_id=procedure, step="s1", answer="c1", by=boss, at=at)
        asked = services.ask(conversation, standard_id=approval, reason=words, amount=Decimal(20), by=asking, at=at)
    services.note_unready(conversation.pk, lacking=[f"field-{field}"], actor="bot", at=at)
    return {
        "asked_field": field, "procedure": procedure, "approval_kind": approval, "macro": macro, "usable": usable,
        "own_macro": own, "approval": asked.pk if asked else 0,
    }  # fmt: skip
