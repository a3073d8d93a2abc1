"""What pages tell search engines in schema.org's words, as JSON-LD (https://schema.org, https://json-ld.org)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

_CONTEXT = "https://schema.org"
# Nothing in it can end the element it stands in, or begin another.
_HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(things: Sequence[Mapping[str, Any]]) -> SafeString:
    """Write things as the element for a page's head. It is data and never run."""
    graph = {"@context": _CONTEXT, "@graph": list(things)}
    written = json.dumps(graph, ensure_ascii=False).translate(_HARMLESS)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(written))


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Describe the way to a page: (name, address), the first is the beginning."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def questions(asked: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Describe frequently asked questions with their answers, as plain words."""
    entities = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        for question, answer in asked
    ]
    return {"@type": "FAQPage", "mainEntity": entities}


def article(
    *, title: str, description: str, language: str, address: str, publisher: str, dates: tuple[datetime | None, ...]
) -> dict[str, Any]:
    """Describe an article; `dates` are when it was first published and last changed."""
    published, modified = (moment.isoformat() if moment else None for moment in dates)
    told = {
        "@type": "Article", "headline": title, "description": description, "inLanguage": language,
        "mainEntityOfPage": address, "datePublished": published, "dateModified": modified,
        "publisher": {"@type": "Organization", "name": publisher},
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def website(*, name: str, address: str, search: str, language: str) -> dict[str, Any]:
    """Describe the help centre itself, with how to search it."""
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    return {"@type": "WebSite", "name": name, "url": address, "inLanguage": language, "potentialAction": action}
