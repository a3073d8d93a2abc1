"""The command `mail`: shows what Rafiq makes of a mail. For administrators, when somebody complains about one."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rafiq.channels.mail import reading
from rafiq.channels.mail.reading import Address, Mail


def main(words: list[str]) -> int:
    """Read one mail and print it; 0 whatever the mail is like, 2 where there is none to be read."""
    given = _arguments(words)
    try:
        raw = sys.stdin.buffer.read() if given.file == "-" else _bytes(Path(given.file))
    except OSError as error:
        print(f"rafiq mail inspect: {given.file}: {error.strerror or error}", file=sys.stderr)
        return 2
    mail = reading.read(raw, trusted=given.trust)
    if given.json:
        _print(json.dumps(as_json(mail), ensure_ascii=False, indent=2))
    else:
        _print("\n".join(_summary(mail)))
    return 0


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="rafiq mail", description="Look into mails.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    inspect = commands.add_parser("inspect", help="show what Rafiq makes of a mail")
    inspect.add_argument("file", metavar="FILE", help="the mail as it came (.eml); - reads it from the standard input")
    inspect.add_argument("--json", action="store_true", help="print one JSON object")
    inspect.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="SERVER",
        help="believe only this server about SPF, DKIM and DMARC",
    )
    return parser.parse_args(words)


def _bytes(path: Path) -> bytes:
    """Read the file.

    Raises:
        OSError: if there is none, or it is a folder.
    """
    return path.read_bytes()


def _print(text: str) -> None:
    """Print in UTF-8, whatever the terminal says it can show."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def as_json(mail: Mail) -> dict[str, Any]:
    """Return a mail as plain values; the contents of attachments stay behind."""
    return {
        "from": _people(mail.from_),
        "to": _people(mail.to),
        "cc": _people(mail.cc),
        "reply_to": _people(mail.reply_to),
        "sender": _people(mail.sender),
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "text": mail.text,
        "new_text": mail.new_text,
        "quoted": mail.quoted,
        "html": mail.html,
        "remote_images": list(mail.remote_images),
        "attachments": [
            {
                "name": item.name,
                "type": item.type,
                "size": item.size,
                "inline": item.inline,
                "content_id": item.content_id,
            }
            for item in mail.attachments
        ],
        "kind": str(mail.kind),
        "bounce": _bounce(mail),
        "auth": {
            "spf": mail.auth.spf,
            "dkim": mail.auth.dkim,
            "dmarc": mail.auth.dmarc,
            "server": mail.auth.server,
            "source": mail.auth.source,
        },
        "signed": mail.signed,
        "encrypted": mail.encrypted,
        "calendar": _calendar(mail),
        "list_id": mail.list_id,
        "list_unsubscribe": list(mail.list_unsubscribe),
        "auto_submitted": mail.auto_submitted,
        "precedence": mail.precedence,
        "problems": list(mail.problems),
    }


def _people(people: tuple[Address, ...]) -> list[dict[str, str]]:
    return [{"name": person.name, "email": person.email} for person in people]


def _bounce(mail: Mail) -> dict[str, Any] | None:
    if mail.bounce is None:
        return None
    return {
        "recipient": mail.bounce.recipient,
        "status": mail.bounce.status,
        "reason": mail.bounce.reason,
        "report": str(mail.bounce.report),
        "is_permanent": mail.bounce.is_permanent,
        "message_id": mail.bounce.message_id,
        "failures": [
            {"recipient": each.recipient, "status": each.status, "reason": each.reason} for each in mail.bounce.failures
        ],
    }


def _calendar(mail: Mail) -> dict[str, Any] | None:
    event = mail.calendar
    if event is None:
        return None
    return {
        "summary": event.summary,
        "start": event.start.isoformat() if event.start else None,
        "end": event.end.isoformat() if event.end else None,
        "organiser": _people((event.organiser,))[0] if event.organiser else None,
        "method": event.method,
    }


def _summary(mail: Mail) -> Iterator[str]:
    """Write a mail for a person to read."""
    for label, value in _facts(mail):
        if value:
            yield f"{label + ':':<14}{value}"
    for item in mail.attachments:
        place = ", shown in the text" if item.inline else ""
        yield f"{'Attachment:':<14}{item.name} ({item.type}, {item.size:,} bytes{place})"
    for problem in mail.problems:
        yield f"{'Problem:':<14}{problem}"
    yield f"\n{mail.new_text or '(no text)'}"
    if mail.quoted:
        count = len(mail.quoted.splitlines())
        yield f"\n--- folded away: {count} line{'' if count == 1 else 's'} of quoted text or signature ---"


def _facts(mail: Mail) -> Iterator[tuple[str, str]]:
    for label, people in (("From", mail.from_), ("To", mail.to), ("Cc", mail.cc), ("Reply to", mail.reply_to)):
        yield label, ", ".join(map(str, people))
    yield "Subject", mail.subject
    yield "Date", mail.date.isoformat(" ") if mail.date else ""
    yield "Message-ID", mail.message_id
    yield "In reply to", mail.in_reply_to
    yield "Kind", str(mail.kind)
    if mail.bounce:
        yield "Report", f"{mail.bounce.report}, {'permanent' if mail.bounce.is_permanent else 'not permanent'}"
        for failure in mail.bounce.failures[:20]:
            yield "Recipient", " ".join(filter(None, (failure.recipient, failure.status, failure.reason)))
    auth = mail.auth
    told = [
        f"{name} {value}" for name, value in (("SPF", auth.spf), ("DKIM", auth.dkim), ("DMARC", auth.dmarc)) if value
    ]
    yield "Checked", f"{', '.join(told)} (by {auth.server or auth.source})" if told else ""
    yield "Signed", mail.signed
    yield "Encrypted", mail.encrypted
    yield "List", mail.list_id
    if mail.calendar:
        yield "Event", f"{mail.calendar.summary} {mail.calendar.start or ''} {mail.calendar.method}"
    yield "Pictures", f"{len(mail.remote_images)} from elsewhere, not fetched" if mail.remote_images else ""
