"""From a journaled event to what the inbox takes in."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from rafiq.channels.mastodon import api, attached, statuses, talks
from rafiq.channels.mastodon.account import Account
from rafiq.channels.mastodon.statuses import Status
from rafiq.channels.transport import shapes
from rafiq.channels.transport.contracts import AccessRevoked, NotNow, Parsed, RawItem, Unreadable
from rafiq.channels.transport.shapes import Shape
from rafiq.inbox.contracts import Edit, Inbound

IDENTITY = "MASTODON"
NOTIFICATION, CHANGED, DELETED = "notification", "status.update", "delete"


def parse(account: Account, item: RawItem) -> Parsed:
    """Understand one event; sentences it makes are in the active language.

    Raises:
        Unreadable: if it never will be understood.
        NotNow: if the instance must be asked and does not answer.
    """
    event = shapes.loads(item.body)
    if event is None:
        raise Unreadable(_("This is no event: not a JSON object."))
    name, payload = shapes.raw(event, "event"), shapes.part(event, "payload")
    if name == DELETED:
        return _deleted(event, item)
    if name == NOTIFICATION:
        kind = shapes.words(payload, "type", limit=40)
        if kind not in {"mention", "update"}:
            return Parsed(note=f"a notification nobody answers: {kind or 'unnamed'}")
        return _said(account, shapes.part(payload, "status"), item)
    if name == CHANGED:
        return _said(account, payload, item)
    return Parsed(note=f"an event nobody answers: {shapes.words(event, 'event', limit=40) or 'unnamed'}")


def _deleted(event: Shape, item: RawItem) -> Parsed:
    status_id = shapes.words(event, "payload", limit=100)
    if not status_id:
        raise Unreadable(_("It does not say what was deleted."))
    return Parsed(
        edits=[Edit(external_id=status_id, text="", edited_at=arrived_at(item), is_deleted=True)], note="deleted"
    )


def _said(account: Account, shape: Shape, item: RawItem) -> Parsed:
    """Take a status as a message; one that was changed as a change, too, should we have it already."""
    try:
        domain = api.about(account).domain
    except api.Unreachable:
        raise NotNow(api.AWAY) from None
    except api.Refused as error:
        raise _later(error) from None
    status = statuses.read(shape, domain=domain, otherwise=arrived_at(item))
    inbound = _inbound(account, status, item)
    if status.edited_at is None:
        return Parsed(messages=[inbound])
    edit = Edit(external_id=status.status_id, text=inbound.text, edited_at=status.edited_at)
    return Parsed(messages=[inbound], edits=[edit])


def _inbound(account: Account, status: Status, item: RawItem) -> Inbound:
    thread = talks.thread_of(account, status)
    kept = attached.fetch(account, status, at=arrived_at(item))
    extras = dict(status.extras)
    if kept.problems:
        extras["problems"] = list(kept.problems)
    if status.edited_at is not None:
        extras["edited_at"] = status.edited_at.isoformat()
    return Inbound(
        channel_id=account.channel_id,
        thread=thread,
        external_id=status.status_id,
        sender=(IDENTITY, status.acct),
        sender_label=f"@{status.acct}"[:120],
        name=status.name,
        language=status.language,
        text="\n".join([status.text, *(f"[{problem}]" for problem in kept.problems)]).strip(),
        said_at=status.said_at,
        files=kept.tokens,
        file_owner=attached.owner(account, status)[:80],
        extras=extras,
        is_automatic=status.is_bot,
    )


def arrived_at(item: RawItem) -> datetime:
    """Return when the event came here, which the receiver wrote into `meta`."""
    try:
        found = datetime.fromisoformat(str(item.meta.get("at", "")))
    except ValueError:
        found = datetime.fromtimestamp(0, tz=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _later(error: api.Refused) -> NotNow | AccessRevoked:
    if error.code == 401:
        return AccessRevoked(api.revoked_words())
    return NotNow(error.words or api.AWAY, retry_after=error.retry_after or 60.0)
