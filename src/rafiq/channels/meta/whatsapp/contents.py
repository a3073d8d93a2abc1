"""What a WhatsApp message says: its words, its files, and what only this channel knows of it.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages and the vendor's
OpenAPI (v23.0). A kind that is not known yet becomes a sentence, so that the agent knows that something came.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.meta import refusals
from rafiq.channels.meta.media import Wanted, name_for
from rafiq.channels.meta.shapes import name_of, rows, table, tidy, words

type Json = dict[str, Any]


@dataclass(slots=True)
class Content:
    """What was said: `text`, files still to be fetched, and `extras` for the message."""

    text: str = ""
    files: list[Wanted] = field(default_factory=list)
    extras: Json = field(default_factory=dict)


def read(message: Json, *, errors: object = None) -> Content:
    """Understand one message of any kind. `errors` are those told beside it."""
    kind = words(message.get("type"), limit=40)
    found = _READERS.get(kind, _unknown)(message)
    if not found.text and not found.files:
        found = _unknown(message, errors=errors)
    found.extras |= _around(message) | {"whatsapp": kind or "?"}
    return found


def _text(message: Json) -> Content:
    return Content(words(table(message.get("text")).get("body")))


def _media(message: Json) -> Content:
    kind = words(message.get("type"), limit=40)
    given = table(message.get(kind))
    content_type = words(given.get("mime_type"), limit=100)
    media_id = name_of(given.get("id"))
    name = words(given.get("filename"), limit=200) or name_for(content_type, stem=kind)
    file = Wanted(media_id=media_id, name=name, content_type=content_type)
    found = Content(words(given.get("caption")), [file] if media_id else [])
    if given.get("voice") is True:
        found.extras["voice"] = True
    if kind == "sticker":
        found.extras["sticker"] = True
    return found


def _location(message: Json) -> Content:
    place = table(message.get("location"))
    latitude, longitude = words(place.get("latitude"), limit=20), words(place.get("longitude"), limit=20)
    map_url = f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}" if latitude and longitude else ""
    lines = [words(place.get(name), limit=500) for name in ("name", "address")]
    lines.append(words(place.get("url"), limit=500) or map_url)
    return Content(_lines(lines), extras={"location": tidy(place)})


def _contacts(message: Json) -> Content:
    cards = rows(message.get("contacts"))
    return Content("\n\n".join(filter(None, map(_card, cards))), extras={"contacts": tidy(cards)})


def _card(card: Json) -> str:
    name = table(card.get("name"))
    whole = words(name.get("formatted_name"), limit=200) or words(name.get("first_name"), limit=200)
    lines = [whole, words(table(card.get("org")).get("company"), limit=200)]
    for group, field_name in (("phones", "phone"), ("emails", "email"), ("urls", "url")):
        lines += [words(one.get(field_name), limit=300) for one in rows(card.get(group))]
    return _lines(lines)


def _interactive(message: Json) -> Content:
    given = table(message.get("interactive"))
    kind = words(given.get("type"), limit=40)
    chosen = table(given.get(kind))
    if kind == "nfm_reply":
        return _form(chosen)
    lines = [words(chosen.get("title"), limit=500), words(chosen.get("description"), limit=1000)]
    if kind == "call_permission_reply":
        lines = [_("The customer answered whether we may call: %s.") % words(chosen.get("response"), limit=40)]
    extras = {"choice": {"id": words(chosen.get("id"), limit=300), "title": lines[0]}}
    return Content(_lines(lines), extras=extras)


def _form(reply: Json) -> Content:
    """Read the answer of a form (a "flow"): its fields, one a line."""
    try:
        filled = table(json.loads(words(reply.get("response_json")) or "{}"))
    except (ValueError, RecursionError):
        filled = {}
    fields = {name: one for name, one in tidy(filled).items() if name and name != "flow_token"}
    lines = [f"{name}: {_plain(one)}" for name, one in fields.items()]
    return Content(_lines(lines) or words(reply.get("body"), limit=1000), extras={"form": fields})


def _plain(value: object) -> str:
    return words(value, limit=2000) or json.dumps(value, ensure_ascii=False)[:2000]


def _button(message: Json) -> Content:
    given = table(message.get("button"))
    said = words(given.get("text"), limit=1000) or words(given.get("payload"), limit=1000)
    return Content(said, extras={"choice": {"id": words(given.get("payload"), limit=300), "title": said}})


def _order(message: Json) -> Content:
    order = table(message.get("order"))
    lines = [words(order.get("text"), limit=4000), *map(_product, rows(order.get("product_items")))]
    return Content(_lines(lines), extras={"order": tidy(order)})


def _product(item: Json) -> str:
    price = " ".join(filter(None, (words(item.get("item_price"), limit=30), words(item.get("currency"), limit=10))))
    count, name = words(item.get("quantity"), limit=20) or "1", words(item.get("product_retailer_id"), limit=200)
    return f"{count} × {name}" + (f" — {price}" if price else "")


def _system(message: Json) -> Content:
    told = table(message.get("system"))
    return Content(words(told.get("body"), limit=1000), extras={"system": tidy(told)})


def _unknown(message: Json, *, errors: object = None) -> Content:
    kind = words(table(message.get("unsupported")).get("type"), limit=40) or words(message.get("type"), limit=40)
    told = refusals.first(message.get("errors")) or refusals.first(errors)
    said = f"[{_('The customer sent something that WhatsApp does not hand on (%s).') % (kind or '?')}]"
    extras = {"errors": tidy(rows(message.get("errors")) or rows(errors))} if told else {}
    return Content(said, extras=extras)


def _around(message: Json) -> Json:
    """Read what may stand around any message: what it answers, whether it was forwarded, which advertisement."""
    context, referral = table(message.get("context")), table(message.get("referral"))
    found: Json = {}
    if reply_to := name_of(context.get("id")):
        found["reply_to"] = {"id": reply_to}
    found |= {name: True for name in ("forwarded", "frequently_forwarded") if context.get(name) is True}
    if product := table(context.get("referred_product")):
        found["product"] = tidy(product)
    if referral:
        found["referral"] = tidy(referral)
    return found


def _lines(lines: list[str]) -> str:
    return "\n".join(filter(None, lines))


_READERS: Mapping[str, Callable[[Json], Content]] = {
    "text": _text,
    **dict.fromkeys(("image", "video", "audio", "voice", "document", "sticker"), _media),
    "location": _location,
    "contacts": _contacts,
    "interactive": _interactive,
    "button": _button,
    "order": _order,
    "system": _system,
}
