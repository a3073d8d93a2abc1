"""Steps in a form: shown, added, moved, removed, read. The template is `automations/_steps.html`.

A view that has steps in its form makes an editor of what was posted (or stored), looks whether a button of it was
pressed (`wish`), else whether it `is_valid`, and then takes its `steps`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from rafiq.automations import registry
from rafiq.automations.contracts import MOST_STEPS, Action, Step
from rafiq.platform import text
from rafiq.platform.ui import ordering
from rafiq.platform.ui.forms import Form

WISH: Final = "move_step"
NEW: Final = "new_step"


@dataclass(frozen=True, slots=True)
class Row:
    """One step in the form; `problem` says in words what is wrong with what is stored."""

    place: int
    action: Action
    form: Form
    problem: str = ""

    @property
    def field(self) -> str:
        """The name of the field that tells which action it is."""
        return f"step{self.place}-do"


class StepEditor:
    """The steps of something, in a form."""

    def __init__(self, rows: Sequence[Row], *, focus: int = -1) -> None:
        self.rows = list(rows)
        self.focus = focus
        self.errors: list[str] = []

    @classmethod
    def stored(cls, steps: Sequence[Step]) -> StepEditor:
        """Show stored steps; those whose action no room brings any more are left out."""
        known = [(action, step.params) for step in steps if (action := registry.action(step.action))]
        return cls([_row(place, action, params) for place, (action, params) in enumerate(known)])

    @classmethod
    def posted(cls, sent: Any) -> StepEditor:  # noqa: ANN401  # Django's QueryDict
        """Read what a browser sent; after a wish (`add`, `up-1`, `down-0`, `remove-2`) it is fulfilled, unchecked."""
        found = [
            Row(place, action, action.form(sent, prefix=f"step{place}"))
            for place in range(MOST_STEPS)
            if (action := registry.action(sent.get(f"step{place}-do", "")))
        ]
        wish = sent.get(WISH, "")
        return _moved(found, wish, sent.get(NEW, "")) if wish else cls(found)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """List what can be added."""
        return [(one.key, one.label) for one in registry.actions()]

    @property
    def may_add(self) -> bool:
        """Test whether there is room for one more."""
        return len(self.rows) < MOST_STEPS

    def is_valid(self, *, needs_one: bool = True) -> bool:
        """Check every step; `errors` and the forms' own say what is wrong."""
        are_fine = [row.form.is_valid() for row in self.rows]
        if needs_one and not self.rows:
            self.errors = [_("Add at least one step: what shall be done?")]
        return all(are_fine) and not self.errors

    def steps(self) -> list[Step]:
        """Return the steps, once they were found valid."""
        return [Step(row.action.key, _plain(row.form.cleaned_data)) for row in self.rows]


def _row(place: int, action: Action, params: Mapping[str, Any]) -> Row:
    problem = action.problem(params)
    return Row(place, action, action.form(initial=dict(params), prefix=f"step{place}"), _(problem) if problem else "")


def _moved(rows: Sequence[Row], wish: str, new: str) -> StepEditor:
    action = registry.action(new) if len(rows) < MOST_STEPS else None
    nothing: dict[str, Any] = {}
    told, focus = ordering.wished(
        [(row.action, _raw(row.form)) for row in rows], wish, new=(action, nothing) if action else None
    )
    fresh = [Row(at, action, action.form(initial=raw, prefix=f"step{at}")) for at, (action, raw) in enumerate(told)]
    return StepEditor(fresh, focus=focus)


def _raw(form: Form) -> dict[str, Any]:
    """Take what was typed as it is, cleaned only so far that a page can show it."""
    raw = {name: form[name].value() for name in form.fields}
    return {name: text.clean(value) if isinstance(value, str) else value for name, value in raw.items()}


def _plain(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form cleaned as JSON."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in cleaned.items()}
