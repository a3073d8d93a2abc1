"""What is shown below the bubble of a mail: its headers, what is known of the sender, the mail as it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, Value
from django.utils.translation import gettext as _

from rafiq.channels.mail.models import Bouncing, Letter
from rafiq.channels.transport.models import Arrival

GOOD, BAD = {"pass"}, {"fail", "softfail", "permerror"}
MOST_PEOPLE = 20


def read(message_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Find what to show with messages, by one statement."""
    kept = Arrival.objects.filter(channel=OuterRef("channel"), key=OuterRef("arrival_key"), is_pruned=False)
    found = (
        Letter.objects.filter(message_id__in=list(message_ids))
        .defer("html", "quoted")
        .annotate(
            is_kept=Exists(kept),
            is_bouncing=Exists(Bouncing.objects.filter(address=OuterRef("participants__0"))),
            has_html=~Q(html=Value("")),
        )
    )
    return {letter.message_id: _shown(letter) for letter in found if letter.message_id}


def _shown(letter: Letter) -> dict[str, Any]:
    flags: Any = letter  # what `annotate` added
    return {
        "headers": _headers(letter),
        "marks": _marks(letter),
        "is_ours": letter.is_ours,
        "is_bouncing": letter.is_ours and flags.is_bouncing,
        "has_html": flags.has_html,
        "is_kept": flags.is_kept and not letter.is_ours,
        "kind": _kind(letter),
        "said_at": letter.said_at,
    }


def _headers(letter: Letter) -> list[tuple[str, list[str]]]:
    names = {"from": _("From"), "to": _("To"), "cc": _("Cc"), "reply_to": _("Answers go to")}
    people = {**letter.people}
    if people.get("reply_to") == people.get("from"):
        people.pop("reply_to", None)
    return [(names[key], people[key][:MOST_PEOPLE]) for key in names if people.get(key)]


def _marks(letter: Letter) -> list[tuple[str, str]]:
    """Name what was found out about the sender, each with the chip it is shown in."""
    said = letter.auth
    marks = [
        (f"{name.upper()}: {_verdict(said[name])}", _chip(said[name], is_trusted=bool(said.get("is_trusted"))))
        for name in ("spf", "dkim", "dmarc")
        if said.get(name)
    ]
    if said.get("signed"):
        marks.append((_("Signed (%(how)s)") % {"how": said["signed"]}, ""))
    if said.get("encrypted"):
        marks.append((_("Encrypted (%(how)s)") % {"how": said["encrypted"]}, ""))
    return marks


def _verdict(word: str) -> str:
    """Say a verdict of RFC 8601 in the reader's language; the rare ones stay as they are."""
    known = {"pass": _("passed"), "fail": _("failed"), "softfail": _("rather not"), "none": _("nothing said")}
    return known.get(word, word)


def _chip(verdict: str, *, is_trusted: bool) -> str:
    """Colour only what the server we trust says: anybody can write such a header."""
    if not is_trusted:
        return ""
    return "chip--done" if verdict in GOOD else "chip--late" if verdict in BAD else ""


def _kind(letter: Letter) -> str:
    return {
        "auto_reply": _("Automatic answer"),
        "bounce": _("Report of a mail server"),
        "list": _("From a mailing list"),
        "loop": _("Our own mail came back"),
    }.get(letter.kind, "")
