"""Deliveries of the WhatsApp Cloud API, understood: messages, edits, receipts; everything else is noted.

Sources: the vendor's webhook reference (…/whatsapp/webhooks/reference) and …/whatsapp/business-scoped-user-ids: since
2026 people may hide their number, and are then named by an id that holds for this business only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.meta import media, memory, people, refusals
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.people import Heard
from rafiq.channels.meta.shapes import moment, name_of, rows, table, words
from rafiq.channels.meta.understood import Gathering, TemplateNews, Understood
from rafiq.channels.meta.whatsapp import contents
from rafiq.inbox.contracts import DeliveryReport, Edit, Inbound
from rafiq.inbox.models import Delivery
from rafiq.platform import text

HANDLE_SPACE = "whatsapp:"
_NUMBER = re.compile(r"\+?(\d{5,20})")
_DELIVERY = {"delivered": Delivery.DELIVERED, "read": Delivery.READ, "played": Delivery.READ, "failed": Delivery.FAILED}
_SILENT = {"request_welcome"}

type Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote: the identity, the thread, and what else is known of them."""

    identity: tuple[str, str]
    thread: str
    alias: str
    name: str
    label: str


class Parser:
    """Understands the deliveries of one channel."""

    def __init__(self, access: Access, *, clock: Callable[[], datetime]) -> None:
        self.access = access
        self.clock = clock
        self.found = Gathering()

    def read(self, body: Json) -> Understood:
        """Understand a whole delivery, however many things it holds.

        Raises:
            NotNow, AccessRevoked: if a file cannot be fetched for the moment.
        """
        if body.get("object") != "whatsapp_business_account":
            self._note(_("It is not about WhatsApp."))
            return self.found.done()
        for entry in rows(body.get("entry")):
            changes = rows(entry.get("changes"))
            for change in changes:
                self._change(words(change.get("field"), limit=60), table(change.get("value")))
            if not changes:
                self._note(_("There is nothing in it."))
        self.found.reports = memory.whole(self.access.channel_id, self.found.reports)
        return self.found.done()

    def _change(self, field: str, value: Json) -> None:
        number = name_of(table(value.get("metadata")).get("phone_number_id"))
        if number and number != self.access.setting("phone_number_id"):
            self._note(_("It belongs to another number (%s).") % number)
            return
        messages, statuses = rows(value.get("messages")), rows(value.get("statuses"))
        if field == "messages" and (messages or statuses):
            for message in messages:
                self._message(message, value)
            for status in statuses:
                self._status(status)
        elif field == "message_template_status_update":
            self._template(value)
        else:
            self._event(field, value)

    def _message(self, message: Json, value: Json) -> None:
        kind = words(message.get("type"), limit=40)
        at = moment(message.get("timestamp"), otherwise=self.clock())
        if message.get("group_id"):
            self._note(_("It was said in a group; groups are not conversations."))
        elif kind in {"edit", "revoke"}:
            self._change_of_mind(message, kind, at)
        elif kind == "reaction" and not words(table(message.get("reaction")).get("emoji")):
            self._note(_("A reaction was taken back."))
        elif kind in _SILENT:
            self._note(_("Somebody opened the chat and has said nothing yet."))
        elif (sender := self._sender(message, value)) is None or not name_of(message.get("id")):
            self._note(_("It does not say who wrote it, or has no id."))
        else:
            self._said(message, sender, at=at, errors=value.get("errors"))

    def _said(self, message: Json, sender: Sender, *, at: datetime, errors: object) -> None:
        external_id, kind = name_of(message.get("id")), words(message.get("type"), limit=40)
        if kind == "reaction":
            reaction = table(message.get("reaction"))
            target = name_of(reaction.get("message_id"))
            content = contents.Content(words(reaction.get("emoji"), limit=40), extras={"reaction": {"to": target}})
        else:
            content = contents.read(message, errors=errors)
        files = media.fetch(self.access, content.files, message_id=external_id, clock=self.clock)
        self.found.messages.append(
            Inbound(
                channel_id=self.access.channel_id,
                thread=sender.thread,
                external_id=external_id,
                sender=sender.identity,
                text=files.told(content.text),
                said_at=at,
                name=sender.name,
                sender_label=sender.label,
                phone=_new_number(message),
                files=files.tokens,
                file_owner=files.owner,
                extras=content.extras | files.extras,
                # Nobody waits for an answer to a thumb, or to the news of another number.
                is_automatic=kind in {"reaction", "system"},
            )
        )
        self.found.heard.append(Heard(thread=sender.thread, at=at, name=sender.name, alias=sender.alias))

    def _sender(self, message: Json, value: Json) -> Sender | None:
        number, scoped = _digits(message.get("from")), name_of(message.get("from_user_id"))
        contact = _contact(value, number, scoped)
        number = number or _digits(contact.get("wa_id"))
        scoped = scoped or name_of(contact.get("user_id")) or ("" if number else name_of(message.get("from")))
        if not number and scoped:
            number = _digits(people.thread_of_alias(self.access.channel_id, scoped))
        profile = table(contact.get("profile"))
        name = words(profile.get("name"), limit=120)
        username = words(profile.get("username"), limit=100).lstrip("@")
        if number:
            return Sender(("PHONE", phone_of(number)), number, scoped, name, "")
        if scoped:
            label = f"@{username}" if username else scoped
            return Sender(("HANDLE", f"{HANDLE_SPACE}{scoped}"), scoped, "", name, label[:120])
        return None

    def _change_of_mind(self, message: Json, kind: str, at: datetime) -> None:
        given = table(message.get(kind))
        original = name_of(given.get("original_message_id"))
        if not original:
            self._note(_("It does not say which message was changed."))
            return
        said = "" if kind == "revoke" else contents.read(table(given.get("message"))).text
        edit = Edit(external_id=original, text=said, edited_at=at, is_deleted=kind == "revoke")
        self.found.edits.append(edit)
        self._note(_("A message was changed or taken back."))

    def _status(self, status: Json) -> None:
        told, provider_id = words(status.get("status"), limit=40), name_of(status.get("id"))
        pricing = table(status.get("pricing"))
        category = words(pricing.get("category"), limit=40)
        if provider_id and told == "deleted":
            at = moment(status.get("timestamp"), otherwise=self.clock())
            self.found.edits.append(Edit(external_id=provider_id, text="", edited_at=at, is_deleted=True))
        elif provider_id and told in _DELIVERY:
            reason = refusals.first(status.get("errors")) if told == "failed" else ""
            self.found.reports.append(
                DeliveryReport(provider_id=provider_id, delivery=str(_DELIVERY[told]), reason=reason)
            )
        self._note(_("A receipt: %s.") % " · ".join(filter(None, (told or "?", category))))

    def _template(self, value: Json) -> None:
        name, status = words(value.get("message_template_name"), limit=200), words(value.get("event"), limit=40)
        language = words(value.get("message_template_language"), limit=20)
        if name and status and language:
            self.found.templates.append(TemplateNews(name=name, language=language, status=status))
        self._note(_("The template %(name)s is now %(status)s.") % {"name": name or "?", "status": status or "?"})

    def _event(self, field: str, value: Json) -> None:
        """Note what is no message: calls, the account's own affairs, groups, what the app on the phone did."""
        kinds = [words(value.get("event"), limit=60)]
        kinds += [words(call.get("event"), limit=60) for call in rows(value.get("calls"))]
        told = " · ".join(filter(None, [field or "?", *kinds, refusals.first(value.get("errors"))]))
        self._note(_("An event that is no message: %s.") % told)

    def _note(self, words_of_it: str) -> None:
        self.found.notes.append(words_of_it)


def phone_of(digits: str) -> str:
    """Return the number of a WhatsApp id as it is kept: the same as for SMS, so that one person stays one."""
    return text.normal_phone(f"+{digits}") or f"+{digits}"


def _digits(value: object) -> str:
    found = _NUMBER.fullmatch(words(value, limit=40))
    return found[1] if found else ""


def _contact(value: Json, number: str, scoped: str) -> Json:
    """Find who of the people told beside the messages wrote this one."""
    contacts = rows(value.get("contacts"))
    for contact in contacts:
        ids = {_digits(contact.get("wa_id")), name_of(contact.get("user_id"))} - {""}
        if ids & {number, scoped}:
            return contact
    return contacts[0] if len(contacts) == 1 else {}


def _new_number(message: Json) -> str:
    """Return the number somebody says to have now; only a claim, since numbers are given to others later."""
    if message.get("type") != "system":
        return ""
    told = table(message.get("system"))
    digits = _digits(told.get("wa_id")) or _digits(told.get("new_wa_id"))
    return phone_of(digits) if digits else ""
