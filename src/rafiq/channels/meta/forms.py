"""Settings of these channels."""

from __future__ import annotations

import urllib.parse
from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.channels.meta.access import API_URL
from rafiq.channels.transport.contracts import ChannelForm
from rafiq.platform.ui.forms import Switch

_CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class Code(forms.CharField):
    """An id or a key of the vendor's: no spaces, written from left to right."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(**{"widget": forms.TextInput(_CODE), "max_length": 600, **named})

    @override
    def clean(self, value: Any) -> str:  # whatever the browser sent
        given = str(super().clean(value))
        if not given.isascii() or not given.isprintable() or " " in given:
            raise forms.ValidationError(_("Letters and digits of the vendor's console only, without spaces."))
        return given


class Secret(Code):
    """What is kept encrypted and never shown again; an empty one keeps what is stored."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(widget=forms.PasswordInput(_CODE), **named)


class ApiUrl(Code):
    """Where the vendor's interface stands."""

    @override
    def clean(self, value: Any) -> str:  # whatever the browser sent
        given = super().clean(value).rstrip("/") or API_URL
        try:
            parts = urllib.parse.urlsplit(given)
            is_address = (
                parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and parts.port != 0
            )
        except ValueError:
            is_address = False
        if not is_address:
            raise forms.ValidationError(_("Give an address that begins with https://."))
        return given


class _MetaForm(ChannelForm):
    """What all channels of this vendor need."""

    SECRETS = ("access_token", "app_secret")
    access_token = Secret(
        label=_("Access token"),
        help_text=_("A token that does not expire, made for a system user in the vendor's console."),
    )
    app_secret = Secret(
        label=_("App secret"), help_text=_("From the app's basic settings. It proves that calls come from the vendor.")
    )
    send_read = forms.BooleanField(
        label=_("Show customers that we have read"),
        required=False,
        initial=True,
        widget=Switch(),
        help_text=_("When an agent has seen a message, its sender sees it too."),
    )
    api_url = ApiUrl(
        label=_("Address of the interface"),
        required=False,
        initial=API_URL,
        help_text=_("Only for companies that reach the vendor through a server of their own."),
    )


class WhatsAppForm(_MetaForm):
    """One WhatsApp number."""

    phone_number_id = Code(
        label=_("Phone number ID"), max_length=40, help_text=_("Not the number itself: the console shows it beside it.")
    )
    business_account_id = Code(
        label=_("WhatsApp Business account ID"), max_length=40, help_text=_("Message templates belong to it.")
    )
    field_order = ("name", "phone_number_id", "business_account_id", "access_token", "app_secret", "send_read")


class _PageForm(_MetaForm):
    """What Messenger and Instagram share."""

    human_agent = forms.BooleanField(
        label=_("Answer for seven days"),
        required=False,
        widget=Switch(),
        help_text=_("Only if the vendor has granted your app the “Human Agent” feature; otherwise 24 hours."),
    )
    app_id = Code(
        label=_("App ID"),
        max_length=40,
        required=False,
        help_text=_("Then answers that colleagues give in the vendor's own inbox are told apart from ours."),
    )


class MessengerForm(_PageForm):
    """One Facebook page."""

    account_id = Code(label=_("Page ID"), max_length=40)
    field_order = ("name", "account_id", "access_token", "app_secret", "app_id", "human_agent", "send_read")


class InstagramForm(_PageForm):
    """One Instagram professional account."""

    account_id = Code(label=_("Instagram account ID"), max_length=40)
    page_id = Code(
        label=_("Page ID"),
        max_length=40,
        required=False,
        help_text=_("The Facebook page the account is linked to, if there is one."),
    )
    field_order = ("name", "account_id", "page_id", "access_token", "app_secret", "app_id", "human_agent", "send_read")
