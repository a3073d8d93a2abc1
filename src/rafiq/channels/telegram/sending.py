"""Handing a message to the provider: paced, in parts, each part once as far as we ever heard of it.

The Bot API knows no idempotency: when the answer to a call is lost, nobody can tell whether it was done, and the
next try makes it again. What was answered is kept (`progress`) and never sent twice.
"""

from __future__ import annotations

import time
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.telegram import api, progress
from rafiq.channels.telegram.bot import Bot
from rafiq.channels.telegram.pace import Pace
from rafiq.channels.telegram.parts import DOCUMENT, Call, calls
from rafiq.channels.transport import connections, shapes, unreached
from rafiq.inbox.contracts import DeliveryFailed, Outbound, ProviderAway
from rafiq.platform import files

PER_SECOND = 30.0
CHAT_SECONDS = 1.0
MOST_WAIT = 5.0
AWAY_SECONDS = 30.0
REVOKED_SECONDS = 600.0
_pace = Pace()


def send(bot: Bot, message: Outbound) -> str:
    """Send what is still to be sent of a message; return the provider's id of its first part.

    Raises:
        ProviderAway: if the provider is away, asks for patience, or refuses the token.
        DeliveryFailed: if it will never take this message.
    """
    key = message.key or f"message-{message.message_id}"
    wanted = calls(bot.dialect, message)
    if not wanted:
        raise DeliveryFailed(_("There is nothing to send."), is_permanent=True)
    done = progress.sent(bot.channel_id, key)
    for part, call in enumerate(wanted):
        if part in done:
            continue
        _wait(bot, message.thread)
        done[part] = _make(bot, call)
        progress.note(bot.channel_id, key, part, done[part])
    return done.get(0, "")


def _wait(bot: Bot, chat: str) -> None:
    gap = 1.0 / float(bot.settings.get("per_second", PER_SECOND))
    chat_gap = float(bot.settings.get("chat_seconds", CHAT_SECONDS))
    wait = _pace.reserve(bot.channel_id, chat, bot_gap=gap, chat_gap=chat_gap, most=MOST_WAIT)
    if wait > MOST_WAIT:
        raise ProviderAway(_("%(brand)s takes only so many messages a second.") % _brand(bot), retry_after=wait)
    if wait > 0:
        time.sleep(wait)


def _make(bot: Bot, call: Call) -> str:
    """Make one call, again where the provider says how it should have been."""
    try:
        return _provider_id(_call(bot, call))
    except api.Refused as error:
        moved = shapes.whole(error.parameters, "migrate_to_chat_id")
        if moved is None and not (error.code == 400 and call.file and call.method != DOCUMENT[0]):
            raise _failure(bot, error) from None
        again = call.as_document() if moved is None else call
    if moved is not None:
        again.params["chat_id"] = str(moved)
    try:
        return _provider_id(_call(bot, again))
    except api.Refused as error:
        raise _failure(bot, error) from None


def _call(bot: Bot, call: Call) -> Any:  # noqa: ANN401  # each method has its own result
    try:
        upload = None
        if call.file is not None:
            content = files.read(call.file.token)
            upload = api.Upload(call.field, call.file.name, content, call.file.content_type)
        return api.call(bot, call.method, call.params, upload=upload)
    except files.FileGone as error:
        raise DeliveryFailed(_("A file of this message is gone."), is_permanent=True) from error
    except api.Unreachable:
        raise ProviderAway(unreached.AWAY, retry_after=AWAY_SECONDS) from None


def _failure(bot: Bot, error: api.Refused) -> DeliveryFailed:
    """Put a refusal into the contract's words."""
    brand = {**_brand(bot), "words": error.words}
    if error.code == 429:
        words = _("%(brand)s asks for patience.") % brand
        return ProviderAway(words, retry_after=error.retry_after or AWAY_SECONDS)
    if error.code >= 500:
        return ProviderAway(_("%(brand)s has a fault of its own: %(words)s") % brand, retry_after=AWAY_SECONDS)
    if error.code in api.REVOKED:
        words = api.revoked_words(bot)
        connections.revoked(bot.channel_id, words)
        return ProviderAway(words, retry_after=REVOKED_SECONDS)
    return DeliveryFailed(_why(error, brand), is_permanent=True)


def _why(error: api.Refused, brand: dict[str, object]) -> str:
    """Say why this message will never be taken."""
    if error.code == 403:
        return _("The customer has blocked the bot, or never opened a chat with it.")
    if error.code == 413:
        return _("A file of this message is too large for %(brand)s.") % brand
    if "chat not found" in error.words.lower():
        return _("%(brand)s knows no such chat.") % brand
    return _("%(brand)s refused the message: %(words)s") % brand


def _provider_id(result: Any) -> str:  # noqa: ANN401  # as it came
    sent = result if isinstance(result, dict) else {}
    return f"{shapes.whole(shapes.part(sent, 'chat'), 'id') or ''}:{shapes.whole(sent, 'message_id') or ''}"


def _brand(bot: Bot) -> dict[str, object]:
    return {"brand": bot.brand}
