"""What happens in the help centre."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, override

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEvent(Event):
    """Base of the facts about one article."""

    article_id: int

    @override
    def key(self) -> str:
        return f"article-{self.article_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationEvent(ArticleEvent):
    """Base of the facts about an article in one language."""

    translation_id: int
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSaved(TranslationEvent):
    """A version was written; nobody but the staff sees it yet."""

    name: ClassVar[str] = "knowledge.article.saved"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSubmitted(TranslationEvent):
    """An author asks for a review; `told` are the agents who were asked, nobody where anybody may answer."""

    name: ClassVar[str] = "knowledge.article.submitted"
    number: int
    told: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReviewed(TranslationEvent):
    """A review ended: APPROVED, RETURNED to the author, or ENDED without an answer; `told`: who asked, was asked."""

    name: ClassVar[str] = "knowledge.article.reviewed"
    number: int
    outcome: str
    told: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleScheduled(TranslationEvent):
    """It will be published by itself, or (without `publish_at`, ISO 8601) not any more."""

    name: ClassVar[str] = "knowledge.article.scheduled"
    publish_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePublished(TranslationEvent):
    """People read this version from now on."""

    name: ClassVar[str] = "knowledge.article.published"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleUnpublished(TranslationEvent):
    """People read nothing of it any more."""

    name: ClassVar[str] = "knowledge.article.unpublished"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleChanged(ArticleEvent):
    """Where it stands, who may read it, its address, or the ways people ask for it; whoever indexes it looks again."""

    name: ClassVar[str] = "knowledge.article.changed"
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRemoved(ArticleEvent):
    """It is gone with all its versions."""

    name: ClassVar[str] = "knowledge.article.removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRated(ArticleEvent):
    """A reader said whether it helped, or changed their mind."""

    name: ClassVar[str] = "knowledge.article.rated"
    language: str
    is_helpful: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSearched(Event):
    """Somebody looked for something; `search_id` is its row while it is kept."""

    name: ClassVar[str] = "knowledge.help.searched"
    search_id: int
    language: str
    place: str
    results: int

    @override
    def key(self) -> str:
        return "help-searches"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionChanged(Event):
    """A shelf was made, changed or removed."""

    name: ClassVar[str] = "knowledge.collection.changed"
    collection_id: int
    change: str

    @override
    def key(self) -> str:
        return f"collection-{self.collection_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpCentreChanged(Event):
    """Its address, its languages or its words of welcome."""

    name: ClassVar[str] = "knowledge.help.changed"

    @override
    def key(self) -> str:
        return "help-centre"
