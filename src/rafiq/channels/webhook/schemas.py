"""What a company's system may tell us; docs/guide/webhook-channel.md shows it to people."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    model_validator,
)

from rafiq.platform import files, text

MOST_AT_ONCE, MOST_FILES = 100, 10


def _whole(given: str) -> str:
    """Take an id as it is, if it is one line of printable characters."""
    if not given.isprintable() or given != given.strip():
        raise ValueError("must be one line of printable characters without spaces around")
    return given


def _moment(given: Any) -> Any:  # noqa: ANN401  # before validation anything may stand there
    """Read Unix seconds; everything else is left to the validator, and what has no zone is UTC."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        return datetime.fromtimestamp(given, UTC) if 0 <= given < 4e9 else given
    if isinstance(given, str):
        try:
            found = datetime.fromisoformat(given)
        except ValueError:
            return given
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return given


def _bytes(given: str) -> str:
    """Test that a content is base64 of a size we take."""
    if len(given) > files.MOST_BROUGHT * 4 // 3 + 4:
        raise ValueError("is larger than a file may be")
    try:
        base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("must be base64") from error
    return given


type Id = Annotated[str, StringConstraints(min_length=1, max_length=180), AfterValidator(_whole)]
type Line = Annotated[
    str, StringConstraints(max_length=250), AfterValidator(lambda given: " ".join(text.clean(given).split()))
]
type Text = Annotated[str, StringConstraints(max_length=60_000), AfterValidator(text.clean)]
type Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]


class _Strict(BaseModel):
    """A misspelt field is told, not passed over."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class Sender(_Strict):
    """Who wrote: known by `id`, which is your own; the rest is only what they say of themselves."""

    id: Id
    name: Line = ""
    email: Line = ""
    phone: Line = ""


class File(_Strict):
    """A file: an address we fetch it from, or its bytes in base64."""

    name: Line = ""
    type: Line = ""
    url: HttpUrl | None = None
    content: Annotated[str, AfterValidator(_bytes)] = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.url) == bool(self.content):
            raise ValueError("give either url or content")
        return self


class Message(_Strict):
    """Something a customer said."""

    id: Id
    thread: Id | None = None
    sender: Sender
    text: Text = ""
    subject: Line = ""
    files: Annotated[list[File], Field(max_length=MOST_FILES)] = []
    sent_at: Moment | None = None
    language: Literal["", "fa", "ar", "en"] = ""
    is_automatic: bool = False
    extras: dict[str, Any] = {}

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and not self.files:
            raise ValueError("give text or files")
        return self


class Report(_Strict):
    """What became of a message you took from us; `id` is the one you answered with, or ours if you gave none."""

    id: Id
    status: Literal["delivered", "read", "failed"]
    reason: Line = ""


class Change(_Strict):
    """The customer changed what they had said, or took it back."""

    id: Id
    text: Text = ""
    is_deleted: bool = False
    edited_at: Moment | None = None


class Call(_Strict):
    """One call: any of these, alone or many."""

    message: Message | None = None
    report: Report | None = None
    edit: Change | None = None
    messages: Annotated[list[Message], Field(max_length=MOST_AT_ONCE)] = []
    reports: Annotated[list[Report], Field(max_length=MOST_AT_ONCE)] = []
    edits: Annotated[list[Change], Field(max_length=MOST_AT_ONCE)] = []

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if not (self.all_messages() or self.all_reports() or self.all_edits()):
            raise ValueError("give message, report, edit, or a list of them")
        return self

    def all_messages(self) -> list[Message]:
        """List the messages, however they were given."""
        return [*([self.message] if self.message else []), *self.messages]

    def all_reports(self) -> list[Report]:
        """List the reports, however they were given."""
        return [*([self.report] if self.report else []), *self.reports]

    def all_edits(self) -> list[Change]:
        """List the changes, however they were given."""
        return [*([self.edit] if self.edit else []), *self.edits]
