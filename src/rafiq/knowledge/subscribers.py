"""What the help centre does when something happened to an article: what can be found of it follows."""

from __future__ import annotations

from rafiq.knowledge import services
from rafiq.knowledge.events import ArticleChanged, ArticleEvent, ArticlePublished, ArticleRemoved, ArticleUnpublished
from rafiq.platform.log import subscribe


@subscribe(ArticlePublished, ArticleUnpublished, ArticleChanged, ArticleRemoved)
def follow_article(event: ArticleEvent) -> None:
    """Make findable what people may read of it now."""
    services.index_article(event.article_id, at=event.occurred_at)
