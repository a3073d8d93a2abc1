"""The shapes of the public interface; unknown fields are refused, so that a typing mistake never passes in silence."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Path, Schema
from pydantic import AfterValidator, ConfigDict, Field

from rafiq.platform import text

LONGEST_TEXT = 20_000
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Words = Annotated[str, AfterValidator(text.clean)]
Line = Annotated[str, Field(max_length=120), AfterValidator(text.clean)]
Body = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(text.clean)]
Language = Literal["", "fa", "ar", "en"]


class Given(Schema):
    """Base of what programs send."""

    model_config = ConfigDict(extra="forbid")


class IdentityOut(Schema):
    """One address of a customer."""

    kind: str
    value: str
    is_verified: bool


class CustomerOut(Schema):
    """A person the company serves."""

    id: int
    name: str
    company_name: str
    city: str
    language: str
    created_at: datetime
    identities: list[IdentityOut]


class CustomerPage(Schema):
    """One page of customers."""

    items: list[CustomerOut]
    next: str | None


class CustomerIn(Given):
    """A new customer; the addresses are taken as verified: the company vouches for them."""

    name: Line = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    external_id: Annotated[str, Field(max_length=254)] = ""
    language: Language = ""


class CustomerChange(Given):
    """What to change; what is left out stays."""

    name: Line | None = None
    company_name: Line | None = None
    city: Annotated[str, Field(max_length=80), AfterValidator(text.clean)] | None = None
    about: Annotated[str, Field(max_length=5_000), AfterValidator(text.clean)] | None = None


class ConversationOut(Schema):
    """All that is said with one customer about one matter; its id is the number people quote."""

    id: int
    customer_id: int
    channel: str
    subject: str
    state: Literal["open", "snoozed", "closed"]
    assignee_id: int | None
    team: str
    tags: list[str]
    waiting_since: datetime | None
    snoozed_until: datetime | None
    resolved_at: datetime | None
    last_at: datetime
    last_text: str


class ConversationPage(Schema):
    """One page of conversations."""

    items: list[ConversationOut]
    next: str | None


class ConversationChange(Given):
    """What to change; null gives it back to everybody, what is left out stays."""

    assignee_id: RowId | None = None
    team_id: RowId | None = None
    state: Literal["open", "closed"] | None = None
    snoozed_until: datetime | None = None


class ChoiceOut(Schema):
    """One of the values of a field; `names` are by language."""

    key: str
    names: dict[str, str]


class FieldOut(Schema):
    """A field of a conversation; the value of a choice is the key of one of its `choices`."""

    key: str
    names: dict[str, str]
    kind: Literal["text", "number", "date", "choice", "yes_no", "link"]
    value: str | bool | int | float | None
    is_required: bool
    choices: list[ChoiceOut]


class FieldsIn(Given):
    """Values by the keys of fields, as people write them; a choice by its key or one of its names."""

    values: dict[
        Annotated[str, Field(max_length=20)], Annotated[str, Field(max_length=1_000), AfterValidator(text.clean)]
    ]


class ConversationIn(Given):
    """What a customer said elsewhere, to be answered here. The same `external_id` is taken once."""

    channel_id: RowId
    customer_id: RowId
    external_id: Annotated[str, Field(min_length=1, max_length=150)]
    text: Body
    subject: Annotated[str, Field(max_length=200), AfterValidator(text.clean)] = ""
    said_at: datetime | None = None


class FileOut(Schema):
    """A file of a message."""

    name: str
    content_type: str
    size: int
    path: str


class MessageOut(Schema):
    """One thing said, or one note among the staff."""

    id: int
    kind: Literal["inbound", "outbound", "note"]
    text: str
    author_id: int | None
    author: str
    said_at: datetime
    delivery: str
    failure: str
    files: list[FileOut]


class MessagePage(Schema):
    """One page of messages, the newest first."""

    items: list[MessageOut]
    next: str | None


class MessageIn(Given):
    """An answer or a note."""

    text: Body


class TagOut(Schema):
    """A word conversations are sorted by."""

    id: int
    name: str
    hue: int


class TagIn(Given):
    """A new tag."""

    name: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(text.clean)]
    hue: Annotated[int, Field(ge=0, le=11)] = 0


class AgentOut(Schema):
    """A member of the staff."""

    id: int
    name: str
    email: str
    role: str
    language: str
    is_active: bool


class TeamOut(Schema):
    """A group of agents."""

    id: int
    name: str
    is_private: bool
    member_count: int


class ChannelOut(Schema):
    """A way in and out."""

    id: int
    kind: str
    name: str
    is_active: bool


class EndpointIn(Given):
    """Where to send what happens; no events named means all of them."""

    url: Annotated[str, Field(max_length=500)]
    events: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=60)] = []
    is_active: bool = True


class EndpointOut(Schema):
    """A webhook. `secret` is told only when it was just made."""

    id: int
    url: str
    events: list[str]
    is_active: bool
    failing_since: datetime | None
    created_at: datetime
    secret: str | None = None


class DispatchOut(Schema):
    """One event on its way to one webhook."""

    id: int
    event_id: int
    event: str
    state: str
    attempts: int
    status: int | None
    answer: str
    created_at: datetime
    tried_at: datetime | None


class DispatchPage(Schema):
    """One page of what was sent to a webhook."""

    items: list[DispatchOut]
    next: str | None


class ReplayIn(Given):
    """From when on everything is to be sent again."""

    since: datetime


class ReplayOut(Schema):
    """How many events will be sent (again)."""

    count: int


class EventOut(Schema):
    """One fact of the log. `id` is stable; the same everywhere it is told."""

    id: int
    event: str
    about: str
    customer_id: int | None
    actor: str
    data: dict[str, object]
    occurred_at: datetime


class EventPage(Schema):
    """The next facts; ask again with `next`, which is there even when nothing is new."""

    items: list[EventOut]
    next: str
