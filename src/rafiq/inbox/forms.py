"""What agents send to the inbox: answers, notes, and where a conversation shall go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rafiq.platform import calendars, text
from rafiq.platform.ui.forms import Form, Words

LIMIT = 20_000
MOST_FILES = 10
MOST_CC = 20
MOST_BLANKS = 100
LONGEST_SNOOZE = timedelta(days=366)

_TOO_LONG = _("This is longer than %(limit_value)s characters. Shorten it or send it as a file.")


class Several(forms.Field):
    """The values of all fields of one name, without doubles."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:  # noqa: ANN401  # whatever the browser sent
        """Read all values, each once."""
        return list(dict.fromkeys(str(one) for one in value or [] if one))


class Lines(forms.Field):
    """The values of all fields of one name in their order, each on one line; empty ones keep their place."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:  # noqa: ANN401  # whatever the browser sent
        """Read all values; what is more than any template has is not read."""
        return [Words(required=False).to_python(one) for one in (value or [])[:MOST_BLANKS]]


class Writing(Form):
    """What answers and notes have in common. `client_id` makes sending the same twice harmless."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = Words(lines=2, required=False, max_length=LIMIT, error_messages={"max_length": _TOO_LONG})
    attached = Several(required=False)

    nothing_written: ClassVar[Any] = _("Write something or attach a file first.")
    something: ClassVar[tuple[str, ...]] = ("text", "attached")

    def clean_attached(self) -> list[str]:
        """Take no more files than a message may carry."""
        files: list[str] = self.cleaned_data["attached"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Too many files at once. Send some of them with another message."))
        return files

    def clean(self) -> dict[str, Any]:
        """Refuse what says nothing."""
        cleaned = super().clean() or self.cleaned_data
        if "text" in cleaned and not any(cleaned.get(name) for name in self.something):
            self.add_error("text", self.nothing_written)
        return cleaned

    @property
    def said(self) -> str:
        """What was typed, fit for a page: shown again when it cannot be sent."""
        given = self.cleaned_data.get("text") if hasattr(self, "cleaned_data") else None
        return str(given if given is not None else Words(lines=2, required=False).to_python(self.data.get("text", "")))

    def given(self, name: str) -> list[str]:
        """Return all values that the browser sent under a name."""
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else []

    @property
    def problems(self) -> list[str]:
        """Say what stands in the way, without doubles."""
        return list(dict.fromkeys(str(word) for words in self.errors.values() for word in words))


class Reply(Writing):
    """An answer to the customer: the way it goes, and for a mail its subject and other recipients.

    A `template` (with a value for each `blank`) is sent instead of the words.
    """

    something = ("text", "attached", "template")

    way = forms.CharField(required=False, max_length=250, strip=False)
    subject = Words(required=False, max_length=300, error_messages={"max_length": _("Shorten the subject.")})
    cc = Words(required=False, max_length=2000)
    template = Words(required=False, max_length=600)
    blank = Lines(required=False)

    def clean_subject(self) -> str:
        """Keep a subject on one line: the next one would be another header."""
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean_cc(self) -> list[str]:
        """Read addresses, parted by commas, semicolons (of any script) or blanks."""
        given = re.split(r"[\s,;،؛]+", self.cleaned_data["cc"])
        addresses = {one: text.normal_email(one) for one in given if one}
        wrong = [one for one, address in addresses.items() if not address]
        if wrong:
            raise forms.ValidationError(_("“%(address)s” is no e-mail address.") % {"address": wrong[0]})
        if len(addresses) > MOST_CC:
            raise forms.ValidationError(_("These are too many recipients for one answer."))
        return [address for address in dict.fromkeys(addresses.values()) if address]


class Begin(Writing):
    """The first words to a customer, and the way they go."""

    way = forms.CharField(max_length=250, strip=False, error_messages={"required": _("Choose how to reach them.")})
    subject = Words(required=False, max_length=200, error_messages={"max_length": _("Shorten the subject.")})


class Note(Writing):
    """A note among the staff; `mentioned` are ids of agents."""

    mentioned = Several(required=False)

    def clean_mentioned(self) -> list[int]:
        """Read the agents' ids; what is no number is nobody."""
        return [int(one) for one in self.cleaned_data["mentioned"] if one.isascii() and one.isdigit() and len(one) < 18]


class Joining(Form):
    """The conversation into which another one goes."""

    into = forms.IntegerField(min_value=1)


class Assignment(Form):
    """Who shall have it. Empty means nobody."""

    assignee = forms.IntegerField(required=False, min_value=1)
    team = forms.IntegerField(required=False, min_value=1)


class Snooze(Form):
    """Until when: a moment as the menu offers it, or a day of the reader's calendar and a time."""

    until = forms.DateTimeField(required=False)
    day = Words(required=False, max_length=20)
    time = forms.TimeField(required=False)

    def __init__(self, data: Mapping[str, Any], *, calendar: str, zone: str, at: datetime) -> None:
        super().__init__(data)
        self.calendar, self.zone, self.at = calendar, zone, at

    def clean_day(self) -> date | None:
        """Read a day in digits of any script."""
        given = self.cleaned_data["day"]
        if not given:
            return None
        try:
            return calendars.parse_date(given, calendar=self.calendar)
        except calendars.NoSuchDay as error:
            raise forms.ValidationError(_("There is no such day. Write it as year, month, day.")) from error

    def clean(self) -> dict[str, Any]:
        """Settle on one moment, which must lie ahead."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned.get("day"):
            at = cleaned.get("time")
            hour, minute = (at.hour, at.minute) if at else (9, 0)
            cleaned["until"] = calendars.moment_of(cleaned["day"], zone=self.zone, hour=hour, minute=minute)
        until = cleaned.get("until")
        if until is None or not self.at < until <= self.at + LONGEST_SNOOZE:
            raise forms.ValidationError(_("Choose a moment in the future, at most a year ahead."))
        return cleaned
