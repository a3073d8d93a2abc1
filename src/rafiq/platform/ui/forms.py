"""Forms as the UI kit draws them: help and errors tied to their field, the first error focused, rivals shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, override

from django import forms
from django.core.validators import validate_email
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rafiq.platform import text

# Numbers that stand alone; those inside an address or a code stay as they were typed.
_NUMBER = re.compile(r"(?<![^\s(])\d+(?=[\s).,،؛]|$)")


class Bound(BoundField):
    """A field of a form on its way to a page."""

    @property
    def theirs(self) -> str:
        """What somebody else saved here while this form was open; empty when nobody did."""
        rivals: dict[str, str] = getattr(self.form, "theirs", {})
        return rivals.get(self.name, "")


class Renderer(DjangoTemplates):
    """Draws fields with the templates of the UI kit."""

    field_template_name = "ui/field.html"
    bound_field_class = Bound


class Errors(ErrorList):
    """What is wrong with a field, its numbers written as the reader writes them."""

    @override
    def __getitem__(self, i: Any) -> Any:  # as Django declares it
        language = get_language() or "en"
        return _NUMBER.sub(lambda found: text.digits(found[0], language=language), str(super().__getitem__(i)))


class Form(forms.Form):
    """Base of every form of the staff product."""

    default_renderer = Renderer()  # one for all forms: each compiles the templates it draws with for itself

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(*args, **{"label_suffix": "", "error_class": Errors, **named})
        self.theirs: dict[str, str] = {}

    def focus_first_error(self) -> None:
        """Let the browser put the cursor where the first correction is needed."""
        for name in self.fields:
            if name in self.errors:
                self.fields[name].widget.attrs["autofocus"] = True
                return

    def show_theirs(self, state: Mapping[str, object]) -> None:
        """Put beside every field what is stored now, where it differs from what this form says."""
        for name, field in self.fields.items():
            stored = state.get(name)
            if field.has_changed(stored, self.cleaned_data.get(name)):
                self.theirs[name] = _in_words(field, stored)


def _in_words(field: forms.Field, value: object) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    names = {str(key): str(label) for key, label in _flat(getattr(field, "choices", ()))}
    several = value if isinstance(value, list | tuple) else [value]
    return " · ".join(names.get(str(one), _written(one)) for one in several if one not in {None, ""}) or "—"


def _written(value: object) -> str:
    return text.digits(value, language=get_language() or "en") if isinstance(value, int) else str(value)


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


class Words(forms.CharField):
    """Text written by people: cleaned of what could break a page or a database, in whichever direction it runs."""

    def __init__(self, *, lines: int = 1, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        attributes = {"dir": "auto"}
        widget = forms.Textarea({**attributes, "rows": lines}) if lines > 1 else forms.TextInput(attributes)
        super().__init__(**{"widget": widget, **named})
        self.lines = lines

    @override
    def to_python(self, value: Any) -> str:  # whatever the browser sent
        cleaned = text.clean(super().to_python(value) or "")
        return cleaned if self.lines > 1 else " ".join(cleaned.split())


class Amount(forms.IntegerField):
    """A whole number, read in the digits of any script and shown in the reader's."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(**{"widget": forms.TextInput({"inputmode": "numeric", "dir": "ltr"}), **named})

    @override
    def to_python(self, value: Any) -> Any:  # whatever the browser sent
        return super().to_python(text.ascii_digits(value) if isinstance(value, str) else value)

    @override
    def prepare_value(self, value: Any) -> Any:  # a stored number, or whatever the browser sent
        return text.digits(value, language=get_language() or "en") if isinstance(value, int) else value


class Email(forms.CharField):
    """An e-mail address, stored the way it is matched."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        widget = forms.EmailInput({"dir": "ltr", "autocomplete": "off", "inputmode": "email"})
        super().__init__(**{"widget": widget, "max_length": 254, **named})

    @override
    def to_python(self, value: Any) -> str:  # whatever the browser sent
        given = super().to_python(value) or ""
        return text.normal_email(given) or given

    @override
    def validate(self, value: str) -> None:
        super().validate(value)
        if value and text.normal_email(value) is None:
            raise forms.ValidationError(validate_email.message, code="invalid")


class Segments(forms.RadioSelect):
    """One of a few, side by side."""

    template_name = "ui/segments.html"


class Switch(forms.CheckboxInput):
    """Yes or no, drawn as a switch with its label behind it."""

    def __init__(self) -> None:
        super().__init__({"class": "switch", "role": "switch"})


class Choices(forms.CheckboxSelectMultiple):
    """Any of some."""

    template_name = "ui/choices.html"


class FilePick(forms.FileInput):
    """One file of the reader's device; the browser's own button would speak the browser's language."""

    template_name = "ui/file.html"
