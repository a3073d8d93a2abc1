"""What the provider says about a bot, for the channel's page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rafiq.channels.telegram import api, live
from rafiq.channels.telegram.bot import Bot
from rafiq.channels.transport import shapes
from rafiq.channels.transport.contracts import Health, Tally
from rafiq.channels.transport.models import Arrival
from rafiq.channels.transport.shapes import Shape
from rafiq.platform import text


def health(bot: Bot, key: str) -> Health:
    """Ask who the bot is and how its messages come; sets the webhook where that is the way and it is not set."""
    try:
        me = _shape(api.call(bot, "getMe"))
        if bot.is_webhook and not live.hook_url(bot, key):
            return Health(is_well=False, words=_no_address(bot))
        found = _shape(api.call(bot, "getWebhookInfo"))
        if bot.is_webhook and shapes.words(found, "url") != live.hook_url(bot, key):
            live.set_webhook(bot, key)
            found = _shape(api.call(bot, "getWebhookInfo"))
        return _told(bot, key, me, found)
    except api.Refused as error:
        if error.code in api.REVOKED:
            return Health(is_well=False, words=api.revoked_words(bot))
        words = _("%(brand)s says: %(words)s") % {"brand": bot.brand, "words": error.words}
        return Health(is_well=False, words=words)
    except api.Unreachable as error:
        words = _("%(brand)s cannot be reached (%(reason)s).") % {"brand": bot.brand, "reason": error}
        return Health(is_well=False, words=words)


def tally(bot: Bot, since: datetime) -> Tally | None:
    """Count what came since a moment, and what the provider still keeps for us (it keeps nothing it gave out)."""
    try:
        pending = shapes.whole(_shape(api.call(bot, "getWebhookInfo")), "pending_update_count") or 0
    except (api.Refused, api.Unreachable):
        return None
    here = Arrival.objects.filter(channel=bot.channel_id, arrived_at__gte=since).count()
    return Tally(since=since, on_server=here + max(pending, 0), here=here)


def _told(bot: Bot, key: str, me: Shape, found: Shape) -> Health:
    name, url = shapes.words(me, "username", limit=64), shapes.words(found, "url", limit=500)
    if not bot.is_webhook and url and f"/hooks/{key}" not in url:
        return Health(is_well=False, words=live.held_words(bot))
    said = [_("Connected as @%(name)s.") % {"name": name}]
    pending = shapes.whole(found, "pending_update_count") or 0
    if pending:
        waiting = ngettext("%(count)s message waits there.", "%(count)s messages wait there.", pending)
        said.append(waiting % {"count": text.number(pending, language=_language())})
    problem = shapes.words(found, "last_error_message", limit=200) if bot.is_webhook and pending else ""
    if problem:
        said.append(_("Its last call to us failed: %(problem)s") % {"problem": problem})
    return Health(is_well=not problem, words=" ".join(said))


def _no_address(bot: Bot) -> str:
    return _(
        "This installation does not know its own public address, so %(brand)s cannot call it. Set RAFIQ_URL, or "
        "choose to ask for messages instead."
    ) % {"brand": bot.brand}


def _language() -> str:
    return get_language() or "en"


def _shape(found: object) -> Shape:
    return found if isinstance(found, dict) else {}
