"""What actions have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from rafiq.automations.contracts import Act, Impossible
from rafiq.inbox.models import Conversation
from rafiq.platform.ui.forms import Form

GONE = _("(removed)")
NO_CONVERSATION = gettext_noop("The conversation does not exist any more.")
CLOSED = gettext_noop("The conversation is closed.")


class Nothing(Form):
    """The form of an action that needs to be told nothing."""


class Plain:
    """Base of actions that always can be tried, and of which nothing can be missing."""

    key: ClassVar[str] = ""
    icon: ClassVar[str] = "bot"
    words: ClassVar[Any] = ""
    form: ClassVar[type[Form]] = Nothing
    causes: ClassVar[Sequence[str]] = ()

    @property
    def label(self) -> str:
        """What it does, in the reader's language."""
        return str(self.words)

    def describe(self, params: Mapping[str, Any]) -> str:
        """Say what it does; it is told nothing."""
        return self.label

    def problem(self, params: Mapping[str, Any]) -> str:
        """Nothing can be missing."""
        return ""


def conversation_of(act: Act) -> Conversation:
    """Find the conversation.

    Raises:
        Impossible: if it is gone.
    """
    found = Conversation.objects.select_related("customer", "assignee").filter(pk=act.conversation_id).first()
    if found is None:
        raise Impossible(NO_CONVERSATION)
    return found


def number(params: Mapping[str, Any], name: str) -> int:
    """Read the number of a thing; 0 where there is none."""
    given = params.get(name)
    return int(given) if isinstance(given, str | int) and str(given).isascii() and str(given).isdigit() else 0


def found[Row: Model](rows: QuerySet[Row], params: Mapping[str, Any], name: str) -> Row:
    """Find the thing that the params name.

    Raises:
        Impossible: if it is gone: it was removed since `problem` looked.
    """
    row = rows.filter(pk=number(params, name)).first()
    if row is None:
        raise Impossible(NO_CONVERSATION if rows.model is Conversation else _MISSING)
    return row


def name_of(rows: QuerySet[Any], params: Mapping[str, Any], name: str) -> str:
    """Name the thing that the params name; of one that is gone that it is."""
    known = rows.filter(pk=number(params, name)).first()
    return str(known) if known is not None else str(GONE)


def named(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """List things by their names, to choose from."""
    return [(str(one.pk), str(one)) for one in rows]


class One(forms.ChoiceField):
    """One of the things there are when the form is shown."""

    def __init__(self, label: Any, rows: Any, **given: Any) -> None:  # noqa: ANN401  # lazy words; Django's own
        super().__init__(label=label, choices=lambda: named(rows()), **given)


_MISSING = gettext_noop("What this step names does not exist any more.")
