"""Groups: nothing said there becomes a conversation; who speaks to the bot there is asked to write to it."""

from __future__ import annotations

import time

from django.utils.translation import gettext as _

from rafiq.channels.telegram import api
from rafiq.channels.telegram.bot import Bot
from rafiq.channels.transport import shapes
from rafiq.channels.transport.shapes import Shape

IGNORED = "said in a group or channel, not to us"
INVITED = "said to us in a group; asked to write in private"
QUIET_SECONDS = 600.0
MOST_REMEMBERED = 1_000
_invited: dict[tuple[int, int], float] = {}


def invite(bot: Bot, message: Shape) -> str:
    """Ask whoever speaks to the bot in a group to write to it, once in ten minutes a group; return a note."""
    group = shapes.whole(shapes.part(message, "chat"), "id")
    if group is None or shapes.part(message, "from").get("is_bot") or not _speaks_to(bot, message):
        return IGNORED
    if _was_invited(bot.channel_id, group):
        return INVITED
    words = _("I answer in private only. Please write to me there.")
    try:
        api.call(bot, "sendMessage", {"chat_id": group, "text": words})
    except (api.Refused, api.Unreachable):
        return IGNORED
    return INVITED


def _speaks_to(bot: Bot, message: Shape) -> bool:
    """Test whether the message answers one of the bot's, or begins with a command: all a bot sees in most groups."""
    replied = shapes.whole(shapes.part(message, "reply_to_message", "from"), "id")
    commands = (one for one in shapes.parts(message, "entities") if shapes.raw(one, "type") == "bot_command")
    return (replied is not None and replied == bot.user_id) or any(one.get("offset") == 0 for one in commands)


def _was_invited(channel_id: int, group: int) -> bool:
    now = time.monotonic()
    last = _invited.get((channel_id, group))
    if last is not None and now - last < QUIET_SECONDS:
        return True
    if len(_invited) >= MOST_REMEMBERED:
        _invited.clear()
    _invited[channel_id, group] = now
    return False
