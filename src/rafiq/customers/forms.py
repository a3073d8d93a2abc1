"""What agents may say about customers, companies, fields and lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, override

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rafiq.customers import custom, mapping, presentation, reading
from rafiq.customers.models import CustomField
from rafiq.platform import text
from rafiq.platform.ui.forms import FilePick, Form, Switch, Words


class WithCustomFields(Form):
    """A form that also asks for the fields an administrator invented; their values are in `custom_values`."""

    def __init__(self, *args: Any, custom_fields: Iterable[CustomField] = (), **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.custom_fields = list(custom_fields)
        for one in self.custom_fields:
            self.fields[one.key] = _field_of(one)

    @property
    def custom_bound(self) -> list[Any]:
        """The custom fields as they are drawn."""
        return [self[one.key] for one in self.custom_fields]

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.custom_fields:
            try:
                cleaned[one.key] = custom.plain(custom.typed(one, cleaned.get(one.key) or ""))
            except custom.BadValue as error:
                self.add_error(one.key, str(presentation.problem(f"bad_{error.kind.lower()}")))
        return cleaned

    @override
    def show_theirs(self, state: Mapping[str, object]) -> None:
        super().show_theirs(state)
        language = get_language() or "en"
        for one in self.custom_fields:
            if theirs := self.theirs.get(one.key):
                self.theirs[one.key] = text.digits(theirs, language=language)

    def custom_values(self) -> dict[str, Any]:
        """Return the custom values, typed, without those left empty."""
        typed = {one.key: custom.typed(one, self.cleaned_data[one.key]) for one in self.custom_fields}
        return {key: value for key, value in typed.items() if value is not None}


def _field_of(one: CustomField) -> forms.Field:
    asked: dict[str, Any] = {"label": one.label, "required": False}
    match one.kind:
        case CustomField.Kind.CHOICE:
            return forms.ChoiceField(choices=[("", "—"), *((each, each) for each in one.choices)], **asked)
        case CustomField.Kind.YES_NO:
            return forms.ChoiceField(choices=[("", "—"), ("1", _("Yes")), ("0", _("No"))], **asked)
        case CustomField.Kind.DATE:
            return forms.CharField(widget=forms.TextInput({"type": "date", "dir": "ltr"}), max_length=40, **asked)
        case CustomField.Kind.NUMBER:
            numeric = forms.TextInput({"inputmode": "decimal", "dir": "ltr"})
            return forms.CharField(widget=numeric, max_length=40, **asked)
        case CustomField.Kind.LINK:
            return forms.CharField(widget=forms.URLInput({"dir": "ltr"}), max_length=custom.TEXT_LONGEST, **asked)
        case _:
            return Words(max_length=custom.TEXT_LONGEST, **asked)


class EditCustomer(WithCustomFields):
    """What is known about a person, apart from the addresses they are reached at."""

    name = Words(label=_("Name"), max_length=120, required=False)
    company_name = Words(label=_("Company"), max_length=120, required=False)
    city = Words(label=_("City"), max_length=80, required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", "—"), *presentation.LANGUAGES.items()]
    )
    preferred_kind = forms.ChoiceField(
        label=_("Preferred channel"), required=False, choices=[*presentation.PREFERABLE.items()],
        help_text=_("Answers go this way unless somebody chooses another."),
    )  # fmt: skip
    about = Words(
        label=_("About"), lines=4, max_length=4000, required=False,
        help_text=_("What colleagues should know about this person. The customer never sees it."),
    )  # fmt: skip

    def __init__(self, *args: Any, companies: Iterable[str] = (), **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.fields["company_name"].widget.attrs |= {"list": "companies", "autocomplete": "off"}
        self.companies = list(companies)


class NewCustomer(Form):
    """Somebody who has not written yet: a name, and at least one address; `country` is where phones are dialled."""

    name = Words(label=_("Name"), max_length=120, required=False)
    email = Words(label=_("E-mail"), max_length=254, required=False)
    phone = Words(label=_("Phone"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=list(presentation.LANGUAGES.items()))

    def __init__(self, *args: Any, country: str = "IR", **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        super().__init__(*args, **named)
        self._country = country
        for name in ("email", "phone"):
            self.fields[name].widget.attrs |= {"dir": "ltr", "autocomplete": "off"}

    def clean_email(self) -> str:
        """Read it as it is kept."""
        return self._address("email", text.normal_email)

    def clean_phone(self) -> str:
        """Read it as it is kept."""
        return self._address("phone", partial(text.normal_phone, country=self._country))

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("email") or cleaned.get("phone")):
            self.add_error("email", _("An e-mail address or a phone number is needed to reach them."))
        return cleaned

    def _address(self, name: str, read: Callable[[str], str | None]) -> str:
        given: str = self.cleaned_data[name]
        found = (read(given) if given else "") or ""
        if given and not found:
            raise forms.ValidationError(str(presentation.problem(f"bad_{name}")))
        return found


class About(Form):
    """Only the note about a customer."""

    about = Words(lines=4, max_length=4000, required=False)


class AddIdentity(Form):
    """One more address of a customer."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, presentation.address_label(kind)) for kind in ("PHONE", "EMAIL", "EXTERNAL", "HANDLE")],
    )
    value = Words(label=_("Address"), max_length=254)

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        super().__init__(*args, **{"auto_id": "address_%s", **named})
        self.fields["value"].widget.attrs |= {"dir": "auto", "autocomplete": "off"}


