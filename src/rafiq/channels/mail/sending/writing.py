"""Writes a composed letter as a mail: octets a mail server takes, the same in every try, fit to be signed (DKIM).

Text is quoted-printable or base64, lines are short, names outside ASCII are encoded (RFC 2047, RFC 2231), so nothing
on the way has a reason to change anything.
"""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from email.charset import BASE64, QP, Charset
from email.encoders import encode_base64
from email.generator import BytesGenerator
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime

from rafiq.channels.mail.sending.composing import Attached, Composed

_POLICY = compat32.clone(linesep="\r\n", max_line_length=None)  # headers are folded here, by what stands in them


def as_bytes(letter: Composed, *, at: datetime) -> bytes:
    """Write a letter; `at` is when it was written, not when it is sent, so another try is the same mail."""
    mail = _body(letter)
    for name, value in headers(letter, at=at):
        mail[name] = value
    out = io.BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=_POLICY).flatten(mail)
    return out.getvalue()


def headers(letter: Composed, *, at: datetime) -> list[tuple[str, str]]:
    """List the headers of a letter, encoded, in their order."""
    written = [
        ("Date", format_datetime(at)),
        ("From", address(letter.sender_name, letter.sender)),
        ("To", address(letter.to_name, letter.to)),
        ("Subject", _encoded(letter.subject, "Subject")),
        ("Message-ID", f"<{letter.rfc_id}>"),
    ]
    if letter.cc:
        written.append(("Cc", _folded(", ".join(letter.cc))))
    if letter.reply_to:
        written.append(("Reply-To", address(letter.sender_name, letter.reply_to)))
    return written + [(name, _folded(value)) for name, value in letter.headers.items()]


def address(name: str, email: str) -> str:
    """Write an address with its name, as it stands in a header."""
    if not name:
        return email
    if name.isascii():
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{email}>'
    return f"{_encoded(name, 'Reply-To')}\n <{email}>"


def _encoded(words: str, header: str) -> str:
    """Encode words where they need it, folded at 76 characters."""
    if words.isascii() and len(words) < 60 and "=?" not in words:
        return words
    return Header(words, Charset("utf-8") if not words.isascii() or "=?" in words else "us-ascii",
                  header_name=header, maxlinelen=76).encode(linesep="\n")  # fmt: skip


def _folded(value: str) -> str:
    """Put every entry of a long list on a line of its own: a line must not pass 998 octets (RFC 5322, 2.1.1)."""
    return value.replace("> <", ">\n <").replace(", ", ",\n ") if len(value) > 60 else value


def _body(letter: Composed) -> MIMEBase:
    both = MIMEMultipart("alternative", boundary=_boundary(letter, "alternative"))
    both.attach(_text(letter.text, "plain"))
    both.attach(_text(letter.html, "html"))
    if not letter.files:
        return both
    mixed = MIMEMultipart("mixed", boundary=_boundary(letter, "mixed"))
    mixed.attach(both)
    for one in letter.files:
        mixed.attach(_file(one))
    return mixed


def _text(words: str, subtype: str) -> MIMEText:
    charset = Charset("utf-8")
    foreign = sum(not sign.isascii() for sign in words)
    charset.body_encoding = BASE64 if foreign * 6 > len(words) else QP
    return MIMEText(words.encode(errors="replace").decode(), subtype, charset)  # type: ignore[arg-type]  # takes both


def _file(attached: Attached) -> MIMEBase:
    main, _, sub = (attached.content_type or "application/octet-stream").partition("/")
    part = MIMEBase(main, sub or "octet-stream")
    part.set_payload(attached.content)
    encode_base64(part)
    name = attached.name if attached.name.isascii() else ("utf-8", "", attached.name)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def _boundary(letter: Composed, part: str) -> str:
    return f"=_{hashlib.sha256(f'{letter.key} {part}'.encode()).hexdigest()[:40]}"
