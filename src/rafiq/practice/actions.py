"""What macros do beyond the library: an answer in words that were looked over before they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.automations.actions.common import Plain, conversation_of
from rafiq.automations.actions.speaking import speak
from rafiq.automations.contracts import Act
from rafiq.inbox.events import ReplyWritten
from rafiq.platform import text
from rafiq.platform.ui.forms import Form, Switch, Words

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
        speak(str(params.get("text", "")), conversation_of(act), act, settles=bool(params.get("settles")))
        return True
