"""What a search index holds of the articles."""

from __future__ import annotations

from rafiq.knowledge import markdown
from rafiq.knowledge.contracts import Indexable
from rafiq.knowledge.models import AskedWay, Translation


def indexable(translation_id: int) -> Indexable | None:
    """Return what can be found of a translation; None where nobody can read it (any more). Two statements."""
    rows = Translation.objects.filter(pk=translation_id, live__isnull=False)
    found = rows.select_related("article", "live").first()
    if found is None or found.live is None:
        return None
    approved = AskedWay.objects.filter(translation=found, state=AskedWay.State.APPROVED).order_by("-count", "pk")
    return Indexable(
        translation_id=found.pk,
        article_id=found.article_id,
        key=found.article.key,
        slug=found.slug,
        language=found.language,
        audience=found.article.audience,
        collection_id=found.article.collection_id,
        title=found.live.title,
        summary=found.live.summary,
        asked=(*found.live.asked, *approved.values_list("text", flat=True)),
        headings=markdown.headings(found.live.body),
        body=markdown.plain(found.live.body),
    )


def all_indexable_ids(*, article_id: int | None = None) -> list[int]:
    """List every live translation, or those of one article."""
    rows = Translation.objects.filter(live__isnull=False)
    if article_id is not None:
        rows = rows.filter(article=article_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))
