"""What an administrator decides about a bot."""

from __future__ import annotations

import re
import urllib.parse
from typing import Any, ClassVar, override

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rafiq.channels.telegram.dialects import BALE, TELEGRAM, Dialect
from rafiq.channels.transport.contracts import ChannelForm
from rafiq.platform.ui.forms import Segments, Switch

TOKEN = re.compile(r"\d{3,20}:[\w-]{10,200}", re.ASCII)
MODES = [("polling", _("Ask for messages")), ("webhook", _("Be called (webhook)"))]

EXAMPLE = "\u2066123456789:AAE…\u2069"  # isolated: it reads from left to right in every language


class BotForm(ChannelForm):
    """Settings of a bot; each dialect gives its own host."""

    SECRETS = ("token",)
    dialect: ClassVar[Dialect]

    token = forms.CharField(
        label=_("Token"),
        max_length=250,
        widget=forms.PasswordInput({"dir": "ltr", "autocomplete": "off"}),
        help_text=_("BotFather gives it to you when the bot is made. It is kept encrypted and never shown again."),
    )
    mode = forms.ChoiceField(
        label=_("How messages come"),
        choices=MODES,
        initial="polling",
        widget=Segments(),
        help_text=_("Asking works everywhere. Being called needs a public https address of this installation."),
    )
    take_over = forms.BooleanField(
        label=_("Take the bot over from another system"),
        required=False,
        widget=Switch(),
        help_text=_("A bot gives its messages to one system only. Switched on, the other one gets none any more."),
    )
    api_url = forms.CharField(
        label=_("Address of the API"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"dir": "ltr", "inputmode": "url"}),
        help_text=_("Only for your own Bot API server, or a way around a blocked one."),
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        super().__init__(*args, **named)
        self.fields["api_url"].widget.attrs["placeholder"] = self.dialect.host

    def clean_token(self) -> str:
        """Take a token in the shape all tokens have; an empty one keeps what is stored."""
        token = str(self.cleaned_data["token"]).strip()
        if token and not TOKEN.fullmatch(token):
            raise forms.ValidationError(
                _("A token looks like %(example)s, with no spaces."), params={"example": EXAMPLE}
            )
        return token

    def clean_api_url(self) -> str:
        """Take an http or https address without a slash at the end."""
        url = str(self.cleaned_data["api_url"]).strip().rstrip("/")
        if url and not _is_address(url):
            raise forms.ValidationError(_("Give an address that begins with https://."))
        return url

    @override
    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("mode") == "webhook" and not _can_be_called(given.get("api_url", "")):
            self.add_error("mode", _("This installation has no public https address yet (RAFIQ_URL)."))
        return given


class TelegramForm(BotForm):
    """Settings of a Telegram bot."""

    dialect = TELEGRAM


class BaleForm(BotForm):
    """Settings of a bot of Bale."""

    dialect = BALE


def _is_address(url: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.username
    except ValueError:
        return False


def _can_be_called(api_url: str) -> bool:
    """Vendors call https only; one's own API server calls what it likes."""
    return settings.PUBLIC_URL.startswith("https://") or bool(api_url and settings.PUBLIC_URL)
