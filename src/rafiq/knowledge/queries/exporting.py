"""The whole help centre, or one article, as files that can be taken in again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

from django.db.models import QuerySet

from rafiq.knowledge import front_matter
from rafiq.knowledge.front_matter import Piece
from rafiq.knowledge.models import Attachment, Collection, State, Translation, Version
from rafiq.platform import files

COLLECTIONS = "collections.json"
LIVE = ".live"
_FILE_AUDIENCES = {"PUBLIC": "public", "CUSTOMERS": "customers", "STAFF": "agents"}


def markdown_of(translation: Translation) -> str:
    """Write the newest version of a translation as a Markdown file with its facts on top."""
    return front_matter.write(_piece(translation, translation, state=translation.state))


def archive() -> bytes:
    """Pack all articles with their collections and pictures; taking it in again gives the same help centre.

    `articles/KEY.LANGUAGE.md` is the newest version; where people read an older one, that is `KEY.LANGUAGE.live.md`.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(COLLECTIONS, json.dumps(_collections(), ensure_ascii=False, indent=1))
        for name, content in _articles():
            pack.writestr(f"articles/{name}.md", content)
        for attachment in Attachment.objects.select_related("file", "article").order_by("pk"):
            file = attachment.file
            pack.writestr(f"files/{attachment.article.key}/{file.token}/{file.name}", files.read(file.token))
    return written.getvalue()


def lines(*, language: str = "") -> Iterator[str]:
    """Write what people read as JSON lines, as `import_lines` takes them; all languages, or one."""
    rows = _rows().filter(live__isnull=False)
    for row in rows.filter(language=language) if language else rows:
        if row.live is not None:
            told = {
                "id": row.article.key, "lang": row.language, "collection": row.article.collection.slug,
                "audience": _FILE_AUDIENCES[row.article.audience], "title": row.live.title, "body": row.live.body,
                "asked": row.live.asked, "slug": row.slug, "summary": row.live.summary,
            }  # fmt: skip
            yield json.dumps(told, ensure_ascii=False)


def _rows() -> QuerySet[Translation]:
    return Translation.objects.select_related("article__collection", "live").order_by(
        "article__position", "article_id", "language"
    )


def _articles() -> Iterator[tuple[str, str]]:
    for row in _rows():
        name = f"{row.article.key}.{row.language}"
        yield name, markdown_of(row)
        if row.live is not None and row.live.number != row.number:
            live = _piece(row, row.live, state=State.PUBLISHED)
            yield name + LIVE, front_matter.write(live)


def _piece(translation: Translation, words: Translation | Version, *, state: str) -> Piece:
    article = translation.article
    return Piece(
        key=article.key, language=translation.language, collection=article.collection.slug, audience=article.audience,
        position=article.position, slug=translation.slug, title=words.title, summary=words.summary,
        asked=tuple(words.asked), body=words.body, state=state,
    )  # fmt: skip


def _collections() -> list[dict[str, object]]:
    rows = Collection.objects.order_by("position", "pk")
    return [
        {"collection": one.slug, "icon": one.icon, "names": one.names, "descriptions": one.descriptions} for one in rows
    ]
