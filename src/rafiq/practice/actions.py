"""What macros do beyond the library: an answer in words that were looked over before they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from rafiq.accounts import queries as accounts
from rafiq.automations.actions.common import CLOSED, Plain, conversation_of
from rafiq.automations.contracts import Act, Impossible
from rafiq.inbox import services
from rafiq.inbox.events import ReplyWritten
from rafiq.inbox.models import Message
from rafiq.inbox.presentation.canned import filled
from rafiq.platform import text
from rafiq.platform.ui.forms import Form, Switch, Words

_EMPTY = gettext_noop("The answer has no words.")
_NO_WAY = gettext_noop("The customer cannot be reached like that any more.")
_NOT_WRITTEN = gettext_noop("The customer has written nothing that could be answered.")
_SHOWN = 60


class WhatAnswer(Form):
    """The words of an answer."""

    text = Words(
        label=gettext_lazy("Answer"), lines=4, max_length=4000,
        help_text=gettext_lazy("{{customer}} and {{agent}} become names when it is sent."),
    )  # fmt: skip
    settles = forms.BooleanField(
        label=gettext_lazy("It counts as the answer: the customer does not wait any more"), required=False,
        widget=Switch(),
    )  # fmt: skip


class Say(Plain):
    """The customer gets an answer in these words."""

    key, words, form, icon = "say", gettext_lazy("Answer in words of its own"), WhatAnswer, "send"
    causes = (ReplyWritten.name,)

    def describe(self, params: Mapping[str, Any]) -> str:
        """Quote how it begins."""
        return _("Answer: %(words)s") % {"words": text.excerpt(str(params.get("text", "")), length=_SHOWN)}

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Send it the way the customer wrote; a macro's agent sends it as their own."""
        conversation = conversation_of(act)
        author = accounts.agent(act.agent_id) if act.agent_id else None
        who = author or conversation.assignee
        names = {"{{customer}}": conversation.customer.name, "{{agent}}": who.name if who else accounts.company().name}
        said: dict[str, Any] = {
            "conversation": conversation, "body": filled(str(params.get("text", "")), names), "at": act.at,
            "client_id": act.client_id,
        }  # fmt: skip
        try:
            if author is not None:
                services.reply(author=author, **said)
            else:
                services.say_automatically(
                    actor=act.actor, answers=_heard(conversation.pk), settles=bool(params.get("settles")),
                    extras={"bot": {"name": accounts.company().name, "links": []}}, **said,
                )  # fmt: skip
        except services.NotOpen as error:
            raise Impossible(CLOSED) from error
        except services.EmptyMessage as error:
            raise Impossible(_EMPTY) from error
        except (services.NoSuchWay, services.AlreadyJoined) as error:
            raise Impossible(_NO_WAY) from error
        return True


def _heard(conversation_id: int) -> Message:
    """Return what is answered: the customer's last words.

    Raises:
        Impossible: if there are none.
    """
    said = Message.objects.filter(conversation=conversation_id, kind=Message.Kind.INBOUND).order_by("-pk").first()
    if said is None:
        raise Impossible(_NOT_WRITTEN)
    return said
