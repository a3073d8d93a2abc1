"""A step of rules and macros: an address of the company's is told, at that very moment, of a conversation.

The step writes to the log, in its own transaction; from there it goes the way of every webhook: signed, in order, tried
again, recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, override

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from rafiq.api.models import Endpoint
from rafiq.automations.contracts import Act, Impossible
from rafiq.inbox.models import Conversation
from rafiq.platform import log
from rafiq.platform.events import Event
from rafiq.platform.ui.forms import Form, Words

_GONE = gettext_noop("The webhook was removed or switched off.")
_NO_CONVERSATION = gettext_noop("The conversation does not exist any more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookCalled(Event):
    """A rule, or an agent's macro, wants one endpoint to hear of a conversation; `label` says what for."""

    name: ClassVar[str] = "api.webhook.called"
    conversation_id: int
    customer_id: int
    endpoint_id: int
    label: str = ""

    @override
    def key(self) -> str:
        return f"conversation-{self.conversation_id}"


def _endpoints() -> list[tuple[str, str]]:
    return [(str(one.pk), one.url) for one in Endpoint.objects.filter(is_active=True).order_by("url")]


class WhichEndpoint(Form):
    """An endpoint, and a word for the program behind it."""

    endpoint = forms.ChoiceField(label=gettext_lazy("Webhook"), choices=_endpoints)
    label = Words(
        label=gettext_lazy("What for"), max_length=60, required=False,
        help_text=gettext_lazy("Goes along, so that the program behind the address knows what to do."),
    )  # fmt: skip


class CallWebhook:
    """A webhook is called."""

    key = "webhook"
    icon = "link"
    form: type[Form] = WhichEndpoint
    causes = (WebhookCalled.name,)

    @property
    def label(self) -> str:
        """What it does."""
        return _("Call a webhook")

    def describe(self, params: Mapping[str, Any]) -> str:
        """Name the address."""
        found = Endpoint.objects.filter(pk=_number(params)).values_list("url", flat=True).first()
        return _("Call the webhook %(url)s") % {"url": found or _("(removed)")}

    def problem(self, params: Mapping[str, Any]) -> str:
        """Say if the endpoint was removed or switched off."""
        return "" if Endpoint.objects.filter(pk=_number(params), is_active=True).exists() else _GONE

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Write down that it shall be called; a reader of the log hands it to the sender.

        Raises:
            Impossible: if the conversation is gone.
        """
        conversation = Conversation.objects.filter(pk=act.conversation_id).first()
        if conversation is None:
            raise Impossible(_NO_CONVERSATION)
        log.append(
            WebhookCalled(
                conversation_id=conversation.pk, customer_id=conversation.customer_id, endpoint_id=_number(params),
                label=str(params.get("label", "")), occurred_at=act.at, actor=act.actor,
            )
        )  # fmt: skip
        return True


def _number(params: Mapping[str, Any]) -> int:
    given = str(params.get("endpoint", ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
