"""What is neither text nor file, told in a sentence: places, contacts, polls, dice … In the active language."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from rafiq.channels.transport import shapes
from rafiq.channels.transport.shapes import Shape
from rafiq.platform import text

# What a message has besides what was said.
_ENVELOPE = {
    "message_id", "message_thread_id", "direct_messages_topic", "from", "sender_chat", "sender_boost_count",
    "sender_business_bot", "sender_tag", "date", "guest_query_id", "business_connection_id", "chat", "forward_origin",
    "is_topic_message", "is_automatic_forward", "reply_to_message", "external_reply", "quote", "reply_to_story",
    "reply_to_checklist_task_id", "reply_to_poll_option_id", "via_bot", "guest_bot_caller_user",
    "guest_bot_caller_chat", "edit_date", "has_protected_content", "is_from_offline", "is_paid_post", "media_group_id",
    "author_signature", "paid_star_count", "text", "entities", "link_preview_options", "suggested_post_info",
    "effect_id", "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler", "reply_markup",
}  # fmt: skip
# What happened to the chat itself: nobody said anything.
_SERVICE = {
    "new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed", "new_chat_title",
    "new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created", "channel_chat_created",
    "message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message",
    "write_access_allowed", "connected_website", "proximity_alert_triggered", "boost_added", "chat_background_set",
    "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
    "general_forum_topic_hidden", "general_forum_topic_unhidden", "video_chat_scheduled", "video_chat_started",
    "video_chat_ended", "video_chat_participants_invited", "direct_message_price_changed", "managed_bot_created",
    "paid_message_price_changed",
}  # fmt: skip


def sentence(message: Shape) -> str:
    """Tell what a message holds besides its words and files; empty where there is nothing."""
    for name, tell in _TELLERS.items():
        if name in message:
            return tell(shapes.part(message, name))
    return ""


def is_service(message: Shape) -> bool:
    """Test whether this is news about the chat, said by nobody."""
    return bool(_SERVICE & message.keys())


def unknown(message: Shape) -> str:
    """Say that something came which has no words here; a provider adds kinds faster than anybody learns them."""
    kinds = ", ".join(sorted(name for name in message if name not in _ENVELOPE))[:100]
    return _("Sent something that cannot be shown here (%(kinds)s).") % {"kinds": text.clean(kinds) or "?"}


def own_phone(message: Shape) -> str:
    """Return the phone number a person shared as their own; empty where it is somebody else's, or none."""
    contact, sender = shapes.part(message, "contact"), shapes.part(message, "from")
    owner = shapes.whole(contact, "user_id")
    if owner is None or owner != shapes.whole(sender, "id"):
        return ""
    number = shapes.words(contact, "phone_number", limit=60)
    # Contacts hold international numbers without their plus.
    return text.normal_phone(number) or text.normal_phone(f"+{number.lstrip('+')}") or ""


def full_name(one: Shape) -> str:
    """Return a person's name as they write it."""
    return " ".join(filter(None, (shapes.words(one, "first_name"), shapes.words(one, "last_name"))))[:120]


def _venue(venue: Shape) -> str:
    named = ", ".join(filter(None, (shapes.words(venue, "title"), shapes.words(venue, "address"))))
    return f"{named}\n{_location(shapes.part(venue, 'location'))}".strip()


def _location(place: Shape) -> str:
    latitude, longitude = shapes.real(place, "latitude"), shapes.real(place, "longitude")
    if latitude is None or longitude is None:
        return _("Sent a place.")
    at = f"{latitude:.6f},{longitude:.6f}"
    return _("Sent a place: %(link)s") % {"link": f"https://www.openstreetmap.org/?mlat={at.replace(',', '&mlon=')}"}


def _contact(contact: Shape) -> str:
    said = ", ".join(filter(None, (full_name(contact), shapes.words(contact, "phone_number", limit=60))))
    return _("Sent a contact: %(contact)s") % {"contact": said or "?"}


def _dice(dice: Shape) -> str:
    return f"{shapes.words(dice, 'emoji', limit=20)} {shapes.whole(dice, 'value') or ''}".strip()


def _poll(poll: Shape) -> str:
    options = [f"- {shapes.words(one, 'text')}" for one in shapes.parts(poll, "options")]
    return "\n".join([_("Sent a poll: %(question)s") % {"question": shapes.words(poll, "question")}, *options])


def _checklist(checklist: Shape) -> str:
    tasks = [f"{'☑' if 'completion_date' in one else '☐'} {shapes.words(one, 'text')}"
             for one in shapes.parts(checklist, "tasks")]  # fmt: skip
    return "\n".join([shapes.words(checklist, "title"), *tasks]).strip()


def _sticker(sticker: Shape) -> str:
    return shapes.words(sticker, "emoji", limit=20) or _("Sent a sticker.")


def _game(game: Shape) -> str:
    return _("Sent a game: %(title)s") % {"title": shapes.words(game, "title")}


def _story(story: Shape) -> str:
    return _("Sent a story.")


def _gift(gift: Shape) -> str:
    return _("Sent a gift.")


def _paid(payment: Shape) -> str:
    amount = f"{shapes.whole(payment, 'total_amount') or 0} {shapes.words(payment, 'currency', limit=10)}"
    return _("Paid %(amount)s (in the smallest unit of the currency).") % {"amount": amount}


def _web_app(data: Shape) -> str:
    return f"{shapes.words(data, 'button_text')}: {shapes.words(data, 'data')}"


def _rich(rich: Shape) -> str:
    return text.clean("\n".join(_texts(rich.get("blocks"))))


def _texts(value: object, depth: int = 0) -> list[str]:
    """Collect the words of rich text, whatever holds them."""
    if isinstance(value, str):
        return [value]
    if depth > 20:
        return []
    if isinstance(value, list):
        return [one for inner in value for one in _texts(inner, depth + 1)]
    if isinstance(value, dict):
        held = (
            value[name] for name in ("text", "title", "summary", "caption", "blocks", "items", "cells") if name in value
        )
        return [one for inner in held for one in _texts(inner, depth + 1)]
    return []


_TELLERS: dict[str, Callable[[Shape], str]] = {
    "venue": _venue,
    "location": _location,
    "contact": _contact,
    "dice": _dice,
    "poll": _poll,
    "checklist": _checklist,
    "sticker": _sticker,
    "game": _game,
    "story": _story,
    "gift": _gift,
    "unique_gift": _gift,
    "successful_payment": _paid,
    "web_app_data": _web_app,
    "rich_message": _rich,
}
