"""What an administrator may say about tokens and webhooks."""

from __future__ import annotations

from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.accounts import queries as accounts
from rafiq.api.scopes import LABELS, Scope
from rafiq.api.webhooks import catalogue
from rafiq.platform.ui.forms import Choices, Form, Switch, Words

LIVES = [("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")), ("", _("Until it is revoked"))]


class NewToken(Form):
    """A token for one program."""

    name = Words(label=_("Name"), max_length=80, help_text=_("Which program uses it, for example “Shop back end”."))
    agent = forms.ModelChoiceField(
        label=_("Acts as"),
        queryset=accounts.active_agents(),
        empty_label=None,
        help_text=_("It sees what this agent sees, and what it writes bears this name."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=[(scope.value, LABELS[scope]) for scope in Scope],
        widget=Choices,
    )
    days = forms.ChoiceField(label=_("Valid for"), choices=LIVES, required=False, initial="365")


class EditEndpoint(Form):
    """One address that hears of what happens."""

    url = Words(
        label=_("Address"), max_length=500, help_text=_("The web address of a program of yours."),
        widget=forms.URLInput({"dir": "ltr"}),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=catalogue.choices,
        required=False,
        help_text=_("None chosen means all of them."),
        widget=Choices,
    )
    is_active = forms.BooleanField(label=_("Send events there"), required=False, initial=True, widget=Switch)

    @override
    def clean(self) -> dict[str, Any]:
        return {"events": [], **(super().clean() or {})}
