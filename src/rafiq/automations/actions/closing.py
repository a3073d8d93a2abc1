"""Conversations are put aside, closed, and opened again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language, gettext_lazy, gettext_noop, ngettext

from rafiq.automations.actions.common import CLOSED, Plain, conversation_of, number
from rafiq.automations.contracts import Act, Impossible
from rafiq.inbox import services
from rafiq.inbox.events import ConversationReopened, ConversationResolved, ConversationSnoozed
from rafiq.platform import text
from rafiq.platform.ui.forms import Amount, Form

_NEWER = gettext_noop("The customer began a newer conversation; this one stays closed.")
_JOINED = gettext_noop("It was joined into another conversation, where it goes on.")
_LACKING = gettext_noop("Something is lacking before it may be closed.")
_MOST_HOURS = 24 * 365
_HOURS = gettext_lazy("Give a number of hours, at least one and at most a year's.")


class HowLong(Form):
    """For how many hours."""

    hours = Amount(
        label=gettext_lazy("Hours"), min_value=1, max_value=_MOST_HOURS,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _HOURS),
    )  # fmt: skip


class Snooze(Plain):
    """It is put aside; a word of the customer brings it back at once."""

    key, words, form, icon = "snooze", gettext_lazy("Snooze it"), HowLong, "snooze"
    causes = (ConversationSnoozed.name,)

    def describe(self, params: Mapping[str, Any]) -> str:
        """Say for how long."""
        hours = number(params, "hours")
        words = ngettext("Snooze it for %(hours)s hour", "Snooze it for %(hours)s hours", hours)
        return words % {"hours": text.digits(hours, language=get_language() or "en")}

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Put it aside."""
        until = act.at + timedelta(hours=number(params, "hours"))
        conversation = conversation_of(act)
        if conversation.snoozed_until == until:
            return False
        try:
            services.snooze_automatically(conversation=conversation, until=until, actor=act.actor, at=act.at)
        except services.NotOpen as error:
            raise Impossible(CLOSED) from error
        return True


class Close(Plain):
    """It is closed, whoever has it."""

    key, words, icon = "close", gettext_lazy("Close it"), "close"
    causes = (ConversationResolved.name,)

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Close it; one that is closed stays so."""
        try:
            services.resolve_automatically(conversation=conversation_of(act), actor=act.actor, at=act.at)
        except services.AlreadyResolved:
            return False
        except services.NotReady as error:
            raise Impossible(_LACKING) from error
        return True


class Reopen(Plain):
    """It is opened again."""

    key, words, icon = "reopen", gettext_lazy("Open it again"), "reopen"
    causes = (ConversationReopened.name,)

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Open it again; an open one stays so."""
        conversation = conversation_of(act)
        if conversation.is_open:
            return False
        try:
            services.reopen_automatically(conversation=conversation, actor=act.actor, at=act.at)
        except services.NotOpen as error:
            raise Impossible(_NEWER) from error
        except services.AlreadyJoined as error:
            raise Impossible(_JOINED) from error
        return True
