"""Reads a mail, from its bytes to all that is known of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from . import (
    addresses,
    auth,
    bodies,
    bounces,
    calendar,
    charsets,
    dates,
    headers,
    kinds,
    phrases,
    problems,
    protection,
    quotes,
    tnef,
)
from .model import Address, Attachment, Bounce, Event, Kind, Mail
from .parts import Part, Tree
from .segments import Segment

_ID = re.compile(r"<([^<>\s]{1,900})>")
_BARE_ID = re.compile(r"[^\s<>,;]{1,900}@[^\s<>,;]{1,250}")
_LINKS = re.compile(r"<([^<>]{1,2000})>")
_MOST_REFERENCES = 200
_CALENDARS = {"text/calendar", "application/ics"}
_PLAIN_LIMIT = 5_000_000


def read(raw: bytes, *, trusted: Collection[str] = (), own: Collection[str] = ()) -> Mail:
    """Read a mail as it came over the wire or out of a file, whatever the bytes are. Never raises.

    `trusted` names the servers whose word on SPF, DKIM and DMARC is believed (the topmost one's where empty);
    `own` are the addresses this installation sends from, by which loops are seen.
    """
    try:
        return read_strictly(raw, trusted=trusted, own=own)
    except Exception:  # the promise: no mail stops the mailbox, the bytes are kept as they came
        return _unreadable(raw)


def _unreadable(raw: bytes) -> Mail:
    text = charsets.decode(raw[:_PLAIN_LIMIT])[0]
    file = Attachment("mail.eml", "message/rfc822", len(raw), inline=False, content_id="", content=raw)
    return Mail(text=text, new_text=text, attachments=(file,), problems=(problems.UNREADABLE,))


def read_strictly(raw: bytes, *, trusted: Collection[str] = (), own: Collection[str] = ()) -> Mail:
    """Read a mail as `read` does, but let a fault of ours be seen."""
    if not raw.strip():
        return Mail(problems=(problems.EMPTY,))
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    tree = Tree(raw)
    root = tree.root()
    parts = list(root.walk())
    found = bodies.collect(root)
    found.problems[:0] = tree.problems
    fields = root.headers
    fields.hint = next((part.charset for part in parts if part.charset), "")
    said = _people_and_subject(root)
    envelope = _envelope(root)
    guarded = protection.of(parts) if _may_be_guarded(parts) else protection.Protection("", "")
    body = _Body(found, parts, guarded, is_forward=bool(phrases.FORWARD_SUBJECT.match(said["subject"])))
    body.read()
    bounce, kind = _kind(root, said, body.text, own)
    body.fold(is_report=bounce is not None)
    found.problems += _header_problems(root, said, envelope)
    return Mail(
        **said,
        **envelope,
        text=body.text,
        new_text=body.new_text,
        quoted=body.quoted,
        segments=tuple(found.segments),
        attachments=tuple(found.attachments),
        kind=kind,
        bounce=bounce,
        auth=auth.read(fields, trusted=trusted),
        signed=body.signed,
        encrypted=body.encrypted,
        calendar=body.calendar,
        problems=tuple(dict.fromkeys(found.problems)),
    )


def _may_be_guarded(parts: list[Part]) -> bool:
    return any(
        "pkcs7" in part.type or "pgp" in part.type or part.type in {"multipart/signed", "multipart/encrypted"}
        for part in parts
    )


def _people_and_subject(root: Part) -> dict[str, Any]:
    fields = root.headers
    people = {
        key: addresses.parse(value, hint=fields.hint) if (value := fields.joined(name)) else ()
        for key, name in (("from_", "from"), ("to", "to"), ("cc", "cc"), ("reply_to", "reply-to"), ("sender", "sender"))
    }
    if not people["from_"]:
        people["from_"] = _stand_in(fields)
    return {**people, "subject": fields.text("subject")}


def _stand_in(fields: headers.Headers) -> tuple[Address, ...]:
    """Return who probably sent a mail that does not say so."""
    for name in ("sender", "reply-to", "return-path"):
        if found := addresses.parse(fields.raw(name), hint=fields.hint)[:1]:
            return found if found[0].email else ()
    return ()


def _envelope(root: Part) -> dict[str, Any]:
    """Read the headers that place a mail: when, in which thread, from which list."""
    fields = root.headers
    replied = _ids(fields.line("in-reply-to"))
    return {
        "date": dates.parse(fields.line("date")) if fields.has("date") else None,
        "message_id": _message_id(fields.line("message-id")),
        "in_reply_to": replied[0] if replied else "",
        "references": tuple(_ids(" ".join(fields.every("references")))[-_MOST_REFERENCES:]),
        "list_id": _list_id(fields.text("list-id")),
        "list_unsubscribe": tuple(
            charsets.clean(link).strip() for link in _LINKS.findall(fields.line("list-unsubscribe"))[:10]
        ),
        "auto_submitted": charsets.clean(fields.line("auto-submitted")),
        "precedence": charsets.clean(fields.line("precedence")),
    }


def _ids(value: str) -> list[str]:
    found = _ID.findall(value) or _BARE_ID.findall(value)
    return [charsets.clean(name) for name in dict.fromkeys(found)]


def _message_id(value: str) -> str:
    found = _ID.search(value)
    return charsets.clean(found[1] if found else value.strip().strip("<>").strip())[:900]


def _list_id(value: str) -> str:
    found = _LINKS.search(value)
    return found[1].strip() if found else value


def _kind(root: Part, said: dict[str, Any], text: str, own: Collection[str]) -> tuple[Bounce | None, Kind]:
    sender: tuple[Address, ...] = said["from_"]
    bounce = bounces.read(root, sender=sender, recipients=said["to"], subject=said["subject"], text=text)
    if bounce:
        return bounce, Kind.BOUNCE
    return None, kinds.kind(root.headers, subject=said["subject"], sender=sender, own=own)


def _header_problems(root: Part, said: dict[str, Any], envelope: dict[str, Any]) -> list[str]:
    fields = root.headers
    found = []
    if not fields.raw("from"):
        found.append(problems.NO_FROM)
    elif not any("@" in person.email for person in said["from_"]):
        found.append(problems.BAD_FROM)
    elif len(said["from_"]) > 1:
        found.append(problems.MANY_FROM)
    if envelope["date"] is None:
        found.append(problems.BAD_DATE if fields.has("date") else problems.NO_DATE)
    if not envelope["message_id"]:
        found.append(problems.NO_MESSAGE_ID)
    elif "@" not in envelope["message_id"] or " " in envelope["message_id"]:
        found.append(problems.BAD_MESSAGE_ID)
    return found


class _Body:
    """What is read of a mail: its text in two, its event, and how it is protected."""

    def __init__(
        self, found: bodies.Bodies, parts: list[Part], guarded: protection.Protection, *, is_forward: bool
    ) -> None:
        self.found = found
        self.parts = parts
        self.signed, self.encrypted = guarded
        self.is_forward = is_forward
        self.calendar: Event | None = None
        self.text = self.new_text = self.quoted = ""
        self._lines: list[str] = []
        self._marked: list[bool] = []

    def read(self) -> None:
        self._open_containers()
        self._event()
        self._prepare_html()
        lines: list[str] = []
        marked: list[bool] = []
        for segment in self.found.segments:
            self._unarmour(segment)
            more, marks = segment.lines()
            end = next((place for place in range(len(more), 0, -1) if more[place - 1].strip()), 0)
            begin = next((place for place in range(end) if more[place].strip()), end)
            more, marks = more[begin:end], marks[begin:end] if marks else marks
            if lines and more:
                lines.append("")
                marked.append(False)
            lines += more
            marked += marks or [False] * len(more)
        self.text = "\n".join(lines).strip("\n")
        self._lines, self._marked = lines, marked
        if self.encrypted:
            self.found.note(problems.ENCRYPTED)

    def fold(self, *, is_report: bool) -> None:
        """Part what is new from what is quoted; a report says nothing that should be folded."""
        self.new_text, self.quoted = self.text, ""
        if is_report:
            return
        if len(self._lines) > quotes.MOST_LINES:
            self.found.note(problems.LONG_TEXT)
        marked = self._marked if True in self._marked else None
        self.new_text, self.quoted = quotes.fold(self._lines, marked, is_forward=self.is_forward)

    def _open_containers(self) -> None:
        """Read what lies in a signed S/MIME file or in winmail.dat."""
        for part in self.parts:
            if part.type in tnef.TYPES or part.filename.lower() == "winmail.dat":
                self._tnef(part)
            elif "pkcs7-mime" in part.type and not self.found.segments and (inner := protection.content(part)):
                tree = Tree(inner)
                read = bodies.collect(tree.root())
                self.found.segments += read.segments
                self.found.attachments += read.attachments

    def _tnef(self, part: Part) -> None:
        opened = tnef.read(part.content)
        if opened is None:
            self.found.note(problems.BAD_TNEF)
            return
        for name, kind, content in opened.files:
            self.found.attach(name, kind, content)
        has_text = any((item.plain or "").strip() or item.html for item in self.found.segments)
        if not has_text and (opened.text or opened.html):
            self.found.segments.append(Segment(opened.text or None, opened.html or None))

    def _prepare_html(self) -> None:
        """Tell the HTML which attachments its pictures are."""
        named = enumerate(self.found.attachments)
        pictures = {item.content_id.lower(): number for number, item in named if item.content_id}
        for segment in self.found.segments:
            segment.pictures = pictures
            if segment.is_tangled:
                self.found.note(problems.BAD_HTML)

    def _unarmour(self, segment: Segment) -> None:
        if segment.plain and "-----BEGIN PGP" in segment.plain:
            segment.plain, how = protection.unarmour(segment.plain)
            if how == "signed":
                self.signed = "pgp"
            elif how == "encrypted":
                self.encrypted = "pgp"

    def _event(self) -> None:
        for part in self.parts:
            if part.type in _CALENDARS:
                text = charsets.decode(part.content, part.charset or "utf-8")[0]
                self.calendar = calendar.read(text, method=part.parameters.get("method", ""))
                if self.calendar is None:
                    self.found.note(problems.BAD_CALENDAR)
                else:
                    return
