"""Hearing of mentions: a stream tells at once, and asking from where we had come to fills every gap.

Only asking moves the cursor: a stream may lose an event and give the next. What comes both ways is journaled once.
https://docs.joinmastodon.org/methods/streaming/ and https://docs.joinmastodon.org/methods/notifications/
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
from django.db import transaction
from django.utils.translation import gettext as _

from rafiq.channels.mastodon import api
from rafiq.channels.mastodon.account import Account
from rafiq.channels.mastodon.parsing import CHANGED, DELETED, NOTIFICATION
from rafiq.channels.transport import connections, cursors, shapes
from rafiq.channels.transport.contracts import AccessRevoked, RawItem
from rafiq.channels.transport.journal import journal
from rafiq.channels.transport.models import Arrival
from rafiq.channels.transport.shapes import Shape
from rafiq.channels.transport.threads import apart
from rafiq.inbox.models import Message
from rafiq.platform import http

logger = logging.getLogger(__name__)

PAGE = 80
MOST_PAGES = 25
KEEP_UP_SECONDS = 60.0
QUIET = httpx.Timeout(20.0, read=90.0)  # an instance says something every fifteen seconds
NO_STREAMS = {404, 410}


async def listen(account: Account) -> None:
    """Stay connected and journal what comes, until cancelled.

    Raises:
        AccessRevoked: if the token is worth nothing.
        Unreachable: with a sentence; the next attempt asks for all that was missed.
    """
    try:
        me = shapes.words(api.as_shape(await apart(api.get, account, "/api/v1/accounts/verify_credentials")), "id")
        about = await apart(api.about, account)
        await apart(_begin, account, me)
        await apart(catch_up, account)
        await apart(connections.connected, account.channel_id)
        await _both(_stream(account, about.streaming, me), _keep_up(account))
    except api.Refused as error:
        if error.code == 401:
            raise AccessRevoked(api.revoked_words()) from None
        raise api.Unreachable(_("The instance says: %(words)s") % {"words": error.words}) from None
    except api.Unreachable:
        raise api.Unreachable(api.AWAY) from None


def _first(account: Account, cursor: dict[str, Any]) -> int:
    """Journal what was said since this channel was made; what was said before is not ours."""
    newest = notifications(account, limit=1)
    begun = shapes.moment(cursor, "from") or account.made_at or datetime.now(UTC)
    found = list(since_moment(account, begun))
    with transaction.atomic():
        new = take_notifications(account, found)
        cursors.save(account.channel_id, cursor | {"since": shapes.words(newest[0], "id") if newest else "0"})
    return new


def since_moment(account: Account, since: datetime) -> Iterator[Shape]:
    """Go back through the notifications, newest first, to a moment.

    Raises:
        Refused, Unreachable: as the instance answers.
    """
    upto: dict[str, str] = {}
    for _page in range(MOST_PAGES):
        page = notifications(account, limit=PAGE, **upto)
        for one in page:
            if (shapes.moment(one, "created_at") or since) < since:
                return
            yield one
        if not page:
            return
        upto = {"max_id": shapes.words(page[-1], "id", limit=100)}


def _begin(account: Account, me: str) -> None:
    """Forget the place of another account, which this channel had before."""
    cursor, name = cursors.read(account.channel_id), f"{me} {account.base}"
    if cursor.get("account", name) != name:
        cursor = {"from": datetime.now(UTC).isoformat()}
    cursors.save(account.channel_id, cursor | {"account": name})


def catch_up(account: Account) -> int:
    """Journal every notification since the last we asked for, oldest first; return how many were new.

    Raises:
        Refused, Unreachable: as the instance answers.
    """
    cursor = cursors.read(account.channel_id)
    since = str(cursor.get("since", ""))
    if not since:
        return _first(account, cursor)
    new = 0
    while page := notifications(account, min_id=since, limit=PAGE):
        newest_id = shapes.words(page[0], "id")
        with transaction.atomic():
            new += take_notifications(account, page)
            cursors.save(account.channel_id, cursor | {"since": newest_id})
        if newest_id == since or not newest_id:
            break
        since = newest_id
    return new


def take_notifications(account: Account, newest_first: list[Shape]) -> int:
    """Journal notifications; return how many were new."""
    now = datetime.now(UTC)
    items = [item(NOTIFICATION, one, at=now) for one in reversed(newest_first)]
    return journal(account.channel_id, items, at=now) if items else 0


def item(name: str, payload: Any, *, at: datetime) -> RawItem:  # noqa: ANN401  # JSON
    """Name an event so that the same is journaled once, whichever way it comes."""
    shape = api.as_shape(payload)
    said = payload if isinstance(payload, str) else shapes.words(shape, "id", limit=100)
    version = shapes.words(shape, "edited_at", limit=40) if name == CHANGED else ""
    body = json.dumps({"event": name, "payload": payload}).encode()
    said = said or hashlib.sha256(body).hexdigest()
    return RawItem(key=f"{name}-{said}-{version}".rstrip("-"), body=body, meta={"at": at.isoformat()})


def notifications(account: Account, **more: Any) -> list[Shape]:  # noqa: ANN401  # query parameters
    """Ask for a page of mentions, the newest first; those an instance hides from its own page as well."""
    params = {"types[]": ["mention", "update"], "include_filtered": "true", **more}
    found = api.get(account, "/api/v1/notifications", params)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


async def _both(*work: Any) -> None:  # noqa: ANN401  # coroutines
    """Run several until the first ends, whichever way; its exception is everybody's."""
    tasks = {asyncio.ensure_future(one) for one in work}
    try:
        done, _pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _keep_up(account: Account) -> None:
    """Ask now and then for what a stream may have lost."""
    seconds = float(account.settings.get("keep_up_seconds", KEEP_UP_SECONDS))
    while True:
        await asyncio.sleep(seconds)
        try:
            await apart(catch_up, account)
        except api.Refused as error:
            if error.code != 429:
                raise
            await asyncio.sleep(error.retry_after)


