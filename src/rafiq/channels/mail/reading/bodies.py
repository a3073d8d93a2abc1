"""Chooses from the parts of a mail what is to be read, and lists the rest as attachments."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass, field

from . import charsets, flowed, headers, problems, transfer
from .model import Attachment
from .parts import Part
from .segments import Segment

_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\]+")
_LONGEST_NAME = 150
_HAS_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}\Z")
_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:!doctype html|html|head|body|meta)\b", re.IGNORECASE)
_BODY_TYPES = {"text/plain", "text/html", "text/enriched", "text/richtext"}
_REPORT_TYPES = {"message/delivery-status", "message/feedback-report", "message/disposition-notification"}
_ENRICHED = re.compile(r"<(/?)([a-zA-Z0-9-]{1,40})>|<<")
_NAMES = {
    "text/calendar": "invite.ics", "application/ics": "invite.ics",
    "text/x-vcard": "contact.vcf", "text/vcard": "contact.vcf",
    "text/html": "document.html", "text/plain": "text.txt", "application/pgp-signature": "signature.asc",
    "application/pkcs7-signature": "smime.p7s", "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m", "application/x-pkcs7-mime": "smime.p7m",
    "application/pgp-keys": "key.asc", "application/pgp-encrypted": "version.asc", "application/ms-tnef": "winmail.dat",
    "message/delivery-status": "delivery-status.txt", "text/rfc822-headers": "headers.txt", "image/jpeg": "image.jpg",
    "image/jpg": "image.jpg", "image/pjpeg": "image.jpg", "message/feedback-report": "feedback-report.txt",
    "message/rfc822": "message.eml",
    "message/disposition-notification": "receipt.txt", "application/octet-stream": "file.bin",
}  # fmt: skip


@dataclass(slots=True)
class Bodies:
    """What was found in the tree of a mail."""

    segments: list[Segment] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unnamed: dict[str, int] = field(default_factory=dict)

    def note(self, problem: str) -> None:
        """Remember what was wrong, once."""
        if problem not in self.problems:
            self.problems.append(problem)

    def attach(self, name: str, kind: str, content: bytes, *, is_inline: bool = False, content_id: str = "") -> None:
        """List a file; those without a name are told apart by a number."""
        safe = file_name(name, kind)
        if not name:
            self.unnamed[safe] = number = self.unnamed.get(safe, -1) + 1
            stem, _, ending = safe.rpartition(".")
            safe = f"{stem}{number or ''}.{ending}"
        self.attachments.append(Attachment(safe, kind, len(content), is_inline, content_id, content))


def collect(root: Part) -> Bodies:
    """Go through the tree."""
    found = Bodies()
    _Collector(found).take(root)
    return found


class _Collector:
    """Walks the tree; which child is read depends on the kind of the parent."""

    def __init__(self, found: Bodies) -> None:
        self.found = found

    def take(self, part: Part, segment: Segment | None = None) -> None:
        if part.children:
            if part.type == "multipart/alternative":
                self._alternative(part, segment)
            elif part.type == "multipart/related":
                self._related(part, segment)
            else:
                self._mixed(part, segment)
        elif part.type.startswith("multipart/"):
            return
        elif self._is_body(part, segment):
            self._body(part, segment)
        else:
            self._attach(part, is_related=False)

    def _alternative(self, part: Part, segment: Segment | None) -> None:
        """Read one text and one HTML of those offered; whatever else is offered comes along as a file."""
        offered = segment or Segment()
        if segment is None:
            self.found.segments.append(offered)
        for child in part.children:
            self.take(child, offered)

    def _related(self, part: Part, segment: Segment | None) -> None:
        wanted = part.parameters.get("start", "").strip("<>")
        root = next((child for child in part.children if wanted and child.content_id == wanted), part.children[0])
        self.take(root, segment)
        for child in part.children:
            if child is not root:
                if child.children:
                    self.take(child, segment)
                else:
                    self._attach(child, is_related=True)

    def _mixed(self, part: Part, segment: Segment | None) -> None:
        for number, child in enumerate(part.children):
            self.take(child, segment if number == 0 else None)

    def _is_body(self, part: Part, segment: Segment | None) -> bool:
        """Tell whether a leaf is read in place: text that nobody declared to be a file."""
        if part.type not in _BODY_TYPES or part.disposition.value == "attachment":
            return False
        if part.filename and segment is None and (self.found.segments or part.type == "text/html"):
            return False
        if segment is not None:
            return (segment.html if part.type == "text/html" else segment.plain) is None
        return True

    def _body(self, part: Part, segment: Segment | None) -> None:
        text = self._text(part)
        is_html = part.type == "text/html" or bool(_LOOKS_LIKE_HTML.match(text))
        if segment is None:
            segment = Segment()
            self.found.segments.append(segment)
        if is_html and segment.html is None:
            segment.html = text
        else:
            segment.plain = text if segment.plain is None else f"{segment.plain}\n\n{text}"

    def _text(self, part: Part) -> str:
        data = part.content
        if not part.is_whole:
            self.found.note(problems.BAD_ENCODING)
        if part.type == "text/plain" and b"begin" in data:
            files, data = transfer.take_uu(data)
            for name, content in files:
                self.found.attach(charsets.decode(name)[0], _type_of(name.decode("latin-1")), content)
        text, is_right = charsets.decode(data, part.charset)
        if not is_right and (part.charset or not data.isascii()):
            self.found.note(problems.UNKNOWN_CHARSET)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if part.type in {"text/enriched", "text/richtext"}:
            return _ENRICHED.sub(lambda match: "" if match[2] else "<", text)
        if part.parameters.get("format", "").lower() == "flowed" and part.type == "text/plain":
            return flowed.unflow(text, deletes_space=part.parameters.get("delsp", "").lower() == "yes")
        return text

    def _attach(self, part: Part, *, is_related: bool) -> None:
        content = part.content
        if not part.is_whole:
            self.found.note(problems.BAD_ENCODING)
        if part.type == "message/partial":
            self.found.note(problems.PARTIAL)
        elif part.type == "message/external-body":
            self.found.note(problems.EXTERNAL)
        if not content.strip() and not part.filename and part.type in _BODY_TYPES:
            return
        is_inline = part.disposition.value == "inline" or (is_related and part.disposition.value != "attachment")
        is_inline = is_inline and bool(part.content_id or is_related)
        self.found.attach(_name_of(part), part.type, content, is_inline=is_inline, content_id=part.content_id)


def _name_of(part: Part) -> str:
    """Find a name for a file: its own, else what describes it, else nothing."""
    if name := part.filename or part.headers.text("content-location").rpartition("/")[2]:
        return name
    if part.type == "message/rfc822" and (subject := _subject_of(part.content)):
        return f"{subject}.eml"
    if described := part.headers.text("content-description")[:80]:
        return described if _HAS_ENDING.search(described) else f"{described}.{_ending(part.type)}"
    stem = part.content_id.partition("@")[0]
    return stem if _HAS_ENDING.search(stem) and not stem[-1].isdigit() else ""


def _ending(kind: str) -> str:
    return (_NAMES.get(kind) or _named_after(kind)).rpartition(".")[2]


def file_name(name: str, kind: str) -> str:
    """Return a name that is safe to save a file under: no folders, nothing that hides its ending."""
    name = _BIDI.sub("", charsets.clean(name)).replace("\\", "/").rpartition("/")[2]
    name = _NOT_IN_NAMES.sub(" ", name).strip(". ")
    if len(name) > _LONGEST_NAME:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: _LONGEST_NAME - 20]}.{ending}" if dot and len(ending) < 12 else name[:_LONGEST_NAME]
    return name or _NAMES.get(kind) or _named_after(kind)


def _named_after(kind: str) -> str:
    stem = kind.partition("/")[0]
    ending = mimetypes.guess_extension(kind) or ".bin"
    return f"{stem if stem in {'image', 'video', 'audio'} else 'file'}{ending}"


def _type_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _subject_of(content: bytes) -> str:
    """Return the subject of a forwarded mail, after which it is named."""
    fields, _ = headers.split(content[:100_000], 0, min(len(content), 100_000), found=[])
    return fields.text("subject")[:100]
