"""What the language model is asked when something happens elsewhere."""

from __future__ import annotations

from rafiq.bot.model import proposing
from rafiq.knowledge.events import ArticleSaved
from rafiq.platform.log import subscribe


@subscribe(ArticleSaved)
def propose_ways(event: ArticleSaved) -> None:
    """An article was saved: have ways proposed in which customers ask for it."""
    proposing.wish(event.translation_id, number=event.number, at=event.occurred_at)
