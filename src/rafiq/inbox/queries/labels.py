"""Reads of tags and canned replies."""

from __future__ import annotations

from django.db.models import Count, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from rafiq.inbox.models import CannedReply, Channel, Conversation, ConversationTag, Tag
from rafiq.platform import text


def tags() -> QuerySet[Tag]:
    """List all tags by name."""
    return Tag.objects.order_by("name", "pk")


def kinds_and_tags() -> tuple[list[str], list[tuple[int, str]]]:
    """List the kinds of channels there are, and the ids and names of all tags, with one statement for both."""
    kinds = Channel.objects.order_by().annotate(number=Value(0), word=F("kind")).distinct()
    named = Tag.objects.order_by().annotate(number=F("pk"), word=F("name")).values_list("number", "word")
    rows = list(kinds.values_list("number", "word").union(named, all=True).order_by("word", "number"))
    return [word for number, word in rows if not number], [(number, word) for number, word in rows if number]


def tags_with_use() -> QuerySet[Tag]:
    """List all tags with `use_count`, by name."""
    uses = ConversationTag.objects.filter(tag=OuterRef("pk")).order_by().values("tag").annotate(count=Count("pk"))
    return Tag.objects.annotate(use_count=Coalesce(uses.values("count"), 0)).order_by("name", "pk")


def tags_of(conversation: Conversation) -> list[Tag]:
    """List the tags of one conversation, by name."""
    put_on = ConversationTag.objects.filter(conversation=conversation).values("tag")
    return list(Tag.objects.filter(pk__in=put_on).order_by("name"))


def canned_replies() -> QuerySet[CannedReply]:
    """List all canned replies by shortcut."""
    return CannedReply.objects.order_by("shortcut", "language", "pk")


def find_canned(words: str, *, language: str, limit: int = 8) -> list[CannedReply]:
    """List canned replies whose shortcut, title or text contain every folded word; `language` comes first."""
    found = CannedReply.objects.all()
    for part in text.fold(words).split():
        found = found.filter(search_key__contains=part)
    ranked = sorted(found[:200], key=lambda one: (one.language != language, one.shortcut))
    return ranked[:limit]


def find_tags(words: str, *, limit: int = 30) -> list[Tag]:
    """List the tags whose folded name contains these folded words, by name."""
    wanted = text.fold(words)
    return [tag for tag in tags() if wanted in text.fold(tag.name)][:limit]


def tag_use(tag: Tag) -> int:
    """Count the conversations that carry a tag."""
    return ConversationTag.objects.filter(tag=tag).count()
