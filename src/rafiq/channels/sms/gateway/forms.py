"""What an administrator says about a gateway nobody wrote code for."""

from __future__ import annotations

from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.channels.sms.forms import Code, Secret, SmsForm, number_field
from rafiq.channels.sms.gateway import templates


class GatewayForm(SmsForm):
    """A gateway nobody wrote code for: its requests described in words it would understand."""

    SECRETS: tuple[str, ...] = ("secret", "hook_secret")
    url = Code(
        label=_("Address"),
        max_length=500,
        help_text=_("Where messages are sent to. {to}, {text}, {key} … are filled in."),
    )
    method = forms.ChoiceField(label=_("Method"), choices=[("POST", "POST"), ("GET", "GET"), ("PUT", "PUT")])
    encoding = forms.ChoiceField(
        label=_("Written as"),
        choices=[("json", "JSON"), ("form", _("Form fields")), ("none", _("Nothing, all is in the address"))],
    )
    body = Code(
        label=_("Body"), lines=5, required=False, max_length=5000,
        help_text=_(
            "JSON, or one field a line (name=value). These are filled in: "
            "{to} {to_digits} {to_national} {from} {text} {key} {secret}."
        ),
    )  # fmt: skip
    headers = Code(
        label=_("Headers"), lines=2, required=False, max_length=2000, help_text=_("One a line, as Name: value.")
    )
    secret = Secret(label=_("Key or password of the gateway"), help_text=_("Stands wherever you write {secret}."))
    sender = Code(label=_("Sender"), max_length=20, required=False, help_text=_("Stands wherever you write {from}."))
    id_path = Code(
        label=_("Where the id stands in the answer"),
        max_length=200,
        required=False,
        help_text=_("Such as messages.0.id; empty: there is none."),
    )
    success = Code(
        label=_("When it was accepted"),
        max_length=200,
        required=False,
        help_text=_("Such as status=ok; empty: when the answer is 2xx."),
    )
    longest = number_field(
        _("Most characters of one message"), 10_000, 0, help_text=_("Longer ones go out as several; 0: any length.")
    )
    health_url = Code(
        label=_("Address to test"),
        max_length=500,
        required=False,
        help_text=_("Anything that answers 2xx when key and account are good."),
    )
    hook_check = forms.ChoiceField(
        label=_("How calls prove themselves"),
        choices=[
            ("secret", _("By a shared secret")),
            ("hmac-sha256", _("By a signature (HMAC, SHA-256)")),
            ("hmac-sha1", _("By a signature (HMAC, SHA-1)")),
            ("address", _("Only by where they come from")),
        ],
    )
    hook_name = Code(label=_("Name of the header or field with it"), max_length=60, initial="X-Secret")
    hook_secret = Secret(label=_("Shared secret"), help_text=_("Without one no call is accepted."))
    hook_addresses = Code(
        label=_("Accept calls only from"),
        lines=2,
        required=False,
        max_length=1000,
        help_text=_("Addresses or networks, one a line; empty: from anywhere."),
    )
    in_from = Code(label=_("Field with the sender"), max_length=60, initial="from")
    in_text = Code(label=_("Field with the text"), max_length=60, initial="text")
    in_id = Code(label=_("Field with the id"), max_length=60, initial="id")
    report_id = Code(label=_("Report: field with the id"), max_length=60, required=False, initial="id")
    report_status = Code(label=_("Report: field with the state"), max_length=60, required=False, initial="status")
    report_map = Code(
        label=_("Report: what states mean"), lines=3, required=False, max_length=1000,
        help_text=_("One a line: their word = delivered, read, failed or sent. Usual words are known already."),
    )  # fmt: skip

    def clean_url(self) -> str:
        """Keep an address that may be asked."""
        return _checked(templates.check_url, self.cleaned_data["url"])

    def clean_health_url(self) -> str:
        """Keep an address that may be asked, or nothing."""
        given: str = self.cleaned_data["health_url"]
        return _checked(templates.check_url, given) if given else ""

    def clean_headers(self) -> str:
        """Keep lines that are headers."""
        return _checked(templates.check_headers, self.cleaned_data["headers"])

    def clean_hook_addresses(self) -> str:
        """Keep lines that are addresses or networks."""
        return _checked(templates.check_addresses, self.cleaned_data["hook_addresses"])

    def clean_report_map(self) -> str:
        """Keep lines that say what a state means."""
        return _checked(templates.check_map, self.cleaned_data["report_map"])

    @override
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            templates.check_body(given.get("body", ""), given.get("encoding", "json"))
        except templates.BadTemplate as error:
            self.add_error("body", str(error))
        if given.get("hook_check") == "address" and not given.get("hook_addresses"):
            self.add_error("hook_addresses", _("Say where calls come from, or choose another proof."))
        everything = " ".join(str(given.get(name, "")) for name in ("url", "body"))
        if "{text}" not in everything and "body" not in self.errors:
            self.add_error("body", _("{text} stands nowhere: nothing would be said."))
        return given


def _checked(check: Any, given: str) -> str:  # noqa: ANN401  # a function of templates
    try:
        check(given)
    except templates.BadTemplate as error:
        raise forms.ValidationError(str(error)) from error
    return given
