"""What an administrator says about an SMS channel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.channels.sms.numbers import COUNTRIES
from rafiq.channels.sms.smpp import link
from rafiq.channels.transport.contracts import ChannelForm
from rafiq.platform import text
from rafiq.platform.ui.forms import Switch, Words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Label = str | _StrPromise

COUNTRY_NAMES: dict[str, Label] = {
    "IR": _("Iran (+98)"), "AE": _("United Arab Emirates (+971)"), "LB": _("Lebanon (+961)"),
    "SA": _("Saudi Arabia (+966)"), "CA": _("Canada (+1)"), "US": _("United States (+1)"),
}  # fmt: skip
_HOST = re.compile(r"[A-Za-z0-9.\-:]{1,253}")
_SID = re.compile(r"AC[0-9a-fA-F]{32}")
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")


class Code(forms.CharField):
    """Text of machines: left to right, nothing around it."""

    def __init__(self, *, lines: int = 1, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        attributes = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
        widget = forms.Textarea({**attributes, "rows": lines}) if lines > 1 else forms.TextInput(attributes)
        super().__init__(**{"widget": widget, **named})

    @override
    def to_python(self, value: Any) -> str:  # whatever the browser sent
        return text.clean(super().to_python(value) or "")


class Secret(forms.CharField):
    """A secret: written, never shown."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        widget = forms.PasswordInput({"dir": "ltr", "autocomplete": "new-password"})
        super().__init__(**{"widget": widget, "max_length": 200, "required": False, **named})


class SmsForm(ChannelForm):
    """What all kinds ask for."""

    country = forms.ChoiceField(
        label=_("Country"),
        choices=[(code, COUNTRY_NAMES[code]) for code in COUNTRIES],
        initial="IR",
        help_text=_("How numbers without a country code are meant."),
    )
    out_words = Words(
        label=_("More words that mean “no more messages”"), lines=2, required=False, max_length=500,
        help_text=_("One a line. لغو, إلغاء, STOP and their like are known already."),
    )  # fmt: skip
    confirm_opting = forms.BooleanField(
        label=_("Confirm STOP and START"), required=False, initial=True, widget=Switch(),
        help_text=_("One short answer tells the person that their wish was heard."),
    )  # fmt: skip


def number_field(label: Label, most: int, initial: int, *, least: int = 0, help_text: Label = "") -> forms.IntegerField:
    """This will make a field for a whole number."""
    widget = forms.NumberInput({"dir": "ltr"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, initial=initial, help_text=help_text, widget=widget
    )


class SmppForm(SmsForm):
    """A message centre."""

    SECRETS: tuple[str, ...] = ("password",)
    host = Code(label=_("Host"), max_length=253, help_text=_("Name or address of the message centre."))
    port = number_field(_("Port"), 65535, 2775, least=1)
    use_tls = forms.BooleanField(label=_("Encrypt the connection (TLS)"), required=False, widget=Switch())
    check_certificate = forms.BooleanField(
        label=_("Check the certificate"), required=False, initial=True, widget=Switch()
    )
    system_id = Code(label=_("System ID"), max_length=15)
    password = Secret(label=_("Password"), max_length=8)
    system_type = Code(label=_("System type"), max_length=12, required=False, help_text=_("Usually empty."))
    bind = forms.ChoiceField(
        label=_("Connections"),
        choices=[
            ("transceiver", _("One for both directions")),
            ("separate", _("One to send, one to receive")),
            ("transmitter", _("Only send")),
        ],
        initial="transceiver",
    )
    source = Code(label=_("Sender"), max_length=20, help_text=_("The number or name your messages come from."))
    source_ton = number_field(_("Sender's type (TON)"), 6, 0)
    source_npi = number_field(_("Sender's plan (NPI)"), 18, 1)
    destination_ton = number_field(_("Receiver's type (TON)"), 6, 1)
    destination_npi = number_field(_("Receiver's plan (NPI)"), 18, 1)
    address_range = Code(label=_("Address range"), max_length=40, required=False, help_text=_("Usually empty."))
    alphabet = forms.ChoiceField(
        label=_("Default alphabet"),
        choices=[("gsm", "GSM"), ("latin1", _("Western European (Latin 1)")), ("ascii", "ASCII")],
        initial="gsm",
        help_text=_("What the centre means by data coding 0. Persian and Arabic always travel as UCS-2."),
    )
    long = forms.ChoiceField(
        label=_("Long messages"),
        choices=[
            ("udh8", _("In parts, numbered by headers (8 bit)")),
            ("udh16", _("In parts, numbered by headers (16 bit)")),
            ("sar", _("In parts, numbered by parameters (SAR)")),
            ("payload", _("Whole, cut by the centre")),
        ],
        initial="udh8",
    )
    window = number_field(_("Messages under way at once"), 100, 10, least=1)
    enquire_seconds = number_field(_("Seconds between signs of life"), 300, 30, least=5)

    def clean_host(self) -> str:
        """Keep a host's name, with nothing around it."""
        given: str = self.cleaned_data["host"]
        if not _HOST.fullmatch(given):
            raise forms.ValidationError(_("Give only the name or address, without smpp:// and without the port."))
        return given

    def clean_bind(self) -> str:
        """Keep a way to bind the session knows."""
        given: str = self.cleaned_data["bind"]
        return given if given in link.BINDS else link.BINDS[0]


class KavenegarForm(SmsForm):
    """A Kavenegar account and one of its lines."""

    SECRETS: tuple[str, ...] = ("api_key",)
    api_key = Secret(label=_("API key"), required=True, help_text=_("In Kavenegar's panel under “Account settings”."))
    line = Code(label=_("Line"), max_length=20, help_text=_("The number your messages come from and are sent to."))
    poll = forms.BooleanField(
        label=_("Fetch received messages every half minute"), required=False, initial=True, widget=Switch(),
        help_text=_("For installations Kavenegar cannot call. Fetching and being called go together well."),
    )  # fmt: skip

    def clean_line(self) -> str:
        """Keep the digits of a line."""
        given = text.ascii_digits(self.cleaned_data["line"]).replace(" ", "")
        if not given.removeprefix("+").isdecimal():
            raise forms.ValidationError(_("A line has only digits."))
        return given


class TwilioForm(SmsForm):
    """A Twilio account and the number or messaging service to send from."""

    SECRETS: tuple[str, ...] = ("auth_token",)
    account_sid = Code(label=_("Account SID"), max_length=34, help_text=_("Begins with AC."))
    auth_token = Secret(
        label=_("Auth token"),
        required=True,
        help_text=_("Signs what Twilio sends us; no API key can take its place."),
    )
    sender = Code(label=_("Number"), max_length=20, required=False, help_text=_("With + and country code."))
    service_sid = Code(label=_("Messaging service SID"), max_length=34, required=False, help_text=_("Begins with MG."))

    def clean_account_sid(self) -> str:
        """Keep what can be an account's SID."""
        given: str = self.cleaned_data["account_sid"]
        if not _SID.fullmatch(given):
            raise forms.ValidationError(_("An account SID is AC and 32 digits or letters a to f."))
        return given

    def clean_service_sid(self) -> str:
        """Keep what can be a service's SID, or nothing."""
        given: str = self.cleaned_data["service_sid"]
        if given and not _SERVICE.fullmatch(given):
            raise forms.ValidationError(_("A messaging service SID is MG and 32 digits or letters a to f."))
        return given

    @override
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("sender") and not given.get("service_sid") and "service_sid" not in self.errors:
            self.add_error("sender", _("Give a number or a messaging service to send from."))
        return given
