"""Reports of servers that keep to no standard, read by their words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rafiq.channels.mail.reading import headers
from rafiq.channels.mail.reading.model import Address, Bounce, Failure, Report
from rafiq.channels.mail.reading.parts import Part

from . import fields, library, standard, wording

_LONGEST_TEXT = 60_000
_LONGEST_REASON = 600
_AT_START = re.compile(
    r"^[ \t>*•\-\[]*<?([^\s<>\"'();:,\[\]]{1,128}@[^\s<>\"'();:,\[\]]{1,255}?)[>.]?(?:[:,;]|\s|\Z|\))", re.MULTILINE
)
_ANYWHERE = re.compile(r"(?:^|[\s<:;\"'(,\[])([^\s<>\"'();:,\[\]]{1,128}@[\w.-]{1,255}\w)")
_NO_RETURN = {"<>", "<mailer-daemon>", "mailer-daemon"}
_PARAGRAPHS = 3
_ENDS = re.compile(r"\n[ \t]*\n")


class Letter(NamedTuple):
    """What is known of a mail before its kind is."""

    root: Part
    parts: list[Part]
    sender: tuple[Address, ...]
    recipients: tuple[Address, ...]
    subject: str
    text: str

    @property
    def fields(self) -> headers.Headers:
        """The headers of the mail."""
        return self.root.headers


def is_report(letter: Letter) -> bool:
    """Tell whether this is about a mail that did not arrive: several signs must come together."""
    if letter.fields.has("x-failed-recipients"):
        return True
    written_by = " ".join(str(person) for person in letter.sender)[:500]
    is_unattended = bool(wording.UNATTENDED.search(written_by))
    is_machine = not is_unattended and (bool(wording.SENDER.search(written_by)) or not letter.fields.raw("from"))
    has_no_return = letter.fields.raw("return-path").lower() in _NO_RETURN or "<>" in letter.fields.raw("from")
    if not (is_machine or has_no_return or is_unattended):
        return False
    says_so = bool(wording.SUBJECT.search(letter.subject[:300]))
    if is_machine and (says_so or (has_no_return and standard.returned(letter.parts) is not None)):
        return True
    return (is_machine or says_so) and _tells(letter)


def _tells(letter: Letter) -> bool:
    """Tell whether the words of a mail speak of one that did not arrive."""
    return bool(wording.BODY.search(letter.text[:4000]))


def read(letter: Letter) -> Bounce | None:
    """Find out who was not reached, and why."""
    text = letter.text[:_LONGEST_TEXT]
    if "notificationType" in text:
        return _notice(text)
    original = standard.returned(letter.parts)
    report, returned_text = _split(text)
    if original is None and returned_text:
        raw = returned_text.encode("utf-8", "replace")
        original, _ = headers.split(raw, 0, len(raw), found=[])
    failures = list(_failures(letter, report, original)) or library.failures(letter.root.raw)
    about = f"{letter.subject}\n{report[:3000]}"
    is_delay = bool(wording.DELAYED.search(about)) and not wording.FINAL.search(about)
    is_permanent = not is_delay and not (failures and all(failure.status.startswith("4") for failure in failures))
    return Bounce(
        Report.DELAYED if is_delay else Report.FAILED, tuple(failures), is_permanent, standard.original_id(original)
    )


def _split(text: str) -> tuple[str, str]:
    """Part the words of the server from the mail that came back."""
    for match in wording.ORIGINAL.finditer(text):
        if match.start() > 20 and text[: match.start()].strip():
            is_field = ":" in match[0][:25] and "-" not in match[0][:2]
            return text[: match.start()], text[match.start() if is_field else match.end() :].lstrip("\n -=_")
    return text, ""


def _failures(letter: Letter, report: str, original: headers.Headers | None) -> Iterator[Failure]:
    whole_status = fields.status(report) or fields.class_of_reply(report)
    for recipient in _recipients(letter, report, original)[: standard.MOST_FAILURES]:
        said = _said_about(report, recipient)
        status = fields.status(said) or fields.class_of_reply(said) or whole_status
        yield Failure(recipient, status, " ".join((said or report).split())[:_LONGEST_REASON])


def _recipients(letter: Letter, report: str, original: headers.Headers | None) -> list[str]:
    """List who was not reached: as a header says, else as the words do, else whom the mail went to."""
    if named := letter.fields.joined("x-failed-recipients"):
        found = [fields.address(piece) for piece in named.split(",")[: standard.MOST_FAILURES]]
        if any(found):
            return list(dict.fromkeys(address for address in found if address))
    sent_to = standard.first_recipient(original)
    unlikely = {person.email.lower() for person in (*letter.sender, *letter.recipients)}
    at_start, hinted, others = _mentioned(report)
    for group in (at_start, hinted):
        if likely := [address for address in group if address.lower() not in unlikely]:
            return likely if group is at_start else likely[:1]
    if sent_to:
        return [sent_to]
    return (at_start or hinted or others)[:1]


def _mentioned(report: str) -> tuple[list[str], list[str], list[str]]:
    """Find addresses: those that begin a line, those in a line about recipients, all others."""
    at_start, hinted, others = [], [], []
    previous = ""
    for line in report.split("\n")[:1000]:
        if "@" in line:
            short = line[:500]
            if wording.NOT_FAILED.search(short) and not (match := _AT_START.match(short)):
                others += _ANYWHERE.findall(short)
            elif match := _AT_START.match(short):
                at_start.append(match[1].rstrip(".>"))
            elif wording.RECIPIENT_HINT.search(short) or wording.RECIPIENT_HINT.search(previous):
                hinted += _ANYWHERE.findall(short)
            else:
                others += _ANYWHERE.findall(short)
        if line.strip():
            previous = line[:500]
    return tuple(list(dict.fromkeys(group)) for group in (at_start, hinted, others))  # type: ignore[return-value]


def _said_about(report: str, recipient: str) -> str:
    """Return what stands behind an address: up to the empty line after which nothing more precise is told."""
    place = report.find(recipient)
    if place < 0:
        return ""
    begin = report.rfind("\n", 0, place) + 1
    said = ""
    for paragraph in _ENDS.split(report[begin : begin + 3000])[:_PARAGRAPHS]:
        said = f"{said}\n{paragraph}"
        if fields.status(said) or fields.class_of_reply(said):
            break
    return said.strip(" \n<>:")


def complaint(letter: Letter) -> Bounce | None:
    """Read a complaint that came as a mail with the offending mail in it."""
    original = standard.returned(letter.parts)
    if original is None:
        return None
    recipient = standard.first_recipient(original)
    return Bounce(Report.COMPLAINT, (Failure(recipient, "", "abuse"),), False, standard.original_id(original))


def _notice(text: str) -> Bounce | None:
    """Read a notification of Amazon SES (its documented JSON), which may be wrapped once more."""
    data = _json(text)
    if isinstance(data.get("Message"), str):
        data = _json(data["Message"])
    kind = str(data.get("notificationType") or data.get("eventType") or "")
    about = data.get(kind.lower())
    if kind not in {"Bounce", "Complaint"} or not isinstance(about, dict):
        return None
    people = about.get("bouncedRecipients" if kind == "Bounce" else "complainedRecipients")
    failures = (
        tuple(_ses_failure(person) for person in people if isinstance(person, dict)) if isinstance(people, list) else ()
    )
    if kind == "Complaint":
        return Bounce(Report.COMPLAINT, failures, is_permanent=False)
    return Bounce(Report.FAILED, failures, is_permanent=about.get("bounceType") == "Permanent")


def _ses_failure(person: dict[str, Any]) -> Failure:
    diagnostic = str(person.get("diagnosticCode") or "")
    return Failure(
        str(person.get("emailAddress") or ""), str(person.get("status") or "") or fields.status(diagnostic), diagnostic
    )


def _json(text: str) -> dict[str, Any]:
    """Find the object in a text; lines that were broken on the way are joined."""
    begin = text.find("{")
    if begin < 0:
        return {}
    joined = text[begin:].replace("\n ", "").replace("\n", "")
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(joined)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
