"""What an administrator decides about a mailbox."""

from __future__ import annotations

import re
import ssl
import urllib.parse
from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.channels.mail.sending.providers import PROVIDERS
from rafiq.channels.transport.contracts import ChannelForm
from rafiq.platform import text
from rafiq.platform.ui.forms import Email, Segments, Switch, Words

HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]{2,45}\]?")
INBOUND = [("imap", _("From a mailbox (IMAP)")), ("listener", _("Handed over (SMTP)")), ("none", _("Not at all"))]
SECURITY = [("tls", "TLS"), ("starttls", "STARTTLS"), ("none", _("Not encrypted"))]
START = [("new", _("Only new mail")), ("all", _("All of it"))]
OUTBOUND = [("smtp", _("A mail server (SMTP)")), *((name, one.name) for name, one in PROVIDERS.items())]


class Machine(forms.CharField):
    """What machines read: names of servers, user names, folders; always from left to right."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        super().__init__(
            **{"widget": forms.TextInput({"dir": "ltr", "autocomplete": "off"}), "max_length": 200, **named}
        )


class Host(Machine):
    """The name of a server."""

    @override
    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not HOST.fullmatch(value):
            raise forms.ValidationError(_("This is no name of a server."))


class Secret(forms.CharField):
    """A password; the stored one stays where nothing is entered."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        widget = forms.PasswordInput({"dir": "ltr", "autocomplete": "new-password"})
        super().__init__(**{"widget": widget, "required": False, "max_length": 500, "strip": False, **named})


class Port(forms.IntegerField):
    """A port; empty is the usual one."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        widget = forms.NumberInput({"dir": "ltr"})
        super().__init__(
            **{"widget": widget, "required": False, "min_value": 1, "max_value": 65535, "label": _("Port"), **named}
        )


class MailForm(ChannelForm):
    """Settings of one mailbox or address."""

    SECRETS = ("imap_password", "smtp_password", "provider_key")

    address = Email(label=_("Address"), help_text=_("Customers write here, and answers come from here."))
    aliases = forms.CharField(
        label=_("Other addresses"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2, "dir": "ltr"}),
        help_text=_("One a line: addresses whose mail comes into the same mailbox."),
    )  # fmt: skip
    sender_name = Words(
        label=_("Sender"), required=False, max_length=80, help_text=_("The name customers see beside the address.")
    )
    sender_name_fa = Words(label=_("Sender in Persian"), required=False, max_length=80)
    sender_name_ar = Words(label=_("Sender in Arabic"), required=False, max_length=80)
    sender_name_en = Words(label=_("Sender in English"), required=False, max_length=80)
    inbound = forms.ChoiceField(label=_("How mail comes in"), choices=INBOUND, initial="imap", widget=Segments())
    imap_host = Host(label=_("Server of the mailbox (IMAP)"), required=False)
    imap_port = Port()
    imap_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY, initial="tls", widget=Segments())
    imap_user = Machine(label=_("User name"), required=False, help_text=_("Empty: the address."))
    imap_password = Secret(label=_("Password of the mailbox"))
    imap_folder = Machine(label=_("Folder"), required=False, initial="INBOX")
    imap_junk = Machine(
        label=_("Folder for junk"), required=False,
        help_text=_("If you name it, mail there is taken in too and marked: real mail is often found there."),
    )  # fmt: skip
    start = forms.ChoiceField(
        label=_("Mail that is in the mailbox already"), choices=START, initial="new", required=False, widget=Segments()
    )
    outbound = forms.ChoiceField(label=_("How answers go out"), choices=OUTBOUND, initial="smtp")
    smtp_host = Host(label=_("Server for sending (SMTP)"), required=False)
    smtp_port = Port()
    smtp_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY, initial="starttls", widget=Segments())
    smtp_user = Machine(label=_("User name"), required=False, help_text=_("Empty: the address."))
    smtp_password = Secret(label=_("Password for sending"))
    provider_key = Secret(label=_("Key of the provider"))
    provider_domain = Host(label=_("Sending domain at the provider"), required=False)
    provider_url = forms.URLField(
        label=_("Address of the provider's API"), required=False, assume_scheme="https",
        widget=forms.URLInput({"dir": "ltr"}), help_text=_("Only if it differs, for example in Europe."),
    )  # fmt: skip
    signature = Words(label=_("Signature"), required=False, lines=3, max_length=2000)
    quote = forms.BooleanField(
        label=_("Quote what is answered"), required=False, initial=True, widget=Switch(),
        help_text=_("The customer's last mail stands below the answer."),
    )  # fmt: skip
    plus_addresses = forms.BooleanField(
        label=_("Signed reply addresses"), required=False, initial=True, widget=Switch(),
        help_text=_("Answers then find back even without their headers. The server must take mail for name+anything."),
    )  # fmt: skip
    authserv_id = Machine(
        label=_("Name of the checking server"), required=False,
        help_text=_("As it stands first in Authentication-Results; only its word about senders is believed."),
    )  # fmt: skip
    certificate = forms.CharField(
        label=_("Certificate of your own authority"), required=False, max_length=20_000,
        widget=forms.Textarea({"rows": 3, "dir": "ltr"}), help_text=_("PEM; only for servers of your own."),
    )  # fmt: skip

    def clean_aliases(self) -> str:
        """Take addresses, one a line, in normal form."""
        found = []
        for given in str(self.cleaned_data["aliases"]).replace(",", " ").split():
            normal = text.normal_email(given)
            if normal is None:
                raise forms.ValidationError(_("“%(words)s” is no e-mail address."), params={"words": given[:80]})
            found.append(normal)
        return "\n".join(dict.fromkeys(found))

    def clean_provider_url(self) -> str:
        """Send the key over encrypted connections only; this machine itself is near enough."""
        given = str(self.cleaned_data["provider_url"])
        parts = urllib.parse.urlsplit(given)
        if given and parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
            raise forms.ValidationError(_("The address must begin with https://."))
        return given

    def clean_certificate(self) -> str:
        """Take a certificate only if it can be read."""
        given = str(self.cleaned_data["certificate"]).strip()
        if given:
            try:
                ssl.create_default_context(cadata=given)
            except (ssl.SSLError, ValueError) as error:
                raise forms.ValidationError(_("This certificate cannot be read.")) from error
        return given

    def clean_imap_folder(self) -> str:
        """An empty folder is the usual one."""
        return str(self.cleaned_data["imap_folder"]) or "INBOX"

    def clean_start(self) -> str:
        """Take only new mail where nothing is said."""
        return str(self.cleaned_data["start"]) or "new"

    @override
    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("inbound") == "imap" and not values.get("imap_host") and "imap_host" not in self.errors:
            self.add_error("imap_host", _("Name the server of the mailbox."))
        if values.get("outbound") == "smtp" and not values.get("smtp_host") and "smtp_host" not in self.errors:
            self.add_error("smtp_host", _("Name the server for sending."))
        return values
