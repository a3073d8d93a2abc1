"""Delivery status notifications (RFC 3464) and abuse reports (RFC 5965)."""

from __future__ import annotations

from collections.abc import Iterable

from rafiq.channels.mail.reading import charsets, headers
from rafiq.channels.mail.reading.model import Bounce, Failure, Report
from rafiq.channels.mail.reading.parts import Part

from . import fields

_SUCCESS = {"delivered", "relayed", "expanded"}
_STATUS_TYPES = {"message/delivery-status", "message/global-delivery-status", "text/delivery-status"}
_RETURNED_TYPES = {
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "text/rfc822-header",
    "message/global",
}
_LONGEST_REASON = 1000
_LONGEST_REPORT = 500_000
MOST_FAILURES = 500


def read(parts: list[Part]) -> Bounce | None:
    """Read the part that a machine wrote for machines, where there is one."""
    for part in parts:
        if part.type == "message/feedback-report":
            return _complaint(part, parts)
    blocks = _blocks(parts)
    return _notification(blocks, parts) if blocks else None


def is_success(parts: list[Part]) -> bool:
    """Tell whether this reports only of mails that did arrive."""
    about = [block for block in _blocks(parts) if "action" in block]
    return bool(about) and all(map(_is_success, about))


def _blocks(parts: list[Part]) -> list[fields.Block]:
    found = []
    for part in parts:
        if part.type in _STATUS_TYPES or _is_status(part, parts[0]):
            found += fields.blocks(content(part))
    return found


def content(part: Part) -> str:
    """Return the text of a report, whatever it is declared to be."""
    return charsets.decode(part.content[:_LONGEST_REPORT], part.charset)[0]


def _is_status(part: Part, root: Part) -> bool:
    """Recognise the block of a report under a wrong name."""
    if part is root or part.children or part.type in _RETURNED_TYPES or root.type != "multipart/report":
        return False
    piece = part.content[:4000].lower()
    return b"final-recipient:" in piece and (b"action:" in piece or b"status:" in piece)


def _notification(blocks: list[fields.Block], parts: list[Part]) -> Bounce | None:
    about = [block for block in blocks if block.keys() & {"final-recipient", "original-recipient", "action", "status"}]
    failed = [block for block in about if not _is_success(block)]
    if about and not failed:
        return None
    failures = [failure for block in failed[:MOST_FAILURES] if (failure := _failure(block)).recipient or failure.status]
    original = returned(parts)
    if not failures or not failures[0].recipient:
        recipient = first_recipient(original)
        first = failures[0] if failures else Failure("", "", "")
        if recipient or first.status:
            failures = [Failure(recipient, first.status, first.reason), *failures[1:]]
    if not failures:
        return None
    failed.sort(key=_is_delay)
    is_delay = all(_is_delay(block) for block in failed) and bool(failed)
    report = Report.DELAYED if is_delay else Report.FAILED
    is_permanent = report is Report.FAILED and not all(failure.status.startswith("4") for failure in failures)
    return Bounce(report, tuple(failures), is_permanent, original_id(original))


def _is_success(block: fields.Block) -> bool:
    action = block.get("action", "").lower().split()
    return bool(action) and action[0].strip("();") in _SUCCESS


def _is_delay(block: fields.Block) -> bool:
    return block.get("action", "").lower().startswith("delayed")


def _failure(block: fields.Block) -> Failure:
    recipient = ""
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        value = block.get(name, "")
        recipient = fields.address(value)
        if recipient:
            break
    recipient = recipient or fields.bare(block.get("final-recipient", ""))
    diagnostic = block.get("diagnostic-code", "")
    kind, _, said = diagnostic.partition(";")
    reason = said.strip() if said and len(kind) < 20 else diagnostic
    reason = reason or block.get("x-notes-diagnostic", "") or block.get("status", "").partition("(")[2].rstrip(")")
    status = fields.status(block.get("status", "")) or fields.status(diagnostic) or fields.class_of_reply(diagnostic)
    return Failure(recipient, status, reason[:_LONGEST_REASON])


def _complaint(report: Part, parts: list[Part]) -> Bounce:
    """Read an abuse report: the addresses are those of the people who complained."""
    text = content(report)
    named = _every(text, ("original-rcpt-to", "removal-recipient", "final-recipient"))
    original = returned(parts)
    if not named and original:
        named = [first_recipient(original)]
    merged = {key: value for block in reversed(fields.blocks(text)) for key, value in block.items()}
    kind = merged.get("feedback-type", "abuse").lower()
    failures = tuple(Failure(recipient, "", kind) for recipient in dict.fromkeys(named) if recipient)
    return Bounce(Report.COMPLAINT, failures or (Failure("", "", kind),), False, original_id(original))


def _every(text: str, names: Iterable[str]) -> list[str]:
    found = []
    for line in text.splitlines()[:MOST_FAILURES]:
        name, _, value = line.partition(":")
        if name.strip().lower() in names:
            found.append(fields.address(value) or fields.bare(value))
    return found


def returned(parts: list[Part]) -> headers.Headers | None:
    """Return the headers of the mail that came back, where it did."""
    for part in reversed(parts):
        if part.type in _RETURNED_TYPES:
            data = part.content[:_LONGEST_REPORT]
            found, _ = headers.split(data.lstrip(b"\r\n \t"), 0, len(data.lstrip(b"\r\n \t")), found=[])
            if found:
                return found
    return None


def original_id(original: headers.Headers | None) -> str:
    """Return the Message-ID of the mail that came back, or nothing."""
    return charsets.clean(original.line("message-id")).strip("<> ") if original else ""


def first_recipient(original: headers.Headers | None) -> str:
    """Return whom the mail that came back was sent to."""
    if original is None:
        return ""
    for name in ("x-hmxmroriginalrecipient", "to", "x-original-to", "delivered-to", "cc"):
        if found := fields.address(original.joined(name)):
            return found
    return ""
