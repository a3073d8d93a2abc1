"""Settings of a webhook channel."""

from __future__ import annotations

import re
import urllib.parse

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.channels.transport.contracts import ChannelForm

_HOST = re.compile(r"[a-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?")
_CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
SHORTEST_SECRET = 16


class WebhookForm(ChannelForm):
    """Where answers go, and the secret both sides sign with."""

    SECRETS = ("signing_secret",)
    signing_secret = forms.CharField(
        label=_("Secret"),
        max_length=200,
        widget=forms.PasswordInput(_CODE),
        help_text=_("At least 16 characters that nobody can guess. Your system keeps the same; both sign with it."),
    )
    url = forms.CharField(
        label=_("Address for answers"),
        max_length=500,
        required=False,
        widget=forms.TextInput({**_CODE, "inputmode": "url", "placeholder": "https://shop.example/rafiq/"}),
        help_text=_("Your system is called here with every answer of an agent. Empty: messages come in only."),
    )
    file_hosts = forms.CharField(
        label=_("Servers of your own network that files come from"),
        max_length=1000,
        required=False,
        widget=forms.TextInput({**_CODE, "placeholder": "files.example"}),
        help_text=_("Several with spaces between. Files on public servers are fetched anyway."),
    )

    def clean_signing_secret(self) -> str:
        """Take one that is long enough; an empty one keeps what is stored."""
        given = str(self.cleaned_data["signing_secret"])
        if given and (len(given) < SHORTEST_SECRET or not given.isprintable()):
            raise forms.ValidationError(_("The secret needs at least 16 characters, on one line."))
        return given

    def clean_url(self) -> str:
        """Take an http or https address."""
        given = str(self.cleaned_data["url"]).strip()
        try:
            parts = urllib.parse.urlsplit(given)
            is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_address = False
        if given and (not is_address or not given.isprintable() or " " in given):
            raise forms.ValidationError(_("Give an address that begins with https://."))
        return given

    def clean_file_hosts(self) -> str:
        """Take names of servers, in lower case."""
        hosts = str(self.cleaned_data["file_hosts"]).lower().split()
        if not all(_HOST.fullmatch(host) for host in hosts):
            raise forms.ValidationError(_("Give names of servers only, without https://."))
        return " ".join(hosts)
