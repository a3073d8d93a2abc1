"""The help centre inside the chat window: what a visitor may read, as JSON that needs no HTML to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from typing import Any, Final, override
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from rafiq.customers.models import Identity
from rafiq.knowledge import markdown
from rafiq.knowledge import queries as knowledge
from rafiq.knowledge.contracts import Anyone, Customer, Reader

TOP: Final = 7
FOUND: Final = 8
_KNOWN_BY: Final = (Identity.Kind.EMAIL, Identity.Kind.PHONE, Identity.Kind.EXTERNAL)
_INSIDE: Final = "https://article.invalid/"
_EMPTY: Final = frozenset({"br", "hr", "img"})

type Node = str | list[Any]


def reader_of(thread: str) -> Reader:
    """Tell who reads: a customer whom the website vouched for under this thread, else anyone."""
    if not thread:
        return Anyone()
    known = Identity.objects.filter(is_verified=True, kind__in=_KNOWN_BY)
    found = Identity.objects.filter(
        kind=Identity.Kind.VISITOR, value=thread, is_verified=True, customer__in=known.values("customer")
    )
    customer_id = found.values_list("customer", flat=True).first()
    return Anyone() if customer_id is None else Customer(customer_id)


def is_there() -> bool:
    """Test whether there is anything to read for everybody."""
    return knowledge.visible_to(Anyone()).exists()


def top(reader: Reader, language: str) -> list[dict[str, str]]:
    """List what is sought most, then an article of each shelf."""
    default = knowledge.site().default_language
    return [_named(one) for one in knowledge.most_sought(reader, language, default=default, limit=TOP)]


def found(reader: Reader, asked: str, language: str) -> list[dict[str, str]]:
    """Find articles, best first."""
    default = knowledge.site().default_language
    return [_named(one) for one in knowledge.search(reader, asked, language=language, default=default, limit=FOUND)]


def article(reader: Reader, slug: str, language: str) -> dict[str, Any] | None:
    """Return an article as it is shown inside the window; None where this reader finds none."""
    page = page_of(reader, slug, language)
    if page is None:
        return None
    keys = markdown.articles_in(page.version.body)
    default = knowledge.site().default_language
    _near, linked = knowledge.related(reader, page.article, keys=keys, language=language, default=default)
    body = markdown.render(
        page.version.body, pictures=page.pictures,
        address=lambda key: f"{_INSIDE}{linked[key].slug}" if key in linked else "",
    )  # fmt: skip
    row = page.translation
    return {
        "slug": row.slug, "title": page.version.title, "language": row.language, "body": tree(body.html),
        "url": f"{knowledge.site().address or settings.PUBLIC_URL}{_path(row.language, row.slug)}",
    }  # fmt: skip


def page_of(reader: Reader, slug: str, language: str) -> knowledge.ArticlePage | None:
    """Find an article this reader may read."""
    try:
        return knowledge.article_page(reader, slug, language, default=knowledge.site().default_language)
    except knowledge.ForCustomersOnly:
        return None


def tree(html: str) -> list[Node]:
    """Read clean HTML into nodes: words, or [tag, attributes, children]. A link to an article has its `article`."""
    reader = _Tree()
    reader.feed(html)
    reader.close()
    return reader.root


class _Tree(HTMLParser):
    """Builds the nodes; what comes in was written and cleaned by `markdown.render`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Node] = []
        self._open: list[list[Node]] = [self.root]

    @override
    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        children: list[Node] = []
        self._open[-1].append([tag, dict(_attributes(attrs)), children])
        if tag not in _EMPTY:
            self._open.append(children)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY and len(self._open) > 1:
            self._open.pop()

    @override
    def handle_data(self, data: str) -> None:
        if data.strip() or (data and self._open[-1] is not self.root):
            self._open[-1].append(data)


def _attributes(attrs: Iterable[tuple[str, str | None]]) -> Iterable[tuple[str, str]]:
    for name, value in attrs:
        if name == "href" and value and value.startswith(_INSIDE):
            yield "article", urlsplit(value).path.strip("/")
        elif name not in {"id", "rel", "loading", "decoding"}:
            yield name, value or ""


def _named(one: knowledge.Teaser | Any) -> dict[str, str]:  # noqa: ANN401  # or what a search found
    return {"slug": one.slug, "title": one.title, "summary": one.summary, "language": one.language}


def _path(language: str, slug: str) -> str:
    return reverse("help:article", args=[language, slug])
