"""Actions and their parameters, one form a parameter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.bot.declaring import KINDS, Parameter
from rafiq.bot.desk.forms.teaching import LANGUAGES, SAID_LONGEST, SLUG
from rafiq.bot.models import Action
from rafiq.platform import text
from rafiq.platform.ui.forms import Form, Segments, Switch, Words

MOST = 12
KIND_LABELS = {
    "TEXT": gettext_lazy("Text"), "NUMBER": gettext_lazy("Number"), "DATE": gettext_lazy("Day"),
    "CHOICE": gettext_lazy("One of some"), "PHONE": gettext_lazy("Phone number"), "EMAIL": gettext_lazy("E-mail"),
    "ORDER": gettext_lazy("Order number"),
}  # fmt: skip


class EditAction(Form):
    """Something the bot can do by calling an address of the company."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=60, validators=[SLUG], widget=forms.TextInput({"dir": "ltr"}),
        help_text=gettext_lazy("Sent along with every request; small Latin letters and hyphens."),
    )  # fmt: skip
    title_fa = Words(label=gettext_lazy("Called in Persian"), max_length=80, required=False)
    title_ar = Words(label=gettext_lazy("Called in Arabic"), max_length=80, required=False)
    title_en = Words(label=gettext_lazy("Called in English"), max_length=80, required=False)
    url = forms.URLField(
        label=gettext_lazy("Address"), max_length=500, assume_scheme="https",
        widget=forms.URLInput({"dir": "ltr"}),
    )  # fmt: skip
    method = forms.ChoiceField(label=gettext_lazy("Method"), choices=Action.Method, widget=Segments())
    who = forms.ChoiceField(label=gettext_lazy("Who may use it"), choices=Action.Who, widget=Segments())
    needs_confirmation = forms.BooleanField(
        label=gettext_lazy("Ask “shall I?” before doing it"), required=False, widget=Switch()
    )
    result_fa = Words(
        label=gettext_lazy("Said afterwards in Persian"), lines=3, max_length=SAID_LONGEST, required=False
    )
    result_ar = Words(label=gettext_lazy("Said afterwards in Arabic"), lines=3, max_length=SAID_LONGEST, required=False)
    result_en = Words(
        label=gettext_lazy("Said afterwards in English"), lines=3, max_length=SAID_LONGEST, required=False
    )

    def clean_url(self) -> str:
        """Take web addresses only."""
        url = str(self.cleaned_data["url"])
        if not url.startswith(("https://", "http://")):
            raise forms.ValidationError(_("This must be an http or https address."))
        return url


class EditParameter(Form):
    """One thing an action must be told."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=40, widget=forms.TextInput({"dir": "ltr"}),
        validators=[
            RegexValidator(r"^[a-z][a-z0-9_]*$", gettext_lazy("Only small Latin letters, digits and underscores."))
        ],
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[(kind, KIND_LABELS[kind]) for kind in KINDS])
    required = forms.BooleanField(label=gettext_lazy("Required"), required=False, widget=Switch())
    prompt_fa = Words(label=gettext_lazy("Question in Persian"), max_length=300, required=False)
    prompt_ar = Words(label=gettext_lazy("Question in Arabic"), max_length=300, required=False)
    prompt_en = Words(label=gettext_lazy("Question in English"), max_length=300, required=False)
    title_fa = Words(label=gettext_lazy("Called in Persian"), max_length=80, required=False)
    title_ar = Words(label=gettext_lazy("Called in Arabic"), max_length=80, required=False)
    title_en = Words(label=gettext_lazy("Called in English"), max_length=80, required=False)
    pattern = forms.CharField(
        label=gettext_lazy("Pattern"), max_length=200, required=False, widget=forms.TextInput({"dir": "ltr"}),
        help_text=gettext_lazy("A regular expression for the whole of a text or an order number."),
    )  # fmt: skip
    choices = Words(
        label=gettext_lazy("Choices"), lines=3, max_length=4_000, required=False,
        help_text=gettext_lazy("One a line: value = Persian | Arabic | English"),
    )  # fmt: skip

    def clean_pattern(self) -> str:
        """Refuse what is no pattern."""
        pattern = str(self.cleaned_data["pattern"])
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise forms.ValidationError(_("This is no regular expression.")) from error
        return pattern

    def clean(self) -> dict[str, Any]:
        """Ask for the choices of a choice."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") == "CHOICE" and not read_choices(given.get("choices", "")):
            self.add_error("choices", _("Write at least one choice."))
        return given

    def parameter(self) -> Parameter:
        """Return what a valid form declares."""
        given = self.cleaned_data
        return Parameter(
            name=given["name"], kind=given["kind"], required=given["required"], pattern=given["pattern"],
            prompts=by_language(given, "prompt"), titles=by_language(given, "title"),
            choices=read_choices(given["choices"]) if given["kind"] == "CHOICE" else {},
        )  # fmt: skip


