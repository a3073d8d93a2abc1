"""The two doors in: the webhook the provider calls, and the long poll that asks it. Both only write down.

https://core.telegram.org/bots/api#getting-updates
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import secrets
from datetime import UTC, datetime
from typing import Any

import httpx
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rafiq.channels.telegram import api
from rafiq.channels.telegram.bot import Bot
from rafiq.channels.telegram.updates import WANTED
from rafiq.channels.transport import connections, cursors, shapes, unreached
from rafiq.channels.transport.contracts import AccessRevoked, Hook, HookAnswer, HookRefused, RawItem
from rafiq.channels.transport.journal import journal
from rafiq.channels.transport.threads import apart
from rafiq.platform import http

logger = logging.getLogger(__name__)

HEADER = "x-telegram-bot-api-secret-token"
POLL_SECONDS = 50
MOST = 100


class HeldElsewhere(ConnectionError):
    """Another system gets this bot's messages, so asking for them is refused."""


def from_hook(bot: Bot, key: str, hook: Hook) -> HookAnswer:
    """Check that the provider calls, and take the update as it is.

    Raises:
        HookRefused: if the secret is not the one we gave the provider.
    """
    if hook.method != "POST":
        raise HookRefused("only POST means anything here", status=405)
    said = hook.headers.get(HEADER, "") if bot.dialect.has_secret_header else hook.path.strip("/")
    if not bot.token or not secrets.compare_digest(said.encode(), bot.hook_secret(key).encode()):
        raise HookRefused("the secret is not the one this webhook was set with")
    update = shapes.loads(hook.body)
    return HookAnswer(items=[_item(hook.body, update, at=datetime.now(UTC))])


async def listen(bot: Bot, key: str) -> None:
    """Set the webhook and return, or ask for updates until cancelled.

    Raises:
        AccessRevoked: if the token is worth nothing.
        HeldElsewhere: if another system gets the messages.
        Unreachable: with a sentence, if the provider does not answer or has a fault.
    """
    try:
        if bot.is_webhook:
            await apart(set_webhook, bot, key)
            return
        await apart(free_the_way, bot, key)
        await _poll(bot)
    except api.Refused as error:
        if error.code in api.REVOKED:
            raise AccessRevoked(api.revoked_words(bot)) from None
        if error.code == 409:
            raise HeldElsewhere(held_words(bot)) from None
        words = _("%(brand)s says: %(words)s") % {"brand": bot.brand, "words": error.words}
        raise api.Unreachable(words) from None
    except api.Unreachable:
        raise api.Unreachable(unreached.AWAY) from None


def hook_url(bot: Bot, key: str) -> str:
    """Return the address the provider is to call; empty where this installation does not know its own."""
    if not settings.PUBLIC_URL:
        return ""
    rest = "" if bot.dialect.has_secret_header else bot.hook_secret(key)
    return f"{settings.PUBLIC_URL}/hooks/{key}/{rest}"


def set_webhook(bot: Bot, key: str) -> None:
    """Tell the provider where to call us; nothing where we do not know that ourselves.

    Raises:
        Refused, Unreachable: as the provider answers.
    """
    url = hook_url(bot, key)
    if not url:
        return
    # Asked for every time, since nobody can see whether the secret it holds is still ours.
    params: dict[str, Any] = {"url": url}
    if bot.dialect.has_secret_header:
        params["secret_token"] = bot.hook_secret(key)
    if bot.dialect.has_allowed_updates:
        params["allowed_updates"] = WANTED
    api.call(bot, "setWebhook", params)


def free_the_way(bot: Bot, key: str) -> None:
    """Take our own webhook away, left from an earlier mode; somebody else's only where the settings say so.

    Raises:
        Refused, Unreachable: as the provider answers.
        HeldElsewhere: if another system's webhook stands and may not be taken away.
    """
    url = webhook_of(bot)
    if not url:
        return
    if f"/hooks/{key}" not in url and not bot.settings.get("take_over"):
        raise HeldElsewhere(held_words(bot))
    api.call(bot, "deleteWebhook", {"drop_pending_updates": False} if bot.dialect.has_allowed_updates else {})


