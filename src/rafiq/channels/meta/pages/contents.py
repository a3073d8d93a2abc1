"""What a message to a page or an Instagram account says.

Sources: …/messenger-platform/webhooks/webhook-events/messages and …/instagram-messaging/webhooks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.meta import graph
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.media import Wanted, name_for
from rafiq.channels.meta.shapes import name_of, rows, table, tidy, words

# Kinds that are files to keep. Stories are not among them: the vendor forbids to keep what vanishes by itself.
_FILES = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/mp4", "file": ""}
_ENDING = re.compile(r"/([^/?#]{1,120}\.[A-Za-z0-9]{1,8})(?:[?#]|$)")

type Json = dict[str, Any]


@dataclass(slots=True)
class Content:
    """What was said: `text`, files still to be fetched, and `extras` for the message."""

    text: str = ""
    files: list[Wanted] = field(default_factory=list)
    extras: Json = field(default_factory=dict)


def of_message(access: Access, message: Json) -> Content:
    """Understand a `message` object."""
    found = Content(words(message.get("text")))
    for attachment in rows(message.get("attachments")):
        _attach(access, attachment, found)
    if payload := words(table(message.get("quick_reply")).get("payload"), limit=300):
        found.extras["choice"] = {"id": payload, "title": found.text}
    reply = table(message.get("reply_to"))
    if mid := name_of(reply.get("mid")):
        found.extras["reply_to"] = {"id": mid}
    if story := table(reply.get("story")):
        found.extras["story"] = tidy(story)
        _say(found, _("Answer to our story: %s") % words(story.get("url"), limit=2000))
    if referral := table(message.get("referral")):
        found.extras["referral"] = tidy(referral)
    if not found.text and not found.files:
        _say(found, f"[{_('The customer sent something that the provider does not hand on.')}]")
    return found


def of_postback(postback: Json) -> Content:
    """Understand a `postback`: somebody pressed a button we had offered."""
    title, payload = words(postback.get("title"), limit=500), words(postback.get("payload"), limit=1000)
    found = Content(title or payload, extras={"choice": {"id": payload, "title": title}})
    if referral := table(postback.get("referral")):
        found.extras["referral"] = tidy(referral)
    return found


def _attach(access: Access, attachment: Json, found: Content) -> None:
    kind, payload = words(attachment.get("type"), limit=40), table(attachment.get("payload"))
    url = words(payload.get("url"), limit=4000) or words(attachment.get("url"), limit=4000)
    title = words(attachment.get("title"), limit=500) or words(payload.get("title"), limit=500)
    if kind in _FILES and url and graph.is_vendors(access, url):
        ending = _ENDING.search(url)
        name = ending[1] if ending else name_for(_FILES[kind], stem=kind)
        found.files.append(Wanted(url=url, name=name, content_type=_FILES[kind]))
        if payload.get("sticker_id"):
            found.extras["sticker"] = True
    elif kind == "location":
        _locate(payload, title, found)
    elif kind == "story_mention":
        found.extras["story"] = tidy(payload)
        _say(found, _("Mentioned us in a story: %s") % url)
    elif kind == "template":
        _say(found, title or f"[{_('A form or product that the provider does not describe.')}]")
        found.extras.setdefault("attachments", []).append(tidy(payload))
    else:
        _say(found, "\n".join(filter(None, (title, url))))
        found.extras.setdefault("attachments", []).append(tidy(attachment))


def _locate(payload: Json, title: str, found: Content) -> None:
    place = table(payload.get("coordinates"))
    latitude, longitude = words(place.get("lat"), limit=20), words(place.get("long"), limit=20)
    found.extras["location"] = tidy(place)
    _say(found, title)
    if latitude and longitude:
        _say(found, f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}")


def _say(found: Content, more: str) -> None:
    found.text = "\n".join(filter(None, (found.text, more)))
