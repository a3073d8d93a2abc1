"""The message templates of a WhatsApp account: fetched on demand, kept, and changed as the vendor tells.

Source: the vendor's OpenAPI v23.0, `GET /{whatsapp-business-account-id}/message_templates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.channels.meta import graph
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.models import Template
from rafiq.channels.meta.shapes import rows, tidy, words
from rafiq.channels.meta.understood import TemplateNews

MOST_PAGES = 20
_FIELDS = "name,language,status,category,components"
_BLANK = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,40})\s*\}\}")


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template, ready to be shown and filled in. `blanks` are what the body leaves open: "1", "2" or names.

    One that `wants_more` has something to fill in besides the body (a picture, a header's or a button's blank): only
    a program can send it.
    """

    name: str
    language: str
    category: str
    status: str
    header: str
    body: str
    blanks: tuple[str, ...]
    wants_more: bool = False

    @property
    def is_approved(self) -> bool:
        """Test whether it may be sent."""
        return self.status == Template.APPROVED

    def filled(self, values: Sequence[str]) -> str:
        """Return the body as the customer will read it."""
        known = dict(zip(self.blanks, values, strict=False))
        return _BLANK.sub(lambda found: known.get(found[1], found[0]), self.body)

    def extras(self, values: Sequence[str]) -> dict[str, Any]:
        """Describe a message of this template: numbered values as a list in their order, others by name."""
        known = dict(zip(self.blanks, values, strict=True))
        is_numbered = all(name.isdecimal() for name in known)
        body = [known[name] for name in sorted(known, key=int)] if is_numbered else known
        return {"template": {"name": self.name, "language": self.language, "parameters": {"body": body}}}


def refresh(access: Access, *, at: datetime) -> int:
    """Ask the vendor for all templates and keep what it says; those it no longer names are forgotten.

    Raises:
        rafiq.inbox.contracts.DeliveryFailed: if the vendor cannot be asked; nothing is changed then.
    """
    found = {(one.name, one.language): one for one in _fetch(access, at)}
    with transaction.atomic():
        Template.objects.filter(channel=access.channel_id).delete()
        Template.objects.bulk_create(found.values())
    return len(found)


def listed(channel_id: int) -> list[TemplateRow]:
    """List the templates of a channel as last told, by name."""
    return [_row(one) for one in Template.objects.filter(channel=channel_id).order_by("name", "language")]


def approved(channel_id: int) -> list[TemplateRow]:
    """List the templates that may be sent."""
    return [one for one in listed(channel_id) if one.is_approved]


def note(channel_id: int, news: Iterable[TemplateNews]) -> None:
    """Keep what the vendor told of templates we know."""
    for one in news:
        found = Template.objects.filter(channel=channel_id, name=one.name, language=one.language)
        found.update(status=one.status)


def _fetch(access: Access, at: datetime) -> list[Template]:
    account = access.setting("business_account_id")
    found: list[Template] = []
    after = ""
    for _ in range(MOST_PAGES):
        query = {"fields": _FIELDS, "limit": "100"} | ({"after": after} if after else {})
        answer = graph.get(access, f"{account}/message_templates", **query)
        found += [_template(access, one, at) for one in rows(answer.get("data")) if words(one.get("name"))]
        paging = answer.get("paging")
        cursors = paging.get("cursors") if isinstance(paging, dict) and paging.get("next") else None
        after = words(cursors.get("after"), limit=500) if isinstance(cursors, dict) else ""
        if not after:
            break
    return found


def _template(access: Access, given: dict[str, Any], at: datetime) -> Template:
    return Template(
        channel_id=access.channel_id,
        name=words(given.get("name"), limit=200),
        language=words(given.get("language"), limit=20),
        category=words(given.get("category"), limit=40),
        status=words(given.get("status"), limit=40),
        components=tidy(rows(given.get("components"))),
        refreshed_at=at,
    )


def _row(template: Template) -> TemplateRow:
    parts = {words(one.get("type"), limit=20).upper(): one for one in rows(template.components)}
    header, body = (words(parts.get(kind, {}).get("text")) for kind in ("HEADER", "BODY"))
    blanks = tuple(dict.fromkeys(_BLANK.findall(body)))
    return TemplateRow(
        template.name, template.language, template.category, template.status, header, body, blanks,
        wants_more=_wants_more(parts),
    )  # fmt: skip


def _wants_more(parts: dict[str, dict[str, Any]]) -> bool:
    """Test whether something besides the body must be filled in: a picture, a header's blank, a button's, cards."""
    header, buttons = parts.get("HEADER", {}), rows(parts.get("BUTTONS", {}).get("buttons"))
    addresses = [words(one.get("url")) for one in buttons]
    kinds = {words(one.get("type"), limit=20).upper() for one in buttons}
    return (
        (words(header.get("format"), limit=20).upper() or "TEXT") != "TEXT"
        or any(_BLANK.search(one) for one in [words(header.get("text")), *addresses])
        or bool(kinds - {"URL", "PHONE_NUMBER", "QUICK_REPLY"})
        or not parts.keys() <= {"HEADER", "BODY", "FOOTER", "BUTTONS"}
    )
