"""A help centre to test with; all through services."""

from __future__ import annotations

import json
import re
from datetime import datetime

from rafiq.accounts.models import Agent
from rafiq.knowledge import services
from rafiq.knowledge.contracts import Draft
from rafiq.knowledge.models import Collection, Translation
from tests.makers import NOON, make_agent


def make_collection(slug: str = "delivery", **names: str) -> Collection:
    found = Collection.objects.filter(slug=slug).first()
    names = names or {"fa": "ارسال", "ar": "التوصيل", "en": "Delivery"}
    return found or services.save_collection(
        None, slug=slug, names=names, descriptions={}, icon="place", by=None, at=NOON
    )


def make_draft(title: str = "Late delivery", body: str = "It comes later.", **fields: object) -> Draft:
    return Draft(title=title, body=body, **fields)  # type: ignore[arg-type]


def write(title: str = "Late delivery", body: str = "It comes later.", **fields: object) -> Translation:
    """A draft nobody reads yet."""
    given = {name: fields.pop(name) for name in ("summary", "asked") if name in fields}
    named = {"collection": make_collection(), "language": "en", "by": None, "at": NOON} | fields
    return services.create_article(draft=make_draft(title, body, **given), **named)  # type: ignore[arg-type]


def show(
    title: str = "Late delivery", body: str = "It comes later.", *, at: datetime = NOON, **fields: object
) -> Translation:
    """An article that people read."""
    made = write(title, body, at=at, **fields)
    services.publish(made, number=made.number, by=None, at=at)
    return fresh(made)


def translate(article: Translation, language: str, title: str, body: str = "متن", **fields: object) -> Translation:
    """The same article in another language, which people read."""
    made = services.add_translation(
        article=article.article, language=language, draft=make_draft(title, body), by=None, at=NOON, **fields
    )
    services.publish(made, number=made.number, by=None, at=NOON)
    return fresh(made)


def fresh(translation: Translation) -> Translation:
    return Translation.objects.get(pk=translation.pk)


def author(name: str = "Author") -> Agent:
    return make_agent(name)


def graph_of(page: str) -> list[dict]:
    """The structured data of a page."""
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])["@graph"]


def furnish_article_import(by: Agent, *, at: datetime, name: str = "همه") -> int:
    """A file of articles that is being taken in."""
    return services.begin_import(b"{}", name=name, kind="LINES", by=by, at=at).pk
