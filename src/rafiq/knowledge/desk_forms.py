"""What the staff fills in to write articles and to order them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Agent, Language
from rafiq.knowledge.contracts import Draft
from rafiq.knowledge.models import Audience, Collection
from rafiq.knowledge.services.writing import BODY_LIMIT, MOST_ASKED, SUMMARY_LIMIT, TITLE_LIMIT
from rafiq.knowledge.words import ASKED_LIMIT
from rafiq.platform import calendars
from rafiq.platform.ui.forms import FilePick, Form, Segments, Words

MOST_IMPORTED: Final = 10 * 1024 * 1024
ENDINGS: Final = (".md", ".markdown", ".txt", ".zip", ".jsonl")
ICONS: Final = (
    ("book", _("Book")), ("place", _("Place")), ("reply", _("Return")), ("phone", _("Phone")), ("mail", _("Letter")),
    ("user", _("Person")), ("users", _("People")), ("company", _("Company")), ("calendar", _("Calendar")),
    ("clock", _("Clock")), ("shield", _("Shield")), ("lock", _("Lock")), ("star", _("Star")), ("heart", _("Heart")),
    ("tag", _("Label")), ("file", _("Document")), ("settings", _("Settings")), ("screen", _("Screen")),
    ("chat", _("Chat")), ("info", _("Information")), ("send", _("Sending")), ("inbox", _("Box")),
    ("undo", _("Going back")), ("filter", _("Parts")), ("download", _("Download")), ("sun", _("Sun")),
)  # fmt: skip


class Writing(Form):
    """An article in one language.

    `number` is the version that was being changed; `is_checked`, that it says what its original says today.
    """

    number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, required=False)
    title = Words(label=_("Title"), max_length=TITLE_LIMIT)
    summary = Words(
        label=_("Summary"), max_length=SUMMARY_LIMIT, required=False, lines=2,
        help_text=_("One or two sentences. Shown in lists and search results."),
    )  # fmt: skip
    body = Words(label=_("Text"), max_length=BODY_LIMIT, required=False, lines=18)
    asked = Words(
        label=_("Ways people ask for it"), required=False, lines=4, max_length=MOST_ASKED * (ASKED_LIMIT + 1),
        help_text=_("One a line, in the words of customers. The article is found by them; nobody sees them."),
    )  # fmt: skip
    is_checked = forms.BooleanField(required=False, label=_("This says what the original says now"))

    @property
    def draft(self) -> Draft:
        """Return what was written; only of a form that is valid."""
        said = self.cleaned_data
        ways = tuple(way for line in said["asked"].splitlines() if (way := line.strip()))
        return Draft(title=said["title"], summary=said["summary"], body=said["body"], asked=ways)


class Beginning(Form):
    """What a new article begins with."""

    title = Words(label=_("Title"), max_length=TITLE_LIMIT)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=Segments)
    collection = forms.ChoiceField(label=_("Collection"))
    audience = forms.ChoiceField(label=_("Who may read it"), choices=Audience.choices, widget=Segments)

    def __init__(self, *args: Any, collections: Sequence[Collection], reader: Agent, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.fields["collection"].choices = shelves(collections, reader)  # type: ignore[attr-defined]


class Place(Form):
    """Where an article stands and who may read it."""

    collection = forms.ChoiceField(label=_("Collection"))
    audience = forms.ChoiceField(label=_("Who may read it"), choices=Audience.choices)

    def __init__(self, *args: Any, collections: Sequence[Collection], reader: Agent, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.fields["collection"].choices = shelves(collections, reader)  # type: ignore[attr-defined]


class Address(Form):
    """The last part of an article's address."""

    slug = Words(
        label=_("Address"), max_length=200,
        help_text=_("The end of the web address. Whoever opens the old one is led to the new one."),
    )  # fmt: skip


class Planning(Form):
    """When an article shall be published, in the calendar and zone of whoever plans it."""

    day = Words(label=_("Day"), max_length=20)
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}))

    def __init__(self, *args: Any, reader: Agent, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.reader = reader
        self.fields["day"].widget.attrs |= {"dir": "ltr", "inputmode": "numeric"}

    def clean_day(self) -> date:
        """Read a day of the reader's calendar, in digits of any script."""
        try:
            return calendars.parse_date(self.cleaned_data["day"], calendar=self.reader.calendar)
        except calendars.NoSuchDay as error:
            raise forms.ValidationError(_("There is no such day. Write it as year, month, day.")) from error

    @property
    def moment(self) -> datetime:
        """Return the moment that was meant; only of a form that is valid."""
        at: time = self.cleaned_data["time"]
        day: date = self.cleaned_data["day"]
        return calendars.moment_of(day, zone=self.reader.time_zone, hour=at.hour, minute=at.minute)


class EditCollection(Form):
    """A collection: its names and what it is about, in three languages."""

    name_fa = Words(label=_("Name in Persian"), max_length=80, required=False)
    name_ar = Words(label=_("Name in Arabic"), max_length=80, required=False)
    name_en = Words(label=_("Name in English"), max_length=80, required=False)
    description_fa = Words(label=_("Description in Persian"), max_length=300, required=False, lines=2)
    description_ar = Words(label=_("Description in Arabic"), max_length=300, required=False, lines=2)
    description_en = Words(label=_("Description in English"), max_length=300, required=False, lines=2)
    slug = Words(
        label=_("Address"), max_length=80, required=False,
        help_text=_("The end of the web address. Empty: made from a name."),
    )  # fmt: skip
    icon = forms.ChoiceField(label=_("Icon"), choices=ICONS, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """Ask for a name in at least one language."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(f"name_{code}") for code in Language.values):
            self.add_error("name_fa", _("Give it a name in at least one language."))
        return cleaned

    def worded(self, what: str) -> dict[str, str]:
        """Return its names or descriptions by language; only of a form that is valid."""
        return {code: self.cleaned_data[f"{what}_{code}"] for code in Language.values}


class Import(Form):
    """A file with one article or with all of them."""

    file = forms.FileField(label=_("File"), widget=FilePick({"accept": ",".join(ENDINGS)}))

    def clean_file(self) -> Any:  # noqa: ANN401  # an upload, as Django has it
        """Take only kinds of files that can hold articles."""
        given = self.cleaned_data["file"]
        if PurePath(given.name or "").suffix.lower() not in ENDINGS:
            raise forms.ValidationError(_("Choose a Markdown file, a pack of them (.zip), or JSON lines (.jsonl)."))
        if (given.size or 0) > MOST_IMPORTED:
            raise forms.ValidationError(_("This file is larger than 10 MB."))
        return given


def shelves(collections: Sequence[Collection], reader: Agent) -> list[tuple[str, str]]:
    """Offer collections under their names in the reader's language."""
    return [(str(one.pk), one.name(reader.language)) for one in collections]