def webhook_of(bot: Bot) -> str:
    """Return the webhook the provider has, empty where it has none."""
    found = api.call(bot, "getWebhookInfo")
    return shapes.words(found, "url", limit=500) if isinstance(found, dict) else ""


def held_words(bot: Bot) -> str:
    """Say that somebody else gets the messages, and what to do."""
    return _(
        "Another system receives this bot's messages, so %(brand)s gives us none. Disconnect the bot there, or let "
        "this channel take it over in its settings."
    ) % {"brand": bot.brand}


async def _poll(bot: Bot) -> None:
    """Ask for updates; the place we have come to is kept with them, in one transaction."""
    cursor = await apart(_place, bot)
    seconds = int(bot.settings.get("poll_seconds", POLL_SECONDS))
    timeout = httpx.Timeout(seconds + 20.0, connect=10.0)
    async with httpx.AsyncClient(timeout=timeout, verify=http.trusted(), follow_redirects=False) as client:
        while True:
            found = await _ask(client, bot, cursor, 0 if _confirms(bot, cursor) else seconds)
            if found is None:
                continue
            if found:
                cursor = await apart(_take, bot, found)
            elif _confirms(bot, cursor):
                # Confirmed. After a quiet week ids begin anew, perhaps lower: a place kept would hide those.
                cursor = {}
                await apart(cursors.save, bot.channel_id, cursor)
            await apart(connections.connected, bot.channel_id)


def _confirms(bot: Bot, cursor: dict[str, Any]) -> bool:
    """Test whether asking says what we have taken and nothing else: then nobody need wait for an answer."""
    return bot.dialect.begins_ids_anew and "offset" in cursor


async def _ask(client: httpx.AsyncClient, bot: Bot, cursor: dict[str, Any], seconds: int) -> list[Any] | None:
    """Return updates, or None where the provider asked for patience and got it."""
    params: dict[str, Any] = {"timeout": seconds, "limit": MOST, **cursor}
    if bot.dialect.has_allowed_updates:
        params["allowed_updates"] = WANTED
    try:
        found = api.result(await client.post(bot.url("getUpdates"), json=params))
    except httpx.HTTPError as error:
        raise api.unreachable(bot, error) from None
    except api.Refused as error:
        if error.code != 429:
            raise
        await asyncio.sleep(error.retry_after or 5.0)
        return None
    return found if isinstance(found, list) else []


def _place(bot: Bot) -> dict[str, Any]:
    """Return from where to ask; the place of another bot, which this channel had before, means nothing to this one."""
    cursor = cursors.read(bot.channel_id)
    return {"offset": cursor["offset"]} if "offset" in cursor and cursor.get("bot") == bot.user_id else {}


def _take(bot: Bot, found: list[Any]) -> dict[str, Any]:
    """Write updates down and, with them, from where to ask next."""
    now = datetime.now(UTC)
    items = [_item(json.dumps(one).encode(), one if isinstance(one, dict) else None, at=now) for one in found]
    ids = [shapes.whole(one, "update_id") for one in found if isinstance(one, dict)]
    known = [number for number in ids if number is not None]
    cursor = {"offset": max(known) + 1} if known else {}
    with transaction.atomic():
        journal(bot.channel_id, items, at=now)
        cursors.save(bot.channel_id, cursor | {"bot": bot.user_id})
    return cursor


def _item(body: bytes, update: shapes.Shape | None, *, at: datetime) -> RawItem:
    """Name an item by its update id and what it says: ids begin anew after a quiet week and may come again."""
    same = body if update is None else json.dumps(update, sort_keys=True).encode()
    number = shapes.whole(update, "update_id") if update is not None else None
    digest = hashlib.sha256(same).hexdigest()[:16]
    return RawItem(key=f"{'update' if number is None else number}-{digest}", body=body, meta={"at": at.isoformat()})
