"""The Twilio kind of channel."""

from __future__ import annotations

import email.utils
import json
import urllib.parse
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings as configuration
from django.utils.translation import gettext as _

from rafiq.channels.sms import base, hooks, ledger
from rafiq.channels.sms.base import Sms
from rafiq.channels.sms.forms import TwilioForm
from rafiq.channels.sms.models import SentPart
from rafiq.channels.sms.twilio import fetching, signing
from rafiq.channels.sms.twilio.client import HOST, OTHER, REVOKED, Client, Later, Refused, words_of
from rafiq.channels.transport import connections, cutting
from rafiq.channels.transport.contracts import (
    ChannelForm,
    Health,
    Hook,
    HookAnswer,
    HookRefused,
    Parsed,
    RawItem,
    Tally,
    Unreadable,
)
from rafiq.channels.transport.journal import journal
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.contracts import DeliveryFailed, Outbound, ProviderAway
from rafiq.inbox.models import Channel

DELIVERED, READ, FAILED = "DELIVERED", "READ", "FAILED"
_FATES: Final = {
    "delivered": DELIVERED, "received": DELIVERED, "read": READ, "undelivered": FAILED, "failed": FAILED,
    "canceled": FAILED,
}  # fmt: skip
LONGEST: Final = 1600  # characters of one message; more are refused with 21617
PAGES: Final = 50
MOST_NAMED: Final = 100
EMPTY: Final = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


