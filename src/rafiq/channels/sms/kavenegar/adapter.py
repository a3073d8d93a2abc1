"""The Kavenegar kind of channel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rafiq.channels.sms import base, hooks, ledger, numbers
from rafiq.channels.sms.base import Sms
from rafiq.channels.sms.forms import KavenegarForm
from rafiq.channels.sms.kavenegar import live
from rafiq.channels.sms.kavenegar.client import HOST, OTHER, REVOKED, Client, Later, Refused, entries
from rafiq.channels.sms.models import SentPart
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
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.contracts import DeliveryFailed, Outbound, ProviderAway
from rafiq.inbox.models import Channel

DELIVERED, FAILED = "DELIVERED", "FAILED"
# kavenegar.com/rest.html, "status": 10 reached the phone; 4 and 5 are with the network; 1 and 2 wait.
_FATES: Final = {10: DELIVERED, 6: FAILED, 11: FAILED, 13: FAILED, 14: FAILED}
_REASONS: Final = {
    6: gettext_noop("The network could not deliver it"),
    11: gettext_noop("It did not reach the phone"),
    13: gettext_noop("It was cancelled, or the network gave the money back"),
    14: gettext_noop("This person blocks messages of advertising lines"),
}
LONGEST: Final = 900  # characters of one message; more are refused with 413
MOST_DAY: Final = timedelta(days=1)
MOST_TALLIED: Final = 100


class Kavenegar(Sms):
    """One line of a Kavenegar account."""

    kind: str = "kavenegar"
    form: type[ChannelForm] = KavenegarForm
    guide: str = "sms/kavenegar_guide.html"
    uses_hook: bool = False  # its guide shows the address together with its unguessable end

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return _("SMS by Kavenegar")

    def hand_over(self, message: Outbound, body: str) -> str:
        """Send once: `localid` makes Kavenegar return the first message's id when asked again."""
        client = _client(message.settings, message.secret)

        def give(part: SentPart, piece: str) -> str:
            values: dict[str, str | int] = {
                "receptor": numbers.national(message.thread), "message": piece,
                "sender": str(message.settings.get("line", "")), "localid": part.token,
            }  # fmt: skip
            try:
                found = entries(client.call("sms/send", values))
            except Later as error:
                if error.status in REVOKED:
                    connections.revoked(message.channel_id, error.reason)
                raise
            if not found or not found[0].get("messageid"):
                raise DeliveryFailed(OTHER)
            return str(found[0]["messageid"])

        return base.hand_over_pieces(message, cutting.cut(body, limit=LONGEST), give)

    def verify(self, channel: Channel, hook: Hook) -> HookAnswer:
        """Take a call that knows the unguessable end of the address: Kavenegar signs nothing."""
        expected = hooks.token_of(channel.key, base.secret_of(channel))
        if not hooks.is_same(hook.path.strip("/"), expected):
            raise HookRefused("the end of the address is not ours")
        given = hooks.fields(hook)
        number, status = str(given.get("messageid", "")), str(given.get("status", ""))
        if not number.isdecimal():
            raise HookRefused("there is no messageid", status=400)
        is_report = status.isdecimal() and "message" not in given
        key = f"status:{number}:{status}" if is_report else f"in:{number}"
        body = json.dumps({name: str(value) for name, value in given.items()}, ensure_ascii=False)
        return HookAnswer(items=[RawItem(key=key, body=body.encode())])

    def parse(self, channel: Channel, item: RawItem) -> Parsed:
        """Understand a received message or a state, as a call or as an entry of `sms/receive`."""
        try:
            given = json.loads(item.body)
        except ValueError as error:
            raise Unreadable("not what Kavenegar sends") from error
        if item.key.startswith("status:"):
            return self._report(channel, given)
        sender = str(given.get("sender") or given.get("from") or "")
        if not sender:
            raise Unreadable("nobody is named as the sender")
        words = str(given.get("message", ""))
        said_at = _moment(given.get("date")) or base.arrived_at(channel, item)
        number = base.number_of(channel, sender)
        return Parsed(
            messages=[base.inbound(channel, sender=number, words=words, external_id=item.key, said_at=said_at)]
        )

    def _report(self, channel: Channel, given: Mapping[str, Any]) -> Parsed:
        status = int(str(given.get("status")))
        return ledger.note(
            channel.pk, [str(given["messageid"])], fate=_FATES.get(status, ""), reason=_REASONS.get(status, "")
        )

    async def listen(self, channel: Channel) -> None:
        """Fetch what was received, again and again, where that is wanted."""
        if channel.settings.get("poll", True):
            await live.poll(channel, _client(channel.settings, base.secret_of(channel)))

    def health(self, channel: Channel) -> Health:
        """Ask for the account; see `Transport`."""
        try:
            found = entries(_client(channel.settings, base.secret_of(channel)).call("account/info"))
        except (Refused, ProviderAway) as error:
            return Health(is_well=False, words=_(error.reason))
        credit = str(found[0].get("remaincredit", "")) if found else ""
        return Health(is_well=True, words=_("Kavenegar knows us. Credit left: %(credit)s") % {"credit": credit or "—"})

    def tally(self, channel: Channel, since: datetime) -> Tally | None:
        """Count by `sms/countinbox`, which looks at one day at most."""
        client = _client(channel.settings, base.secret_of(channel))
        since = max(since, _now_of(client) - MOST_DAY)
        try:
            found = entries(
                client.call("sms/countinbox", {"startdate": int(since.timestamp()), "linenumber": _line(channel)})
            )
        except (Refused, ProviderAway):
            return None
        on_server = int(found[0].get("sumcount") or 0) if found else 0
        here = Arrival.objects.filter(channel=channel, key__startswith="in:", arrived_at__gte=since).count()
        return Tally(since=since, on_server=on_server, here=here)

    def fetch_missing(self, channel: Channel, since: datetime) -> int:
        """Fetch what was received and, on their side, read already: the newest hundred."""
        client = _client(channel.settings, base.secret_of(channel))
        return live.fetch(channel, client, is_read=True) + live.fetch(channel, client, is_read=False)


def _client(settings: Mapping[str, Any], secret: str) -> Client:
    return Client(base.hidden(secret, "api_key"), str(settings.get("host") or HOST))


def _line(channel: Channel) -> str:
    return str(channel.settings.get("line", ""))


def _moment(given: object) -> datetime | None:
    """Read seconds since 1970, as Kavenegar writes moments."""
    return datetime.fromtimestamp(int(str(given)), UTC) if str(given).isdecimal() and len(str(given)) < 12 else None


def _now_of(client: Client) -> datetime:
    """Return Kavenegar's own time (`utils/getdate`), by which its counts go."""
    try:
        found = entries(client.call("utils/getdate"))
    except (Refused, ProviderAway):
        found = []
    return (_moment(found[0].get("unixtime")) if found else None) or datetime.fromtimestamp(0, UTC)
