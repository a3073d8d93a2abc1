"""Which thread a status belongs to: what was said under one root with one person.

The API names no conversation a status is in, so the root is found: by what we know already, else by asking.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from rafiq.channels.mastodon import api
from rafiq.channels.mastodon.account import Account
from rafiq.channels.mastodon.statuses import Status
from rafiq.channels.transport import shapes
from rafiq.channels.transport.contracts import NotNow
from rafiq.inbox.models import Message

DIRECT = "direct"
MOST_ANCESTORS = 40


def thread_of(account: Account, status: Status) -> str:
    """Return the thread of a status: the one its ancestors stand in, or its root's.

    Raises:
        NotNow: if the instance must be asked and does not answer.
    """
    near = [status.status_id, *([status.replies_to] if status.replies_to else [])]
    if known := _known(account, near, status.acct):
        return known
    if not status.replies_to:
        return f"{status.status_id}:{status.acct}"
    above = _ancestors(account, status)
    return _known(account, above, status.acct) or f"{(above or [status.replies_to])[0]}:{status.acct}"


def begun_with(acct: str) -> str:
    """Return the thread in which we write to somebody first."""
    return f"{DIRECT}:{acct}"


def acct_of(thread: str) -> str:
    """Return whom a thread is with."""
    return thread.partition(":")[2]


def _known(account: Account, ids: Sequence[str], acct: str) -> str:
    """Find the thread of whichever of these we have, said by the customer or by us, in talk with this person."""
    rows = Message.objects.filter(Q(external_id__in=ids) | Q(provider_id__in=ids), channel=account.channel_id)
    found = rows.order_by("pk").values_list("thread", "conversation__thread")[:MOST_ANCESTORS]
    threads = (own or first for own, first in found)
    return next((thread for thread in threads if acct_of(thread) == acct), "")


def _ancestors(account: Account, status: Status) -> list[str]:
    """Ask for what a status answers, the root first; none where that is gone."""
    try:
        found = api.as_shape(api.get(account, f"/api/v1/statuses/{status.status_id}/context"))
    except api.Unreachable:
        raise NotNow(api.AWAY) from None
    except api.Refused as error:
        if error.code in {401, 429} or error.code >= 500:
            raise NotNow(error.words, retry_after=error.retry_after or 60.0) from None
        return []
    ids = (shapes.words(one, "id", limit=100) for one in shapes.parts(found, "ancestors"))
    return [one for one in ids if one][:MOST_ANCESTORS]
