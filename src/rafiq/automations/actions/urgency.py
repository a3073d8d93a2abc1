"""How urgent a conversation is, and with that what it is promised: policies go by the priority."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from rafiq.automations.actions.common import Plain, conversation_of
from rafiq.automations.contracts import Act
from rafiq.platform.ui.forms import Form
from rafiq.promises import queries, services
from rafiq.promises.events import PriorityChanged
from rafiq.promises.models import Level


class WhichLevel(Form):
    """How urgent."""

    level = forms.ChoiceField(label=gettext_lazy("Priority"), choices=Level.choices)


class SetPriority(Plain):
    """It becomes so urgent."""

    key, words, form, icon = "priority", gettext_lazy("Set the priority"), WhichLevel, "alert"
    causes = (PriorityChanged.name,)

    def describe(self, params: Mapping[str, Any]) -> str:
        """Name the priority."""
        level = params.get("level")
        label = Level(level).label if level in Level.values else "—"
        return _("Set the priority to %(level)s") % {"level": label}

    def problem(self, params: Mapping[str, Any]) -> str:
        """Say if there is no such priority."""
        return "" if params.get("level") in Level.values else gettext_noop("There is no such priority.")

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Set it."""
        return _set(str(params["level"]), act)


class RaisePriority(Plain):
    """It becomes more urgent by one."""

    key, words, icon = "raise", gettext_lazy("Make it more urgent by one"), "alert"
    causes = (PriorityChanged.name,)

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Raise it; what is urgent stays so."""
        order = Level.values
        place = order.index(_level(act.conversation_id))
        return _set(order[min(place + 1, len(order) - 1)], act)


def _set(level: str, act: Act) -> bool:
    conversation = conversation_of(act)
    before = _level(conversation.pk)
    services.set_priority(conversation=conversation, level=level, actor=act.actor, at=act.at)
    return before != level


def _level(conversation_id: int) -> str:
    return queries.levels_of([conversation_id]).get(conversation_id, Level.NORMAL.value)