def by_language(given: Mapping[str, Any], field: str) -> dict[str, str]:
    """Gather the texts of one thing by language; empty ones are left out."""
    return {code: given[f"{field}_{code}"] for code in LANGUAGES if given.get(f"{field}_{code}")}


def spread(texts: Mapping[str, str], field: str) -> dict[str, str]:
    """Spread texts by language over fields."""
    return {f"{field}_{code}": str(texts.get(code) or "") for code in LANGUAGES}


def read_choices(given: str) -> dict[str, dict[str, str]]:
    """Read lines of `value = Persian | Arabic | English`; a value alone names itself."""
    found = {}
    for line in given.splitlines()[:50]:
        value, _equals, named = line.partition("=")
        if value := text.clean(value, limit=60).strip():
            words = [one.strip() for one in named.split("|")]
            found[value] = {code: word for code, word in zip(LANGUAGES, words, strict=False) if word}
    return found


def written_choices(choices: Mapping[str, Mapping[str, str]]) -> str:
    """Write choices as lines again."""
    return "\n".join(
        f"{value} = {' | '.join(str(named.get(code, '')) for code in LANGUAGES)}" if named else value
        for value, named in choices.items()
    )


def state_of(parameter: Parameter) -> dict[str, Any]:
    """Return what the form shows of a parameter."""
    return {
        "name": parameter.name, "kind": parameter.kind, "required": parameter.required, "pattern": parameter.pattern,
        **spread(parameter.prompts, "prompt"), **spread(parameter.titles, "title"),
        "choices": written_choices(parameter.choices),
    }  # fmt: skip


def parameter_forms(parameters: Sequence[Parameter]) -> list[EditParameter]:
    """Return a form for each stored parameter."""
    return [EditParameter(initial=state_of(one), prefix=f"p{place}") for place, one in enumerate(parameters)]


def posted_forms(posted: Any) -> list[EditParameter]:  # noqa: ANN401  # Django's QueryDict
    """Return the forms a browser sent, in their order."""
    places = [place for place in range(MOST) if f"p{place}-name" in posted]
    return [EditParameter(posted, prefix=f"p{place}") for place in places]


def moved(forms_there: Sequence[EditParameter], move: str) -> tuple[list[EditParameter], int]:
    """Return unbound forms after a wish (`add`, `up-2`, `down-0`, `remove-1`), and which of them to go on with."""
    rows = [_raw(form) for form in forms_there]
    what, _dash, given = move.partition("-")
    place = int(given) if given.isascii() and given.isdigit() and len(given) < 3 else -1
    focus = place
    if what == "add" and len(rows) < MOST:
        rows.append({"kind": "TEXT", "required": True})
        focus = len(rows) - 1
    elif 0 <= place < len(rows):
        row = rows.pop(place)
        if what != "remove":
            focus = max(0, min(len(rows), place + (-1 if what == "up" else 1 if what == "down" else 0)))
            rows.insert(focus, row)
    return [EditParameter(initial=row, prefix=f"p{at}") for at, row in enumerate(rows)], focus


def _raw(form: EditParameter) -> dict[str, Any]:
    """Take what was typed as it is, cleaned only so far that a page can show it."""
    raw = {name: form[name].value() for name in form.fields}
    return {name: text.clean(value) if isinstance(value, str) else value for name, value in raw.items()}
