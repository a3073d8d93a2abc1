"""The generic kind of channel: requests and calls as the form describes them."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import socket
import urllib.parse
from collections.abc import Mapping
from typing import Any, Final

import httpx
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rafiq.channels.sms import base, hooks, ledger, numbers, web
from rafiq.channels.sms.base import Sms
from rafiq.channels.sms.gateway import templates
from rafiq.channels.sms.gateway.forms import GatewayForm
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
    Unreadable,
)
from rafiq.inbox.contracts import DeliveryFailed, Outbound, ProviderAway
from rafiq.inbox.models import Channel

logger = logging.getLogger(__name__)

REFUSED: Final = gettext_noop("The gateway refused the message")
UNWELCOME: Final = gettext_noop("The gateway does not accept our key")
FORBIDDEN: Final = gettext_noop("The gateway's address leads to where no gateway can stand")
NOT_DELIVERED: Final = gettext_noop("The network could not deliver it")
_HASHES: Final = {"hmac-sha256": hashlib.sha256, "hmac-sha1": hashlib.sha1}


class Gateway(Sms):
    """A gateway described by its form."""

    kind: str = "http_sms"
    form: type[ChannelForm] = GatewayForm
    guide: str = "sms/http_sms_guide.html"

    @property
    def label(self) -> str:
        """See `ChannelAdapter`."""
        return _("SMS by another gateway")

    def hand_over(self, message: Outbound, body: str) -> str:
        """Send as the form says."""

        def give(part: SentPart, piece: str) -> str:
            answer = self._ask(message, piece, key=str(part.token))
            if answer.status_code in {401, 403}:
                connections.revoked(message.channel_id, UNWELCOME)
                raise ProviderAway(UNWELCOME, retry_after=300)
            document = web.document(answer)
            if not _is_success(message.settings, answer, document):
                logger.warning("The gateway of channel %s answered with %s", message.channel_id, answer.status_code)
                raise DeliveryFailed(REFUSED, is_permanent=answer.is_client_error)
            path = str(message.settings.get("id_path", ""))
            return templates.find(document, path) if path else ""

        longest = int(message.settings.get("longest") or 0)
        pieces = cutting.cut(body, limit=longest) if longest else [body]
        return base.hand_over_pieces(message, pieces, give)

    def _ask(self, message: Outbound, body: str, *, key: str) -> httpx.Response:
        settings = message.settings
        values = {
            "to": message.thread, "to_digits": numbers.digits(message.thread),
            "to_national": numbers.national(message.thread), "from": str(settings.get("sender", "")), "text": body,
            "key": key, "secret": base.hidden(message.secret, "secret"),
        }  # fmt: skip
        url = templates.url(str(settings.get("url", "")), values)
        _check_where(url)
        content, kind = _body(settings, values)
        headers = {**({"content-type": kind} if kind else {}), **_headers(settings, values)}
        return web.ask(str(settings.get("method", "POST")), url, content=content, headers=headers)

    def verify(self, channel: Channel, hook: Hook) -> HookAnswer:
        """Check the shared secret or the signature, and take the one message or report out."""
        settings = channel.settings
        given = hooks.fields(hook)
        _prove(settings, base.hidden(base.secret_of(channel), "hook_secret"), hook, given)
        given.pop(str(settings.get("hook_name") or ""), None)  # the journal keeps what was said, not how it was proved
        state = templates.find(given, str(settings.get("report_status") or ""))
        words = templates.find(given, str(settings.get("in_text") or "text"))
        sender = templates.find(given, str(settings.get("in_from") or "from"))
        body = json.dumps(given, ensure_ascii=False).encode()
        if state and not (words and sender):
            number = templates.find(given, str(settings.get("report_id") or "id"))
            return HookAnswer(items=[RawItem(key=f"status:{number}:{state}", body=body)])
        number = templates.find(given, str(settings.get("in_id") or "id"))
        # Without an id the content has to do: the same call twice is one message.
        name = number or hashlib.sha256(body + hook.headers.get("date", "").encode()).hexdigest()
        return HookAnswer(items=[RawItem(key=f"in:{name}", body=body)])

    def parse(self, channel: Channel, item: RawItem) -> Parsed:
        """Understand a call by the names the form gives its fields."""
        settings = channel.settings
        try:
            given = json.loads(item.body)
        except ValueError as error:
            raise Unreadable("not what this gateway sends") from error
        if item.key.startswith("status:"):
            state = templates.find(given, str(settings.get("report_status") or "status"))
            number = templates.find(given, str(settings.get("report_id") or "id"))
            if not number:
                raise Unreadable("the report names no message")
            fate = templates.fate(str(settings.get("report_map", "")), state)
            return ledger.note(channel.pk, [number], fate=fate, reason=NOT_DELIVERED)
        sender = templates.find(given, str(settings.get("in_from") or "from"))
        if not sender:
            raise Unreadable("nobody is named as the sender")
        words = templates.find(given, str(settings.get("in_text") or "text"))
        at = base.arrived_at(channel, item)
        number = base.number_of(channel, sender)
        return Parsed(messages=[base.inbound(channel, sender=number, words=words, external_id=item.key, said_at=at)])

    def health(self, channel: Channel) -> Health:
        """Ask the address to test, where one is given."""
        url = str(channel.settings.get("health_url", ""))
        if not url:
            return Health(is_well=True, words=_("This gateway has no address to test; a message will show."))
        values = {"secret": base.hidden(base.secret_of(channel), "secret")}
        try:
            url = templates.url(url, values)
            _check_where(url)
            answer = web.ask("GET", url, headers=_headers(channel.settings, values))
        except DeliveryFailed as error:
            return Health(is_well=False, words=_(error.reason))
        if answer.is_success:
            return Health(is_well=True, words=_("The gateway answers."))
        return Health(is_well=False, words=_("The gateway answers with %(status)s.") % {"status": answer.status_code})


def _check_where(url: str) -> None:
    """Look where a name leads to: one that points into a cloud's own services is not asked.

    Raises:
        ProviderAway: if it leads nowhere.
        DeliveryFailed: for good, if it leads there.
    """
    parts = urllib.parse.urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ProviderAway(web.AWAY) from error
    if any(templates.is_forbidden(str(address[0])) for *_rest, address in found):
        raise DeliveryFailed(FORBIDDEN, is_permanent=True)


def _body(settings: Mapping[str, Any], values: Mapping[str, str]) -> tuple[bytes, str]:
    template = str(settings.get("body", ""))
    match settings.get("encoding"):
        case "json":
            return templates.json_body(template, values), "application/json"
        case "form":
            return templates.form_body(template, values), "application/x-www-form-urlencoded"
        case _:
            return b"", ""


def _headers(settings: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, str]:
    return templates.headers(str(settings.get("headers", "")), values)


def _is_success(settings: Mapping[str, Any], answer: httpx.Response, document: Any) -> bool:  # noqa: ANN401  # any JSON
    path, _equals, wanted = str(settings.get("success", "")).partition("=")
    if not answer.is_success:
        return False
    return not path or templates.find(document, path.strip()).lower() == wanted.strip().lower()


def _prove(settings: Mapping[str, Any], secret: str, hook: Hook, given: Mapping[str, Any]) -> None:
    """Believe a call only if it proves itself.

    Raises:
        HookRefused: if it does not.
    """
    addresses, proof = str(settings.get("hook_addresses", "")), str(settings.get("hook_check", "secret"))
    if (addresses or proof == "address") and not templates.comes_from(hook.remote, addresses):
        raise HookRefused("it comes from somewhere else")
    if proof == "address":
        return
    name = str(settings.get("hook_name") or "X-Secret")
    told = hook.headers.get(name.lower(), "")
    how = _HASHES.get(proof)
    if how is None:
        if not hooks.is_same(told or templates.find(given, name), secret):
            raise HookRefused("the shared secret is wrong")
        return
    expected = hmac.new(secret.encode(), hook.body, how).hexdigest()
    if not secret or not hooks.is_same(told.lower().rpartition("=")[2], expected):
        raise HookRefused("the signature is wrong")
