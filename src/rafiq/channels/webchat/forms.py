"""What an administrator may decide about a widget."""

from __future__ import annotations

import re
import urllib.parse
from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Language, Scheme
from rafiq.channels.webchat.config import DEFAULTS, FIELD_LABELS, LANGUAGES
from rafiq.platform.ui.forms import Form, Segments, Switch, Words

HEX = re.compile(r"#[0-9a-fA-F]{6}")
MOST_ORIGINS = 50
ASK = [("", _("Do not ask")), ("optional", _("Ask")), ("required", _("Required"))]


class Color(forms.CharField):
    """A colour as #rrggbb."""

    widget = forms.TextInput({"type": "color"})

    @override
    def validate(self, value: str) -> None:
        super().validate(value)
        if not HEX.fullmatch(value):
            raise forms.ValidationError(_("Give the colour as # and six digits or letters a to f."))


class Origins(Words):
    """Websites, one a line, each kept the way browsers name an origin."""

    @override
    def clean(self, value: Any) -> str:  # whatever the browser sent
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_ORIGINS:
            raise forms.ValidationError(_("That is more websites than one widget can keep."))
        return "\n".join(dict.fromkeys(origin_of(line) for line in lines))


def origin_of(line: str) -> str:
    """Return the origin of an address: scheme, host and port; https is meant when none is given.

    Raises:
        ValidationError: if it is no address of a website.
    """
    try:
        parts = urllib.parse.urlsplit(line if "://" in line else f"https://{line}")
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as error:
        raise _no_website(line) from error
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[a-z0-9.-]{1,253}", host) or parts.username:
        raise _no_website(line)
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def _no_website(line: str) -> forms.ValidationError:
    return forms.ValidationError(_("“%(line)s” is no address of a website."), params={"line": line[:80]})


class NewWidget(Form):
    """A widget begins with a name; everything else has a good default."""

    name = Words(
        label=_("Name"), max_length=80, help_text=_("Only colleagues see it, for example the name of the shop.")
    )


class EditWidget(Form):
    """Everything about a widget; the texts have one field for each language."""

    name = Words(
        label=_("Name"), max_length=80, help_text=_("Only colleagues see it, for example the name of the shop.")
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        widget=Switch(),
        help_text=_("When this is switched off the bubble disappears from your website. Conversations stay."),
    )
    color = Color(label=_("Colour"))
    position = forms.ChoiceField(
        label=_("Corner"),
        choices=[("end", _("Where lines end")), ("start", _("Where lines begin"))],
        widget=Segments(),
        help_text=_("Lines end on the right in English, on the left in Persian and Arabic."),
    )
    scheme = forms.ChoiceField(label=_("Light or dark"), choices=Scheme.choices, widget=Segments())
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        help_text=_("For visitors whose page does not say its language."),
    )
    ask_name = forms.ChoiceField(label=_("Name"), required=False, choices=ASK)
    ask_email = forms.ChoiceField(label=_("E-mail"), required=False, choices=ASK)
    ask_phone = forms.ChoiceField(label=_("Phone"), required=False, choices=ASK)
    origins = Origins(
        label=_("Websites"),
        lines=3,
        required=False,
        max_length=10_000,
        help_text=_("One a line, such as https://shop.example. Empty: any website may show the widget."),
    )

    def __init__(self, *args: Any, company_name: str, **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        super().__init__(*args, **named)
        self.fields["origins"].widget.attrs["dir"] = "ltr"
        for code, name in Language.choices:
            attributes = {"lang": code, "dir": "ltr" if code == "en" else "rtl"}
            for field in ("title", "greeting", "hours"):
                lines, most = (1, 60) if field == "title" else (2, 500)
                words = Words(label=name, lines=lines, required=False, max_length=most)
                words.widget.attrs.update(attributes)
                self.fields[f"{field}_{code}"] = words
            self.fields[f"title_{code}"].widget.attrs["placeholder"] = company_name
            self.fields[f"greeting_{code}"].widget.attrs["placeholder"] = DEFAULTS["greeting"][code]

    @property
    def titles(self) -> list[forms.BoundField]:
        """The fields of the name visitors see, one for each language."""
        return [self[f"title_{code}"] for code in LANGUAGES]

    @property
    def greetings(self) -> list[forms.BoundField]:
        """The greeting's fields, one for each language."""
        return [self[f"greeting_{code}"] for code in LANGUAGES]

    @property
    def hours(self) -> list[forms.BoundField]:
        """The fields of the words for office hours, one for each language."""
        return [self[f"hours_{code}"] for code in LANGUAGES]


def to_form(settings: dict[str, Any]) -> dict[str, Any]:
    """Spread a widget's settings over the fields of its form."""
    asked = {one["name"]: "required" if one.get("required") else "optional" for one in settings["fields"]}
    return {
        **{name: settings[name] for name in ("color", "position", "scheme", "language")},
        **{f"ask_{name}": asked.get(name, "") for name in FIELD_LABELS},
        **{f"title_{code}": settings["title"].get(code, "") for code in LANGUAGES},
        **{f"greeting_{code}": settings["greeting"].get(code, "") for code in LANGUAGES},
        **{f"hours_{code}": settings["hours_text"].get(code, "") for code in LANGUAGES},
        "origins": "\n".join(settings["origins"]),
    }


def to_settings(values: dict[str, Any]) -> dict[str, Any]:
    """Gather a form's values into a widget's settings."""
    fields = [
        {"name": name, "required": values[f"ask_{name}"] == "required"}
        for name in FIELD_LABELS
        if values[f"ask_{name}"]
    ]
    return {
        **{name: values[name] for name in ("position", "scheme", "language")},
        "color": values["color"].lower(),
        "title": {code: values[f"title_{code}"] for code in LANGUAGES if values[f"title_{code}"]},
        "greeting": {code: values[f"greeting_{code}"] for code in LANGUAGES if values[f"greeting_{code}"]},
        "hours_text": {code: values[f"hours_{code}"] for code in LANGUAGES if values[f"hours_{code}"]},
        "fields": fields,
        "origins": values["origins"].split(),
    }