class Twilio(Sms):
    """One number or messaging service of a Twilio account. Twilio answers STOP and START itself."""

    kind: str = "twilio"
    form: type[ChannelForm] = TwilioForm
    guide: str = "sms/twilio_guide.html"
    confirms_itself: bool = True

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return _("SMS by Twilio")

    def hand_over(self, message: Outbound, body: str) -> str:
        """Send; Twilio knows no idempotency here, so what it answered is written down before anything else."""
        client = _client(message.settings, message.secret)
        values = {"To": message.thread, **_sender(message.settings)}
        key = Channel.objects.values_list("key", flat=True).get(pk=message.channel_id)
        if configuration.PUBLIC_URL:
            values["StatusCallback"] = f"{configuration.PUBLIC_URL}/hooks/{key}/"

        def give(part: SentPart, piece: str) -> str:
            try:
                found = client.post("/Messages.json", {**values, "Body": piece})
            except Later as error:
                if error.code in REVOKED:
                    connections.revoked(message.channel_id, error.reason)
                raise
            if not found.get("sid"):
                raise DeliveryFailed(OTHER)
            return str(found["sid"])

        return base.hand_over_pieces(message, cutting.cut(body, limit=LONGEST), give)

    def verify(self, channel: Channel, hook: Hook) -> HookAnswer:
        """Check the signature; a replay of a genuine call has the key of the first and changes nothing."""
        fields = hooks.form(hook) if hook.method == "POST" else []
        token = base.hidden(base.secret_of(channel), "auth_token")
        if not signing.is_genuine(hook.headers.get("x-twilio-signature", ""), hook.url, fields, auth_token=token):
            raise HookRefused("the signature is not Twilio's")
        given = dict(fields) or dict(hook.query)
        sid = given.get("MessageSid") or given.get("SmsSid") or ""
        if not sid:
            raise HookRefused("no message is named", status=400)
        status = given.get("MessageStatus", "")
        key = f"status:{sid}:{status}" if status and "Body" not in given else f"in:{sid}"
        body = json.dumps(given, ensure_ascii=False).encode()
        return HookAnswer(items=[RawItem(key=key, body=body)], content=EMPTY, content_type="text/xml")

    def parse(self, channel: Channel, item: RawItem) -> Parsed:
        """Understand a call, or an entry of the list of messages written in a call's words."""
        try:
            given = json.loads(item.body)
        except ValueError as error:
            raise Unreadable("not what Twilio sends") from error
        if item.key.startswith("status:"):
            return self._report(channel, given)
        return self._message(channel, item, given)

    def _message(self, channel: Channel, item: RawItem, given: Mapping[str, Any]) -> Parsed:
        sender = str(given.get("From", ""))
        if not sender:
            raise Unreadable("nobody is named as the sender")
        at = _moment(given.get("DateSent")) or base.arrived_at(channel, item)
        owner = f"twilio-{item.key.removeprefix('in:')}"
        client = _client(channel.settings, base.secret_of(channel))
        found = fetching.media(client, given, owner=owner, at=at)
        words = "\n".join(filter(None, [str(given.get("Body", "")), *found.problems]))
        extras = {"provider_opting": str(given["OptOutType"])} if given.get("OptOutType") else {}
        message = base.inbound(
            channel, sender=base.number_of(channel, sender), words=words, external_id=item.key, said_at=at,
            extras=extras, tokens=found.tokens, owner=owner,
        )  # fmt: skip
        return Parsed(messages=[message])

    def _report(self, channel: Channel, given: Mapping[str, Any]) -> Parsed:
        sid = str(given.get("MessageSid") or given.get("SmsSid"))
        code = str(given.get("ErrorCode", ""))
        reason = words_of(int(code)) if code.isdecimal() and code != "0" else ""
        return ledger.note(channel.pk, [sid], fate=_FATES.get(str(given.get("MessageStatus")), ""), reason=reason)

    def health(self, channel: Channel) -> Health:
        """Fetch the account; see `Transport`."""
        try:
            found = _client(channel.settings, base.secret_of(channel)).get(".json")
        except (Refused, ProviderAway) as error:
            return Health(is_well=False, words=_(error.reason))
        if found.get("status") != "active":
            return Health(is_well=False, words=_("The Twilio account is not active"))
        return Health(is_well=True, words=_("Twilio knows us: %(name)s") % {"name": found.get("friendly_name", "")})

    def tally(self, channel: Channel, since: datetime) -> Tally | None:
        """Compare the list of received messages with the journal, by their SIDs."""
        try:
            listed = [str(one["sid"]) for one in self._received(channel, since)]
        except (Refused, ProviderAway):
            return None
        keys = [f"in:{sid}" for sid in listed]
        here = set(Arrival.objects.filter(channel=channel, key__in=keys).values_list("key", flat=True))
        missing = [key.removeprefix("in:") for key in keys if key not in here]
        return Tally(since=since, on_server=len(keys), here=len(here), missing=missing[:MOST_NAMED])

    def fetch_missing(self, channel: Channel, since: datetime) -> int:
        """Journal the received messages of the list that never came as calls."""
        items = [
            RawItem(key=f"in:{one['sid']}", body=json.dumps(_as_call(one), ensure_ascii=False).encode())
            for one in self._received(channel, since)
        ]
        return journal(channel.pk, items, at=since)

    def _received(self, channel: Channel, since: datetime) -> Iterator[Mapping[str, Any]]:
        """List what was sent to our number since a day (Twilio filters by days), page by page."""
        client = _client(channel.settings, base.secret_of(channel))
        values = {"DateSent>": f"{since:%Y-%m-%d}", "PageSize": "1000"}
        if number := str(channel.settings.get("sender", "")):
            values["To"] = number
        for page in range(PAGES):
            found = client.get("/Messages.json", values)
            for one in found.get("messages") or []:
                at = _moment(one.get("date_sent"))
                if one.get("direction") == "inbound" and one.get("sid") and at and at >= since:
                    yield one
            following = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(str(found.get("next_page_uri") or "")).query))
            if not following or page == PAGES - 1:
                return
            values = following


def _client(settings: Mapping[str, Any], secret: str) -> Client:
    token = base.hidden(secret, "auth_token")
    return Client(str(settings.get("account_sid", "")), token, str(settings.get("host") or HOST))


def _sender(settings: Mapping[str, Any]) -> dict[str, str]:
    if service := str(settings.get("service_sid", "")):
        return {"MessagingServiceSid": service}
    return {"From": str(settings.get("sender", ""))}


def _as_call(one: Mapping[str, Any]) -> dict[str, str]:
    """Write an entry of the list in the words of a call, so that both are understood by the same code."""
    return {
        "MessageSid": str(one["sid"]), "From": str(one.get("from", "")), "To": str(one.get("to", "")),
        "Body": str(one.get("body") or ""), "NumMedia": str(one.get("num_media") or "0"),
        "DateSent": str(one.get("date_sent") or ""),
    }  # fmt: skip


def _moment(given: object) -> datetime | None:
    """Read a moment as mails write it (RFC 2822)."""
    try:
        return email.utils.parsedate_to_datetime(str(given)) if given else None
    except ValueError:
        return None
