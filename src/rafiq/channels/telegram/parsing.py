"""From a journaled update to what the inbox takes in; fetches the files, answers pressed buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.telegram import api, fetching, groups, updates
from rafiq.channels.telegram.bot import Bot
from rafiq.channels.telegram.sentences import full_name
from rafiq.channels.telegram.updates import Said
from rafiq.channels.transport import shapes
from rafiq.channels.transport.contracts import Parsed, RawItem, Unreadable
from rafiq.channels.transport.shapes import Shape
from rafiq.inbox.contracts import Edit, Inbound

BLOCKED = {"kicked", "left"}


def parse(bot: Bot, item: RawItem) -> Parsed:
    """Understand one update; texts it makes are in the active language.

    Raises:
        Unreadable: if it never will be understood.
        NotNow: if a file cannot be fetched for the moment.
    """
    update = shapes.loads(item.body)
    if update is None:
        raise Unreadable(_("This is no update: not a JSON object."))
    kind = updates.kind_of(update)
    if kind not in _READERS:
        return Parsed(note=f"an update of a kind nobody answers: {kind or 'none'}"[:200])
    return _READERS[kind](bot, shapes.part(update, kind), item)


def arrived_at(item: RawItem) -> datetime:
    """Return when the item came here, which its door wrote into `meta`."""
    try:
        found = datetime.fromisoformat(str(item.meta.get("at", "")))
    except ValueError:
        found = datetime.fromtimestamp(0, tz=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _message(bot: Bot, message: Shape, item: RawItem) -> Parsed:
    if not updates.is_private(message):
        return Parsed(note=groups.invite(bot, message))
    said = updates.read_message(message, otherwise=arrived_at(item))
    if said is None:
        return Parsed(note="news about the chat itself, said by nobody")
    return Parsed(messages=[_inbound(bot, said, item)])


def _edited(bot: Bot, message: Shape, item: RawItem) -> Parsed:
    """Take an edit as the message too: where we do not have that (yet), this is the only chance to learn of it."""
    if not updates.is_private(message):
        return Parsed(note="a change in a group")
    if shapes.whole(shapes.part(message, "location"), "live_period"):
        return Parsed(note="a live place moved on")
    said = updates.read_message(message, otherwise=arrived_at(item))
    if said is None:
        return Parsed(note="news about the chat itself, said by nobody")
    edited_at = updates.moment(message, "edit_date", otherwise=arrived_at(item))
    inbound = _inbound(bot, said, item, {"edited_at": edited_at.isoformat()})
    return Parsed(
        messages=[inbound], edits=[Edit(external_id=_named(bot, said), text=inbound.text, edited_at=edited_at)]
    )


def _pressed(bot: Bot, query: Shape, item: RawItem) -> Parsed:
    said = updates.read_press(query, otherwise=arrived_at(item))
    _answer_press(bot, shapes.words(query, "id", limit=100))
    return Parsed(note="a button in a group") if said is None else Parsed(messages=[_inbound(bot, said, item)])


def _answer_press(bot: Bot, query_id: str) -> None:
    """Stop the button's spinning at the person's side. Too late, or twice, does no harm and is no failure."""
    try:
        api.call(bot, "answerCallbackQuery", {"callback_query_id": query_id})
    except (api.Refused, api.Unreachable):
        return


def _membership(bot: Bot, change: Shape, item: RawItem) -> Parsed:
    status = shapes.words(shapes.part(change, "new_chat_member"), "status", limit=30)
    if updates.is_private(change):
        who = updates.label_of(shapes.part(change, "from"))
        return Parsed(note=f"{who} {'blocked the bot' if status in BLOCKED else 'lets the bot write'}"[:200])
    return Parsed(note=f"in a group the bot is now: {status or 'unknown'}")


def _named(bot: Bot, said: Said) -> str:
    """Name a message with its bot: another bot put in its place counts its messages from one again."""
    return f"{bot.user_id}:{said.external_id}"


def _inbound(bot: Bot, said: Said, item: RawItem, more: dict[str, Any] | None = None) -> Inbound:
    kept = fetching.fetch(bot, said, at=arrived_at(item))
    problems = {"problems": list(kept.problems)} if kept.problems else {}
    return Inbound(
        channel_id=bot.channel_id,
        thread=str(said.chat_id),
        external_id=_named(bot, said),
        sender=(bot.dialect.identity, str(shapes.whole(said.sender, "id"))),
        sender_label=updates.label_of(said.sender)[:120],
        name=full_name(said.sender),
        language=updates.language_of(said.sender),
        phone=said.phone,
        text="\n".join([said.text, *(f"[{problem}]" for problem in kept.problems)]).strip(),
        said_at=said.said_at,
        files=kept.tokens,
        file_owner=fetching.owner(bot, said),
        extras={**said.extras, **problems, **(more or {})},
        is_automatic=said.is_automatic,
    )


_READERS: dict[str, Callable[[Bot, Shape, RawItem], Parsed]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _pressed,
    "my_chat_member": _membership,
}
