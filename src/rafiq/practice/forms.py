"""What agents say: values of fields, wishes for approval, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Agent
from rafiq.customers import custom
from rafiq.customers.presentation import problem
from rafiq.platform import text
from rafiq.platform.ui.forms import Form, Words
from rafiq.practice.naming import called
from rafiq.practice.queries import Askable, Noted

LONGEST = 500


class Noting(Form):
    """The company's fields of one conversation. Each says in `was-…` what was shown, so that only changes are saved."""

    def __init__(self, *args: Any, noted: Sequence[Noted], is_closing: bool = False, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.noted = {one.key: one for one in noted}
        for one in noted:
            self.fields[one.key] = _field_of(one, is_required=is_closing and one.is_meant and one.field.is_required)
            self.initial[one.key] = custom.plain(one.value)
        self.was = {key: self.data.get(f"was-{key}", custom.plain(one.value)) for key, one in self.noted.items()}

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key, one in self.noted.items():
            try:
                cleaned[key] = custom.plain(custom.typed(one.as_custom(), cleaned.get(key) or ""))
            except custom.BadValue as error:
                self.add_error(key, str(problem(f"bad_{error.kind.lower()}")))
        return cleaned

    def changed_values(self) -> dict[str, str]:
        """Return what was changed here, by key."""
        return {key: self.cleaned_data[key] for key in self.noted if self.cleaned_data[key] != self.was[key]}

    def rivals(self) -> bool:
        """Test whether somebody else changed what was changed here; then show what they saved beside it."""
        stored = {key: custom.plain(one.value) for key, one in self.noted.items()}
        clashing = [key for key in self.changed_values() if stored[key] not in {self.was[key], self.cleaned_data[key]}]
        self.show_theirs({key: stored[key] if key in clashing else self.cleaned_data[key] for key in stored})
        self.was = {**self.was, **{key: stored[key] for key in clashing}}
        return bool(clashing)

    def pairs(self) -> list[tuple[Any, str, str]]:
        """List the fields beside the name and value of what was shown."""
        return [(self[key], f"was-{key}", self.was[key]) for key in self.noted]


def _field_of(one: Noted, *, is_required: bool) -> forms.Field:
    asked: dict[str, Any] = {"label": one.name, "required": is_required}
    match one.field.kind:
        case "CHOICE":
            there_are = [each for each in one.field.choices if not each.is_gone or each.key == one.value]
            names = [(each.key, each.names) for each in there_are]
            return forms.ChoiceField(choices=[("", "—"), *((key, called(said)) for key, said in names)], **asked)
        case "YES_NO":
            return forms.ChoiceField(choices=[("", "—"), ("1", _("Yes")), ("0", _("No"))], **asked)
        case "DATE":
            return forms.CharField(widget=forms.TextInput({"type": "date", "dir": "ltr"}), max_length=40, **asked)
        case "NUMBER":
            numeric = forms.TextInput({"inputmode": "decimal", "dir": "ltr"})
            return forms.CharField(widget=numeric, max_length=40, **asked)
        case "LINK":
            return forms.CharField(widget=forms.URLInput({"dir": "ltr"}), max_length=custom.TEXT_LONGEST, **asked)
        case _:
            return Words(max_length=custom.TEXT_LONGEST, **asked)


class Asking(Form):
    """What somebody wants to be allowed, how much of it, and why."""

    what = forms.ChoiceField(label=_("What for"))
    amount = forms.CharField(
        label=_("Amount"), max_length=40, required=False, widget=forms.TextInput({"inputmode": "decimal", "dir": "ltr"})
    )
    reason = Words(label=_("Reason"), lines=3, max_length=LONGEST)

    def __init__(self, *args: Any, askable: Sequence[Askable], agent: Agent, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.askable = {str(one.standard_id): one for one in askable}
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)  # noqa: S101  # declared above
        what.choices = [(str(one.standard_id), one.name) for one in askable]
        units = dict.fromkeys(one.unit for one in askable if one.terms.asks_amount and one.unit)
        if not any(one.terms.asks_amount for one in askable):
            del self.fields["amount"]
        elif len(units) == 1:
            self.fields["amount"].label = _("Amount (%(unit)s)") % {"unit": next(iter(units))}

    def clean_amount(self) -> Any:  # noqa: ANN401  # a number or None
        """Read a number in the digits of any script.

        Raises:
            ValidationError: shown beside the field.
        """
        given = self.cleaned_data["amount"]
        if not given.strip():
            return None
        found = text.ascii_digits(given).replace("٬", "").replace(",", "").replace("٫", ".").replace(" ", "")
        try:
            return forms.DecimalField(max_digits=18, decimal_places=2, min_value=0).clean(found)
        except forms.ValidationError as error:
            raise forms.ValidationError(_("This is no number.")) from error


class Deciding(Form):
    """Yes or no, and why."""

    is_granted = forms.ChoiceField(choices=[("1", _("Approve")), ("0", _("Refuse"))])
    reason = Words(label=_("Reason"), max_length=LONGEST, required=False)
