"""Tags and canned replies: put on, taken off, made, changed, removed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.inbox import events
from rafiq.inbox.models import CannedReply, Conversation, ConversationTag, Tag
from rafiq.inbox.services.errors import ShortcutTaken, TagTaken
from rafiq.inbox.services.locking import locked
from rafiq.platform import db, log, text


def tag(*, conversation: Conversation, tag: Tag, by: Agent, at: datetime) -> None:
    """Put a tag on. Repeating it changes nothing."""
    tag_automatically(conversation=conversation, tag=tag, actor=by.actor, at=at)


def untag(*, conversation: Conversation, tag: Tag, by: Agent, at: datetime) -> None:
    """Take a tag off. Repeating it changes nothing."""
    untag_automatically(conversation=conversation, tag=tag, actor=by.actor, at=at)


@transaction.atomic
def tag_automatically(*, conversation: Conversation, tag: Tag, actor: str, at: datetime) -> bool:
    """Put a tag on; the log calls the program `actor`. Repeating it changes nothing; tell whether it did."""
    found = locked(conversation.pk)
    _, is_new = ConversationTag.objects.get_or_create(conversation=found, tag=tag, defaults={"tagged_at": at})
    if is_new:
        log.append(events.ConversationTagged(**_ids(found), tag=tag.name, occurred_at=at, actor=actor))
    return is_new


@transaction.atomic
def untag_automatically(*, conversation: Conversation, tag: Tag, actor: str, at: datetime) -> bool:
    """Take a tag off; the log calls the program `actor`. Repeating it changes nothing; tell whether it did."""
    found = locked(conversation.pk)
    removed, _ = ConversationTag.objects.filter(conversation=found, tag=tag).delete()
    if removed:
        log.append(events.ConversationUntagged(**_ids(found), tag=tag.name, occurred_at=at, actor=actor))
    return bool(removed)


@transaction.atomic
def save_tag(tag: Tag | None, *, name: str, hue: int) -> Tag:
    """Make or change a tag.

    Raises:
        TagTaken: if another tag is called so.
    """
    tag = tag or Tag()
    tag.name, tag.hue = name, hue
    with db.refused_as(TagTaken, constraint="tag_name_unique"):
        tag.save()
    return tag


@transaction.atomic
def remove_tag(tag: Tag) -> None:
    """Remove a tag from everywhere."""
    tag.delete()


@transaction.atomic
def save_canned_reply(
    canned: CannedReply | None, *, shortcut: str, title: str, body: str, language: str
) -> CannedReply:
    """Make or change an answer kept ready.

    Raises:
        ShortcutTaken: if another one of this language has the shortcut.
    """
    canned = canned or CannedReply()
    canned.shortcut, canned.title, canned.text, canned.language = shortcut, title, body, language
    canned.search_key = text.fold(f"{shortcut} {title} {body}")
    with db.refused_as(ShortcutTaken, constraint="canned_reply_shortcut_unique"):
        canned.save()
    return canned


@transaction.atomic
def remove_canned_reply(canned: CannedReply) -> None:
    """Remove an answer kept ready; what was sent with it stays."""
    canned.delete()


def _ids(conversation: Conversation) -> dict[str, int]:
    return {"conversation_id": conversation.pk, "customer_id": conversation.customer_id}