async def _stream(account: Account, base: str, me: str) -> None:
    """Journal events as they come; where an instance has no streams, asking is all."""
    async with httpx.AsyncClient(timeout=QUIET, verify=http.trusted(), follow_redirects=False) as client:
        while True:
            try:
                async with client.stream("GET", f"{base}/api/v1/streaming/user", headers=account.headers) as answer:
                    if answer.status_code in NO_STREAMS:
                        await asyncio.Event().wait()
                    if answer.status_code != 200:
                        await answer.aread()
                        api.result(answer)
                    # Whatever was said between asking and being connected.
                    await apart(catch_up, account)
                    async for name, data in events(answer.aiter_lines()):
                        await apart(_take, account, me, name, data)
            except httpx.HTTPError as error:
                raise api.unreachable(account, error) from None
            await apart(catch_up, account)
            await asyncio.sleep(1.0)  # it closed in peace; do not hurry


async def events(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, str]]:
    """Read server-sent events: (name, data) of each; comments and unknown fields are passed over.

    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    name = ""
    data: list[str] = []
    async for line in lines:
        field, _colon, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if name and data:
                yield name, "\n".join(data)
            name, data = "", []
        elif field == "event":
            name = value
        elif field == "data":
            data.append(value)


def _take(account: Account, me: str, name: str, data: str) -> None:
    """Write down an event that is for us; the home timeline is not."""
    if name == DELETED:
        payload: Any = data.strip().strip('"')
        is_ours = _is_known(account, payload)
    else:
        payload = shapes.loads(data.encode(errors="replace")) if name in {NOTIFICATION, CHANGED} else None
        is_ours = payload is not None and (name == NOTIFICATION or _concerns_us(account, payload, me))
    if is_ours:
        now = datetime.now(UTC)
        journal(account.channel_id, [item(name, payload, at=now)], at=now)


def _concerns_us(account: Account, status: Shape, me: str) -> bool:
    is_to_us = any(shapes.words(one, "id") == me for one in shapes.parts(status, "mentions"))
    return is_to_us or _is_known(account, shapes.words(status, "id", limit=100))


def _is_known(account: Account, status_id: str) -> bool:
    """Test whether a deleted status is a message here, or might be among what was not understood yet."""
    pending = Arrival.objects.filter(channel=account.channel_id, state=Arrival.State.PENDING)
    known = Message.objects.filter(channel=account.channel_id, external_id=status_id[:200])
    return known.exists() or pending.exists()
