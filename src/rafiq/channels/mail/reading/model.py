"""What a mail says once it has been read: plain, frozen values that know nothing of the rest of the product."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from . import sanitising
from .segments import Segment, as_html


class Kind(StrEnum):
    """What sort of mail it is; only a `MESSAGE` may ever be answered by a robot."""

    MESSAGE = "message"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    LOOP = "loop"


class Report(StrEnum):
    """What became of the mail that a report is about."""

    FAILED = "failed"
    DELAYED = "delayed"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True)
class Address:
    """A person as a mail names them: `name` may be empty, `email` too where only a name was given."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name and self.email else self.email or self.name


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came along; never opened here, except for winmail.dat, whose files are listed beside it."""

    name: str
    type: str
    size: int
    inline: bool
    content_id: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient of a report, with the status of RFC 3463 (`5.1.1`) and the reason in the server's words."""

    recipient: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report about a mail of ours that did not arrive, is late, or was complained about.

    `is_permanent` is true where the address should not be written to again: never for delays and complaints.
    `message_id` is the Message-ID of our mail where the report names it.
    """

    report: Report
    failures: tuple[Failure, ...]
    is_permanent: bool
    message_id: str = ""

    @property
    def recipient(self) -> str:
        """The first address that the report is about, or nothing where it names none."""
        return self.failures[0].recipient if self.failures else ""

    @property
    def status(self) -> str:
        """The status of the first address, as RFC 3463 writes it, or nothing."""
        return self.failures[0].status if self.failures else ""

    @property
    def reason(self) -> str:
        """What the server said about the first address."""
        return self.failures[0].reason if self.failures else ""


@dataclass(frozen=True, slots=True)
class Auth:
    """What the receiving server found out about the sender: `pass`, `fail`, `none` …, or nothing where it was not said.

    `source` names the header it was read from, `server` who says so.
    """

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    server: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An invitation, or what became of one (RFC 5545, RFC 5546); times without a zone are read as UTC."""

    summary: str
    start: datetime | None
    end: datetime | None
    organiser: Address | None
    method: str


@dataclass(frozen=True)
class Mail:
    """A mail, read. Whatever was wrong with it is told in `problems`, one translatable sentence each.

    `text` is all there is to read; `new_text` and `quoted` together hold every word of it.
    """

    from_: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    sender: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    new_text: str = ""
    quoted: str = ""
    attachments: tuple[Attachment, ...] = ()
    kind: Kind = Kind.MESSAGE
    bounce: Bounce | None = None
    auth: Auth = Auth()
    signed: str = ""
    encrypted: str = ""
    calendar: Event | None = None
    list_id: str = ""
    list_unsubscribe: tuple[str, ...] = ()
    auto_submitted: str = ""
    precedence: str = ""
    problems: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def html(self) -> str:
        """The HTML, safe to show, cleaned when it is first asked for; nothing is fetched until `show` allows it."""
        return as_html(self.segments)

    @cached_property
    def remote_images(self) -> tuple[str, ...]:
        """The addresses of pictures that would be fetched from elsewhere, were that allowed."""
        return sanitising.remote_images(self.html)
