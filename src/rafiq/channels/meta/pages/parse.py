"""Deliveries of Messenger and Instagram, understood: messages, edits, receipts; everything else is noted.

Sources: …/messenger-platform/webhooks/webhook-events and …/instagram-messaging/webhooks of the vendor's documentation.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rafiq.channels.meta import media, memory, people
from rafiq.channels.meta.access import Access
from rafiq.channels.meta.pages import contents
from rafiq.channels.meta.pages.contents import Content
from rafiq.channels.meta.people import Heard
from rafiq.channels.meta.shapes import digest, moment, name_of, rows, table, words
from rafiq.channels.meta.understood import Gathering, Understood
from rafiq.inbox.contracts import DeliveryReport, Edit, Inbound
from rafiq.inbox.models import Delivery
from rafiq.platform import text

_BESIDE = {"sender", "recipient", "timestamp", "hop_context", "is_self"}

type Json = dict[str, Any]


class Parser:
    """Understands the deliveries of one channel. `identity` is the kind of identity its people have."""

    def __init__(
        self, access: Access, *, about: str, identity: str, profile_fields: str, clock: Callable[[], datetime]
    ) -> None:
        self.access = access
        self.about = about
        self.identity = identity
        self.profile_fields = profile_fields
        self.clock = clock
        self.own = {access.setting("account_id"), access.setting("page_id")} - {""}
        self.found = Gathering()

    def read(self, body: Json) -> Understood:
        """Understand a whole delivery, however many things it holds.

        Raises:
            NotNow, AccessRevoked: if a file cannot be fetched for the moment.
        """
        if body.get("object") != self.about:
            self._note(_("It is not about this kind of channel."))
            return self.found.done()
        for entry in rows(body.get("entry")):
            self._entry(entry)
        self.found.reports = memory.whole(self.access.channel_id, self.found.reports)
        return self.found.done()

    def _entry(self, entry: Json) -> None:
        whose = name_of(entry.get("id"))
        events = rows(entry.get("messaging"))
        for event in events:
            ids = {whose, *(name_of(table(event, side).get("id")) for side in ("recipient", "sender"))}
            if ids & self.own:
                self._event(event)
            else:
                self._note(_("It belongs to another page or account (%s).") % (whose or "?"))
        if not events:
            kinds = [words(change.get("field"), limit=60) for change in rows(entry.get("changes"))]
            kinds += ["standby"] * bool(rows(entry.get("standby")))
            self._note(_("An event that is no message: %s.") % (" · ".join(filter(None, kinds)) or "?"))

    def _event(self, event: Json) -> None:
        if "message" in event:
            self._message(event, table(event, "message"))
        elif "message_edit" in event:
            self._edit(event, table(event, "message_edit"))
        elif "postback" in event:
            self._postback(event, table(event, "postback"))
        elif "reaction" in event:
            self._reaction(event, table(event, "reaction"))
        elif "delivery" in event:
            self._receipt(event, table(event, "delivery"), Delivery.DELIVERED)
        elif "read" in event:
            self._receipt(event, table(event, "read"), Delivery.READ)
        else:
            kinds = sorted(words(name, limit=60) for name in event.keys() - _BESIDE)
            self._note(_("An event that is no message: %s.") % (" · ".join(kinds) or "?"))

    def _message(self, event: Json, message: Json) -> None:
        mid = name_of(message.get("mid"))
        if message.get("is_echo") is True or name_of(table(event, "sender").get("id")) in self.own:
            self._echo(message, mid)
        elif not mid:
            self._note(_("It does not say who wrote it, or has no id."))
        elif message.get("is_deleted") is True:
            self._change(event, mid, "", is_deleted=True)
        else:
            self._said(event, mid, contents.of_message(self.access, message))

    def _echo(self, message: Json, mid: str) -> None:
        app = name_of(message.get("app_id"))
        if memory.is_ours(self.access.channel_id, mid) or (app and app == self.access.setting("app_id")):
            self._note(_("Our own message, told back."))
        else:
            said = text.excerpt(words(message.get("text")), length=120) or "…"
            self._note(_("Written elsewhere, by a colleague or another app: %s") % said)

    def _edit(self, event: Json, edit: Json) -> None:
        if mid := name_of(edit.get("mid")):
            self._change(event, mid, words(edit.get("text")))
        else:
            self._note(_("It does not say which message was changed."))

    def _change(self, event: Json, mid: str, said: str, *, is_deleted: bool = False) -> None:
        edit = Edit(external_id=mid, text=said, edited_at=self._at(event), is_deleted=is_deleted)
        self.found.edits.append(edit)
        self._note(_("A message was changed or taken back."))

    def _postback(self, event: Json, postback: Json) -> None:
        external_id = name_of(postback.get("mid")) or f"postback:{digest(event)}"
        self._said(event, external_id, contents.of_postback(postback))

    def _reaction(self, event: Json, reaction: Json) -> None:
        emoji = words(reaction.get("emoji"), limit=40) or words(reaction.get("reaction"), limit=40)
        if reaction.get("action") == "unreact" or not emoji:
            self._note(_("A reaction was taken back."))
            return
        content = Content(emoji, extras={"reaction": {"to": name_of(reaction.get("mid"))}})
        self._said(event, f"reaction:{digest(event)}", content, is_automatic=True)

    def _receipt(self, event: Json, receipt: Json, delivery: str) -> None:
        """Turn a receipt into reports: of the messages it names, and of all sent up to its watermark."""
        thread, mids = name_of(table(event, "sender").get("id")), receipt.get("mids")
        ids = [name_of(mid) for mid in mids] if isinstance(mids, list) else []
        if mid := name_of(receipt.get("mid")):
            ids += memory.upto_id(self.access.channel_id, thread, mid)
        if receipt.get("watermark"):
            watermark = moment(receipt.get("watermark"), otherwise=self.clock())
            ids += memory.upto(self.access.channel_id, thread, watermark)
        for provider_id in dict.fromkeys(filter(None, ids)):
            self.found.reports.append(DeliveryReport(provider_id=provider_id, delivery=str(delivery)))
        self._note(_("A receipt: %s.") % str(delivery).lower())

    def _said(self, event: Json, external_id: str, content: Content, *, is_automatic: bool = False) -> None:
        thread = name_of(table(event, "sender").get("id"))
        if not thread or not (content.text or content.files):
            self._note(_("It does not say who wrote it, or has no id."))
            return
        files = media.fetch(self.access, content.files, message_id=external_id, clock=self.clock)
        name, handle = people.profile(self.access, thread, fields=self.profile_fields, clock=self.clock)
        at = self._at(event)
        self.found.messages.append(
            Inbound(
                channel_id=self.access.channel_id,
                thread=thread,
                external_id=external_id,
                sender=(self.identity, thread),
                text=files.told(content.text),
                said_at=at,
                name=name,
                sender_label=f"@{handle}" if handle else "",
                files=files.tokens,
                file_owner=files.owner,
                extras=content.extras | files.extras,
                is_automatic=is_automatic,
            )
        )
        self.found.heard.append(Heard(thread=thread, at=at, name=name))

    def _at(self, event: Json) -> datetime:
        return moment(event.get("timestamp"), otherwise=self.clock())

    def _note(self, words_of_it: str) -> None:
        self.found.notes.append(words_of_it)
