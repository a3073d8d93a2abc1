"""The steps of a procedure in a form: shown, added, moved, removed, read; as `automations` edits steps of actions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.db.models import F
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rafiq.inbox import queries as inbox
from rafiq.knowledge import queries as knowledge
from rafiq.knowledge.contracts import Staff
from rafiq.platform import text
from rafiq.platform.ui import ordering
from rafiq.platform.ui.forms import Form, Switch, Words
from rafiq.practice.choosing import choices_from, choices_said
from rafiq.practice.content import Procedure, Step, next_key
from rafiq.practice.models import Kind
from rafiq.practice.naming import LANGUAGES, called, worded
from rafiq.practice.queries.standards import newest

MOST_STEPS: Final = 30
WISH: Final = "move_step"
_KEY: Final = re.compile(r"s[0-9]{1,4}")


def _articles() -> list[tuple[str, str]]:
    rows = knowledge.in_language(Staff(0), get_language() or "en").annotate(called=F("live__title"))
    return [("", "—"), *((str(pk), title) for pk, title in rows.order_by("called").values_list("article_id", "called"))]


def _canned() -> list[tuple[str, str]]:
    return [("", "—"), *((str(one.pk), f"/{one.shortcut} {one.title}") for one in inbox.canned_replies())]


def _macros() -> list[tuple[str, str]]:
    found = [one for one in newest(Kind.MACRO, is_active=True) if one.standard.owner_id is None]
    return [("", "—"), *((str(one.standard_id), called(one.names)) for one in found)]


class EditStep(Form):
    """One step. `key` names it for ever; `after` is an answer of an earlier step: its key, and which answer."""

    key = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput())
    text_fa = Words(label=gettext_lazy("What to do, in Persian"), lines=2, max_length=2000, required=False)
    text_ar = Words(label=gettext_lazy("What to do, in Arabic"), lines=2, max_length=2000, required=False)
    text_en = Words(label=gettext_lazy("What to do, in English"), lines=2, max_length=2000, required=False)
    is_required = forms.BooleanField(
        label=gettext_lazy("It must be done before the conversation is closed"), required=False, widget=Switch()
    )
    choices_fa = Words(label=gettext_lazy("Answers in Persian"), lines=2, max_length=1000, required=False)
    choices_ar = Words(label=gettext_lazy("Answers in Arabic"), lines=2, max_length=1000, required=False)
    choices_en = Words(
        label=gettext_lazy("Answers in English"), lines=2, max_length=1000, required=False,
        help_text=gettext_lazy("Only for a question: one a line; the same line of each language is the same answer."),
    )  # fmt: skip
    after = forms.CharField(
        label=gettext_lazy("Only after the answer"), max_length=12, required=False, widget=forms.Select()
    )
    article_id = forms.ChoiceField(label=gettext_lazy("Article"), required=False, choices=_articles)
    canned_id = forms.ChoiceField(label=gettext_lazy("Canned reply"), required=False, choices=_canned)
    macro_id = forms.ChoiceField(label=gettext_lazy("Macro"), required=False, choices=_macros)

    def clean(self) -> dict[str, Any]:
        """A step says something, in at least one language."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(f"text_{one}") for one in LANGUAGES):
            self.add_error("text_fa", _("Say what to do, in at least one language."))
        return cleaned


@dataclass(frozen=True, slots=True)
class Row:
    """One step in the form."""

    place: int
    form: EditStep


