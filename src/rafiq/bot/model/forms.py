"""What an administrator says about the language model."""

from __future__ import annotations

from typing import Any, override
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.bot.models.helping import MOST_SECONDS
from rafiq.platform.ui.forms import Form, Switch, Words

_CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
_MOST_TOKENS = 10**12


class EditLanguageModel(Form):
    """Where it is, what it is used for, and what it may cost. The key is never shown again; left empty, it stays."""

    is_active = forms.BooleanField(
        label=_("Use the language model"), required=False, widget=Switch,
        help_text=_("Off: nothing is sent anywhere."),
    )  # fmt: skip
    address = Words(
        label=_("Address"), max_length=300, required=False, widget=forms.URLInput(_CODE),
        help_text=_("Of any service or machine of yours that speaks OpenAI’s language."),
    )  # fmt: skip
    name = Words(
        label=_("Name of the model"), max_length=120, required=False, widget=forms.TextInput(_CODE),
        help_text=_("As the provider writes it."),
    )  # fmt: skip
    key = forms.CharField(
        label=_("Key"), max_length=500, required=False, strip=True,
        widget=forms.PasswordInput({"dir": "ltr", "autocomplete": "new-password"}),
        help_text=_("Kept encrypted. Leave it empty to keep the one there is; a machine of yours may need none."),
    )  # fmt: skip
    forgets_key = forms.BooleanField(label=_("Forget the key"), required=False, widget=Switch)
    seconds = forms.IntegerField(
        label=_("Seconds to wait"), min_value=1, max_value=MOST_SECONDS,
        help_text=_("Whoever asked waits as long; then they get the plain answer."),
    )  # fmt: skip
    words_answers = forms.BooleanField(label=_("Put answers into words"), required=False, widget=Switch)
    follows_up = forms.BooleanField(label=_("Understand follow-up questions"), required=False, widget=Switch)
    proposes_ways = forms.BooleanField(
        label=_("Propose how customers ask for an article"), required=False, widget=Switch
    )
    sums_up = forms.BooleanField(label=_("Sum up conversations for agents"), required=False, widget=Switch)
    monthly_tokens = forms.IntegerField(
        label=_("Tokens a month"), required=False, min_value=0, max_value=_MOST_TOKENS, help_text=_("Empty: no limit.")
    )
    monthly_cost = forms.DecimalField(
        label=_("Cost a month"), required=False, min_value=0, max_digits=12, decimal_places=2,
        help_text=_("In the provider’s currency. Empty: no limit."),
    )  # fmt: skip
    price_in = forms.DecimalField(
        label=_("Price of a million tokens sent"), required=False, min_value=0, max_digits=10, decimal_places=4
    )
    price_out = forms.DecimalField(
        label=_("Price of a million tokens returned"), required=False, min_value=0, max_digits=10, decimal_places=4
    )

    def clean_address(self) -> str:
        """Take only addresses of the web, without a name or a password in them.

        Raises:
            ValidationError: else.
        """
        given: str = self.cleaned_data["address"]
        if given and not _is_address(given):
            raise forms.ValidationError(_("Write an address that begins with https:// or http://."))
        return given.rstrip("/")

    @override
    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("is_active"):
            for name in ("address", "name"):
                if name in found and not found[name]:
                    self.add_error(name, _("It is needed to switch the model on."))
        return found


def _is_address(given: str) -> bool:
    try:
        parts = urlsplit(given)
        _port = parts.port
    except ValueError:
        return False
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_web and not (parts.username or parts.password or parts.query or parts.fragment)
