"""What an administrator decides about a Mastodon account."""

from __future__ import annotations

import urllib.parse

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.channels.transport.contracts import ChannelForm


class MastodonForm(ChannelForm):
    """Settings of an account: where it lives, and the token of an application made there."""

    SECRETS = ("access_token",)

    instance = forms.CharField(
        label=_("Instance"),
        max_length=200,
        widget=forms.TextInput({"dir": "ltr", "inputmode": "url", "placeholder": "https://mastodon.social"}),
        help_text=_("The address of the server on which your account lives."),
    )
    access_token = forms.CharField(
        label=_("Access token"),
        max_length=300,
        widget=forms.PasswordInput({"dir": "ltr", "autocomplete": "off"}),
        help_text=_("Of an application made in your account. It is kept encrypted and never shown again."),
    )

    def clean_instance(self) -> str:
        """Take the address of a website, https where nothing else is said, without a path."""
        line = str(self.cleaned_data["instance"]).strip()
        try:
            parts = urllib.parse.urlsplit(line if "://" in line else f"https://{line}")
            host, port = (parts.hostname or "").encode("idna").decode(), parts.port
        except ValueError as error:
            raise forms.ValidationError(_("Give an address that begins with https://.")) from error
        if parts.scheme not in {"http", "https"} or not host or parts.username:
            raise forms.ValidationError(_("Give an address that begins with https://."))
        return f"{parts.scheme}://{host}" + (f":{port}" if port else "")

    def clean_access_token(self) -> str:
        """Take a token as it is; an empty one keeps what is stored."""
        token = str(self.cleaned_data["access_token"]).strip()
        if not token.isascii() or any(letter.isspace() for letter in token):
            raise forms.ValidationError(_("A token has no spaces and only Latin letters, digits and signs."))
        return token