class ProcedureEditor:
    """The steps of a procedure, in a form."""

    def __init__(self, rows: Sequence[Row], known: Procedure, *, focus: int = -1) -> None:
        self.rows, self.known, self.focus = list(rows), known, focus
        self.errors: list[str] = []
        self._offer_answers()

    @classmethod
    def stored(cls, procedure: Procedure) -> ProcedureEditor:
        """Show a stored procedure."""
        told = [_said(step, procedure) for step in procedure.steps]
        return cls(_rows(told), procedure)

    @classmethod
    def posted(cls, sent: Any, known: Procedure) -> ProcedureEditor:  # noqa: ANN401  # Django's QueryDict
        """Read what a browser sent; after a wish (`add`, `up-1`, `down-0`, `remove-2`) it is fulfilled, unchecked."""
        there = [place for place in range(MOST_STEPS) if f"step{place}-key" in sent]
        rows = [Row(place, EditStep(sent, prefix=f"step{place}")) for place in there]
        wish = sent.get(WISH, "")
        return _moved(rows, wish, known) if wish else cls(rows, known)

    @property
    def may_add(self) -> bool:
        """Test whether there is room for one more."""
        return len(self.rows) < MOST_STEPS

    def is_valid(self) -> bool:
        """Check every step; `errors` and the forms' own say what is wrong."""
        are_fine = [row.form.is_valid() for row in self.rows]
        if not self.rows:
            self.errors = [_("Add at least one step: what shall be done?")]
        return all(are_fine) and not self.errors

    def content(self) -> Procedure:
        """Return the steps, once they were found valid; one that asks nothing any more brings no others."""
        found: list[Step] = []
        for row in self.rows:
            found.append(self._step(row.form.cleaned_data, found))
        return Procedure(tuple(found))

    def _step(self, said: Mapping[str, Any], before: Sequence[Step]) -> Step:
        taken = [one.key for one in before]
        is_known = _KEY.fullmatch(said["key"]) and said["key"] not in taken
        old = self.known.step(said["key"]) if is_known else None
        return Step(
            said["key"] if is_known else next_key("s", [*taken, *(one.key for one in self.known.steps)]),
            worded({one: said[f"text_{one}"] for one in LANGUAGES}), said["is_required"],
            tuple(choices_from(said, "choices", old.choices if old else ())),
            _after(said["after"], before), _id(said["article_id"]), _id(said["canned_id"]), _id(said["macro_id"]),
        )  # fmt: skip

    def _offer_answers(self) -> None:
        """Let each step hang on an answer of the questions before it: as `s2.1`, the first answer of the step s2."""
        offered: list[tuple[str, str]] = [("", _("Always there"))]
        for number, row in enumerate(self.rows, 1):
            widget = row.form.fields["after"].widget
            assert isinstance(widget, forms.Select)  # noqa: S101  # declared above
            widget.choices = list(offered)
            for place, answer in enumerate(_answers(row.form), 1):
                shown = text.digits(number, language=get_language() or "en")
                offered.append((f"{row.form['key'].value() or ''}.{place}", f"{shown}. {answer}"))


def _answers(form: EditStep) -> list[str]:
    said = {f"choices_{one}": form[f"choices_{one}"].value() or "" for one in LANGUAGES}
    return [called(one.names) for one in choices_from(said, "choices", ()) if not one.is_gone]


def _after(said: str, before: Sequence[Step]) -> tuple[str, str] | None:
    key, _dot, place = said.partition(".")
    step = next((one for one in before if one.key == key), None)
    there = [one for one in step.choices if not one.is_gone] if step else []
    which = int(place) - 1 if place.isascii() and place.isdigit() and len(place) < 3 else -1
    return (key, there[which].key) if 0 <= which < len(there) else None


def _id(said: str) -> int | None:
    return int(said) if said else None


def _said(step: Step, procedure: Procedure) -> dict[str, Any]:
    said: dict[str, Any] = {"key": step.key, "is_required": step.is_required, "after": ""}
    said |= {f"text_{one}": step.texts.get(one, "") for one in LANGUAGES} | choices_said(step.choices, "choices")
    said |= {name: str(getattr(step, name) or "") for name in ("article_id", "canned_id", "macro_id")}
    asker = procedure.step(step.after[0]) if step.after else None
    keys = [one.key for one in asker.choices if not one.is_gone] if asker else []
    if asker and step.after and step.after[1] in keys:
        said["after"] = f"{asker.key}.{keys.index(step.after[1]) + 1}"
    return said


def _rows(told: Sequence[Mapping[str, Any]]) -> list[Row]:
    return [Row(place, EditStep(initial=dict(said), prefix=f"step{place}")) for place, said in enumerate(told)]


def _moved(rows: Sequence[Row], wish: str, known: Procedure) -> ProcedureEditor:
    told = [_raw(row.form) for row in rows]
    taken = [*(one.key for one in known.steps), *(str(one["key"] or "") for one in told)]
    new = {"key": next_key("s", taken)} if len(told) < MOST_STEPS else None
    told, focus = ordering.wished(told, wish, new=new)
    return ProcedureEditor(_rows(told), known, focus=focus)


def _raw(form: EditStep) -> dict[str, Any]:
    raw = {name: form[name].value() for name in form.fields}
    return {name: text.clean(value) if isinstance(value, str) else value for name, value in raw.items()}
