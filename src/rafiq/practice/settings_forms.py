"""What supervisors say of fields, procedures, approvals and macros."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Language, Role
from rafiq.automations.services import StepEditor
from rafiq.customers.models import CustomField
from rafiq.inbox import queries as inbox
from rafiq.inbox import registry
from rafiq.inbox.models import Channel
from rafiq.platform import text
from rafiq.platform.ui.forms import Amount, Choices, Form, Switch, Words
from rafiq.practice.asked import Asked
from rafiq.practice.choosing import choices_from
from rafiq.practice.content import Field, Macro, Terms
from rafiq.practice.editing import ProcedureEditor
from rafiq.practice.naming import LANGUAGES, worded
from rafiq.routing.conditions import MOST_WORDS, WORD_LONGEST, Conditions

_KINDS = {"TEXT": _("Text"), "CHOICE": _("Choice"), "NUMBER": _("Number"), "YES_NO": _("Yes or no"),
          "DATE": _("Date"), "LINK": _("Link")}  # fmt: skip


def _several(label: Any, named: Callable[[], Any], **more: Any) -> forms.MultipleChoiceField:  # noqa: ANN401
    return forms.MultipleChoiceField(label=label, choices=named, required=False, widget=Choices(), **more)


def _teams() -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in accounts.teams()]


def _tags() -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in inbox.tags()]


def _agents() -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in accounts.active_agents()]


def _channels() -> list[tuple[str, str]]:
    kinds = dict.fromkeys(Channel.objects.order_by("kind").values_list("kind", flat=True))
    return [(kind, str(registry.adapter_for(kind).label)) for kind in kinds if registry.knows(kind)]


class Named(Form):
    """What it is called in each language, and whether it is in use."""

    name_fa = Words(label=_("Name in Persian"), max_length=80, required=False)
    name_ar = Words(label=_("Name in Arabic"), max_length=80, required=False)
    name_en = Words(label=_("Name in English"), max_length=80, required=False)
    is_active = forms.BooleanField(label=_("It is in use"), required=False, widget=Switch())

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.names() and not self.errors:
            self.add_error("name_fa", _("Name it in at least one language."))
        return cleaned

    def names(self) -> dict[str, str]:
        """Return what it is called, by language."""
        return self.by_language("name")

    def by_language(self, name: str) -> dict[str, str]:
        """Return what was said under a name, by language."""
        return worded({one: str(self.cleaned_data.get(f"{name}_{one}") or "") for one in LANGUAGES})


class ForRequests(Named):
    """For which requests it is."""

    tags = _several(_("Tags of the conversation"), _tags)
    channels = _several(_("Channels"), _channels)
    teams = _several(_("Teams that have it"), _teams)
    languages = _several(_("Languages"), lambda: Language.choices)
    words = Words(
        label=_("Words or phrases"), lines=3, required=False,
        help_text=_("One word or phrase in each line; one of them is enough. Endings do not matter."),
    )  # fmt: skip

    def clean_words(self) -> str:
        """Allow what conditions can hold.

        Raises:
            ValidationError: shown beside the field.
        """
        found = lines_of(self.cleaned_data["words"])
        if len(found) > MOST_WORDS or any(len(one) > WORD_LONGEST for one in found):
            raise forms.ValidationError(_("At most 40 lines of 80 letters."))
        return "\n".join(found)

    def asked(self) -> Asked:
        """Return for which requests it is."""
        said = self.cleaned_data
        about = Conditions(
            channels=tuple(said["channels"]), languages=tuple(said["languages"]),
            words=tuple(lines_of(said["words"])), tags=tuple(map(int, said["tags"])),
        )  # fmt: skip
        return Asked(about, tuple(map(int, said["teams"])))


class EditField(ForRequests):
    """Something to be noted of conversations."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(_KINDS.items()))
    is_required = forms.BooleanField(
        label=_("It must be filled in before a conversation is closed"), required=False, widget=Switch()
    )
    choices_fa = Words(label=_("Choices in Persian"), lines=4, max_length=4000, required=False)
    choices_ar = Words(label=_("Choices in Arabic"), lines=4, max_length=4000, required=False)
    choices_en = Words(
        label=_("Choices in English"), lines=4, max_length=4000, required=False,
        help_text=_("One a line; the same line of each language is the same choice."),
    )  # fmt: skip

    def __init__(self, *args: Any, before: Field | None = None, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.before = before
        if before:
            self.fields["kind"].disabled = True
            self.initial["kind"] = before.kind

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == CustomField.Kind.CHOICE and not choices_from(cleaned, "choices", ()):
            self.add_error("choices_fa", _("Name at least one choice."))
        return cleaned

    def content(self) -> Field:
        """Return what was said."""
        said = self.cleaned_data
        known = self.before.choices if self.before else ()
        chosen = choices_from(said, "choices", known) if said["kind"] == CustomField.Kind.CHOICE else ()
        return Field(said["kind"], said["is_required"], tuple(chosen))


class EditProcedure(ForRequests):
    """A checklist; its steps are rows beside the form."""

    def __init__(self, *args: Any, editor: ProcedureEditor, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.editor = editor

    @override
    def is_valid(self) -> bool:
        return super().is_valid() & self.editor.is_valid()


class EditApproval(ForRequests):
    """What somebody else must agree to."""

    asks_amount = forms.BooleanField(label=_("An amount is told"), required=False, widget=Switch())
    unit_fa = Words(label=_("Unit in Persian"), max_length=20, required=False)
    unit_ar = Words(label=_("Unit in Arabic"), max_length=20, required=False)
    unit_en = Words(label=_("Unit in English"), max_length=20, required=False, help_text=_("Such as toman or %."))
    least = forms.CharField(
        label=_("Needed from this amount on"), max_length=30, required=False,
        widget=forms.TextInput({"inputmode": "decimal", "dir": "ltr"}), help_text=_("Empty: for every amount."),
    )  # fmt: skip
    roles = _several(_("Everybody who is"), lambda: [*Role.choices][1:])
    in_teams = _several(_("Everybody in"), _teams)
    agents = _several(_("These people"), _agents, help_text=_("Whoever asks never decides about it themselves."))
    needed = Amount(
        label=_("How many have to agree"), min_value=1, max_value=5,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}),
    )  # fmt: skip
    hours = Amount(
        label=_("Hours until it runs out"), min_value=1, max_value=24 * 30,
        widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}),
    )  # fmt: skip
    holds_closing = forms.BooleanField(
        label=_("A conversation is not closed while it waits"), required=False, widget=Switch()
    )

    def clean_least(self) -> str:
        """Read a number in the digits of any script.

        Raises:
            ValidationError: shown beside the field.
        """
        plain = text.ascii_digits(self.cleaned_data["least"]).replace("٬", "").replace(",", "").replace("٫", ".")
        given = plain.replace(" ", "")
        if not given:
            return ""
        try:
            return str(forms.DecimalField(max_digits=18, decimal_places=2, min_value=0).clean(given))
        except forms.ValidationError as error:
            raise forms.ValidationError(_("This is no number.")) from error

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned["roles"] or cleaned["in_teams"] or cleaned["agents"]):
            self.add_error("roles", _("Say who may approve it."))
        return cleaned

    def content(self) -> Terms:
        """Return what was said."""
        said = self.cleaned_data
        return Terms(
            said["asks_amount"], self.by_language("unit"), Decimal(said["least"]) if said["least"] else None,
            tuple(said["roles"]), tuple(map(int, said["in_teams"])), tuple(map(int, said["agents"])), said["needed"],
            said["hours"], said["holds_closing"],
        )  # fmt: skip


class EditMacro(Named):
    """Steps that are done together; they are rows beside the form."""

    group = Words(label=_("Group"), max_length=40, required=False, help_text=_("Macros of one group stand together."))
    teams = _several(_("For the teams"), _teams, help_text=_("None chosen: for everybody."))

    def __init__(self, *args: Any, editor: StepEditor, is_own: bool = False, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.editor = editor
        if is_own:
            del self.fields["teams"]

    @override
    def is_valid(self) -> bool:
        return super().is_valid() & self.editor.is_valid()

    def content(self) -> Macro:
        """Return what was said."""
        said = self.cleaned_data
        steps = tuple(one.plain() for one in self.editor.steps())
        return Macro(said["group"], tuple(map(int, said.get("teams", ()))), steps)


def lines_of(words: str) -> list[str]:
    """Take lines apart, each once."""
    return list(dict.fromkeys(line for one in words.splitlines() if (line := " ".join(one.split()))))
