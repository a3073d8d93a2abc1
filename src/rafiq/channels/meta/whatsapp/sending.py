"""Messages on their way to WhatsApp: texts, files, templates.

Sources: the vendor's OpenAPI v23.0 (`POST /{phone-number-id}/messages`, `/media`) and …/whatsapp/messages. The vendor
knows no idempotency key: what was taken is written down here, part by part (`memory`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.meta import graph
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.memory import Send
from rafiq.channels.meta.shapes import name_of, rows, table, tidy, words
from rafiq.channels.transport.cutting import cut
from rafiq.inbox.contracts import DeliveryFailed, Outbound, OutboundFile
from rafiq.platform import files

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
_MEGABYTE = 1024 * 1024
# What travels as itself (media type → kind, most bytes); everything else goes as a document.
_KINDS = {
    "image/jpeg": ("image", 5 * _MEGABYTE),
    "image/png": ("image", 5 * _MEGABYTE),
    "video/mp4": ("video", 16 * _MEGABYTE),
    "audio/mpeg": ("audio", 16 * _MEGABYTE),
    "audio/mp4": ("audio", 16 * _MEGABYTE),
    "audio/aac": ("audio", 16 * _MEGABYTE),
    "audio/amr": ("audio", 16 * _MEGABYTE),
    "audio/ogg": ("audio", 16 * _MEGABYTE),
}
# What a document may say to be; the vendor refuses other names of kinds, but looks no closer.
_PLAIN = "application/octet-stream"

type Json = dict[str, Any]


def parts_of(message: Outbound, access: Access) -> list[Send]:
    """Cut a message into what the vendor takes at once; a short text goes under the first file.

    Raises:
        DeliveryFailed: if there is nothing to send, or the template is not described.
    """
    bodies = list(_bodies(message))
    if not bodies:
        raise DeliveryFailed(_("There is nothing to send."), is_permanent=True)
    around = _to(message.thread)
    quoted = message.extras.get("reply_to")
    if reply_to := name_of(table(quoted).get("id")) or name_of(quoted):
        around["context"] = {"message_id": reply_to}
    return [partial(_send, access, around if not number else _to(message.thread), *body)
            for number, body in enumerate(bodies)]  # fmt: skip


def is_template(message: Outbound) -> bool:
    """Test whether a message is a template, which may be sent at any time."""
    return bool(table(message.extras.get("template")))


def _to(thread: str) -> Json:
    """Address somebody by number, or by the id of those who hide theirs."""
    whom = {"to": thread} if thread.isdecimal() else {"recipient": thread}
    return {"messaging_product": "whatsapp", "recipient_type": "individual", **whom}


def _bodies(message: Outbound) -> Iterator[tuple[Json, OutboundFile | None]]:
    if is_template(message):
        yield _template(table(message.extras["template"])), None
        return
    caption = message.text if message.files and _takes_caption(message.files[0], message.text) else ""
    if not caption:
        for piece in cut(message.text, limit=LONGEST_TEXT):
            yield {"type": "text", "text": {"body": piece, "preview_url": True}}, None
    for file in message.files:
        yield _file(file, caption), file
        caption = ""


def _takes_caption(file: OutboundFile, text: str) -> bool:
    return bool(text) and len(text) <= LONGEST_CAPTION and _kind(file) != "audio"


def _kind(file: OutboundFile) -> str:
    kind, most = _KINDS.get(file.content_type, ("document", 0))
    return kind if file.size <= most else "document"


def _file(file: OutboundFile, caption: str) -> Json:
    kind = _kind(file)
    about = {"caption": caption} if caption else {}
    if kind == "document":
        about["filename"] = file.name
    return {"type": kind, kind: about}


def _send(access: Access, around: Json, body: Json, file: OutboundFile | None) -> str:
    """Send one part and return its id; a file is handed over first."""
    number = access.setting("phone_number_id")
    if file:
        kind = str(body["type"])
        body = body | {kind: body[kind] | {"id": _upload(access, number, file)}}
    answer = graph.post(access, f"{number}/messages", around | body)
    taken = next(iter(rows(answer.get("messages"))), {})
    return name_of(taken.get("id"))


def _upload(access: Access, number: str, file: OutboundFile) -> str:
    try:
        content = files.read(file.token)
    except files.FileGone as error:
        raise DeliveryFailed(_("The file “%s” is no longer there.") % file.name, is_permanent=True) from error
    fields = {"messaging_product": "whatsapp", "type": file.content_type or _PLAIN}
    answer = graph.upload(
        access, f"{number}/media", fields=fields, name=file.name, content=content, kind=file.content_type or _PLAIN
    )
    if not (media_id := name_of(answer.get("id"))):
        raise DeliveryFailed(_("WhatsApp took the file “%s”, but gave no name for it.") % file.name)
    return media_id


def _template(given: Json) -> Json:
    """Describe a template: `name`, `language`, and `parameters`.

    The values of the body are a list in order, or an object by name; or an object with `header`, `body` and `buttons`.

    Raises:
        DeliveryFailed: if name or language are missing.
    """
    name, language = words(given.get("name"), limit=512), words(given.get("language"), limit=20)
    if not (name and language):
        raise DeliveryFailed(_("The template has no name or no language."), is_permanent=True)
    parameters = given.get("parameters")
    groups = parameters if isinstance(parameters, dict) else {"body": parameters}
    if isinstance(parameters, dict) and not {"header", "body", "buttons"} & parameters.keys():
        groups = {"body": parameters}
    components = [
        {"type": kind, "parameters": values} for kind in ("header", "body") if (values := _values(groups.get(kind)))
    ]
    buttons = groups.get("buttons")
    for index, value in enumerate(buttons if isinstance(buttons, list) else []):
        components.append({"type": "button", "sub_type": "url", "index": str(index), "parameters": _values([value])})
    template = {"name": name, "language": {"code": language}}
    return {"type": "template", "template": template | ({"components": components} if components else {})}


def _values(given: object) -> list[Json]:
    """Write values as the vendor wants them; one that is an object already (a picture, a date) stays as it is."""
    if isinstance(given, dict):
        return [_value(one) | {"parameter_name": name} for name, one in given.items()]
    return [_value(one) for one in given] if isinstance(given, list) else []


def _value(given: object) -> Json:
    return tidy(given) if isinstance(given, dict) else {"type": "text", "text": words(given, limit=1000)}