class WriteNote(Form):
    """A note about a customer."""

    text = Words(label=_("Note"), lines=3, max_length=4000)
    is_pinned = forms.BooleanField(label=_("Keep it on top"), required=False, widget=Switch())

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        super().__init__(*args, **{"auto_id": "note_%s", **named})


class EditOrganisation(WithCustomFields):
    """What is known about a company."""

    name = Words(label=_("Name"), max_length=120)
    domain = Words(
        label=_("Mail domain"), max_length=253, required=False,
        help_text=_("Whoever writes from there is suggested as one of its people: aftab.example"),
    )  # fmt: skip
    about = Words(label=_("About"), lines=4, max_length=4000, required=False)

    def clean_domain(self) -> str:
        """Accept a domain, also as an address or a link of it.

        Raises:
            forms.ValidationError: if it is none.
        """
        given = self.cleaned_data["domain"].lower().removeprefix("https://").removeprefix("http://")
        domain = given.removeprefix("www.").rpartition("@")[2].rstrip("/")
        normal = text.normal_email(f"x@{domain}") if domain else ""
        if normal is None:
            raise forms.ValidationError(_("This is no domain."))
        return normal.removeprefix("x@")


class EditField(Form):
    """A field an administrator invents."""

    subject = forms.ChoiceField(
        label=_("Belongs to"), choices=[("CUSTOMER", _("Customers")), ("ORGANISATION", _("Companies"))]
    )
    label = Words(label=_("Name"), max_length=60)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("TEXT", _("Text")), ("NUMBER", _("Number")), ("DATE", _("Date")), ("CHOICE", _("Choice")),
            ("YES_NO", _("Yes or no")), ("LINK", _("Link")),
        ],
    )  # fmt: skip
    choices = Words(
        label=_("Choices"), lines=4, max_length=4000, required=False, help_text=_("One a line; only for a choice.")
    )

    def __init__(self, *args: Any, is_new: bool = True, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        if not is_new:
            for name in ("subject", "kind"):
                self.fields[name].disabled = True

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lines = dict.fromkeys(line.strip()[:120] for line in cleaned.get("choices", "").split("\n") if line.strip())
        cleaned["choices"] = "\n".join(lines)
        if cleaned.get("kind") == CustomField.Kind.CHOICE and not lines and "choices" not in self.errors:
            self.add_error("choices", _("Name at least one choice."))
        return cleaned


class EditSegment(Form):
    """The name of a saved filter and who sees it; its conditions are rows beside the form."""

    name = Words(label=_("Name"), max_length=80)
    is_any = forms.ChoiceField(
        label=_("Who belongs to it"), choices=[("", _("Whoever fulfils all")), ("1", _("Whoever fulfils any"))],
        required=False,
    )  # fmt: skip
    is_shared = forms.BooleanField(label=_("Colleagues see it too"), required=False, widget=Switch())


class Upload(Form):
    """A file of people."""

    file = forms.FileField(
        label=_("File"), widget=FilePick({"accept": ".csv,.tsv,.txt,.vcf,text/csv,text/vcard"}),
        help_text=_("CSV from a spreadsheet, or vCard from an address book; up to 20 MB."),
    )  # fmt: skip


_ENCODINGS = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE",
    "windows-1256": "Windows 1256", "windows-1252": "Windows 1252",
}  # fmt: skip
_COUNTRIES = {
    "IR": _("Iran"), "AE": _("Emirates"), "LB": _("Lebanon"), "SA": _("Saudi Arabia"), "CA": _("Canada"),
    "US": _("United States"),
}  # fmt: skip


class BeginImport(Form):
    """How the people of a file are taken in; one choice a column."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False, widget=forms.Select({"dir": "ltr"}))
    delimiter = forms.ChoiceField(label=_("Between the cells"), required=False)
    has_header = forms.BooleanField(label=_("The first line names the columns"), required=False, widget=Switch())
    existing = forms.ChoiceField(
        label=_("Whoever we know already"),
        choices=[
            ("FILL", _("Add what is missing")), ("OVERWRITE", _("Replace what differs")), ("SKIP", _("Leave alone")),
        ],
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Numbers without a country are from"), choices=[*_COUNTRIES.items()])
    is_vouched = forms.BooleanField(
        label=_("We know these addresses to be theirs"), required=False, widget=Switch(),
        help_text=_("Otherwise they are kept as only said, and lead to nobody."),
    )  # fmt: skip

    def __init__(self, *args: Any, columns: Iterable[str], custom_fields: Iterable[CustomField], **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.columns = list(columns)
        signs = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": "|"}
        chosen = (self.initial or {}).get("encoding", "")
        encodings = dict.fromkeys([*reading.ENCODINGS, *([chosen] if chosen else []), "utf-16-le", "utf-16-be"])
        self.fields["encoding"].choices = [(name, _ENCODINGS.get(name, name)) for name in encodings]  # type: ignore[attr-defined]
        self.fields["delimiter"].choices = [*signs.items()]  # type: ignore[attr-defined]
        own = [(one.key, one.label) for one in custom_fields]
        choices = [("", _("(leave out)")), *mapping.FIELDS.items(), *own]
        for place, header in enumerate(self.columns):
            label = header or _("Column %(number)s") % {"number": place + 1}
            self.fields[f"column_{place}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def column_fields(self) -> list[Any]:
        """The choices of the columns as they are drawn."""
        return [self[f"column_{place}"] for place in range(len(self.columns))]

    def mapping(self) -> list[str]:
        """Return for each column the field it fills."""
        return [self.cleaned_data[f"column_{place}"] for place in range(len(self.columns))]
