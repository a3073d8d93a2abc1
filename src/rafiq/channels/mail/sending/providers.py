"""Hands a letter to a provider's HTTP API through django-anymail (https://anymail.dev)."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core.mail import EmailMultiAlternatives
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from rafiq.channels.mail.config import READ_SECONDS, Config
from rafiq.channels.mail.sending.composing import Composed
from rafiq.channels.mail.sending.smtp import PATIENCE, Refused
from rafiq.channels.transport import unreached
from rafiq.channels.transport.contracts import AccessRevoked
from rafiq.inbox.contracts import DeliveryFailed, ProviderAway

logger = logging.getLogger(__name__)

_ABOUT_THE_KEY = re.compile(r"\b(api[ _-]?key|token|unauthori[sz]ed|credential)", re.IGNORECASE)
NO_WAY = gettext_noop("This channel has no way out yet: choose one in its settings.")


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider: its name, anymail's backend, what the key is called there, headers only it wants."""

    name: str
    backend: str
    key: str = "api_key"
    headers: tuple[tuple[str, str], ...] = ()
    idempotency_header: str = ""
    has_domain: bool = False


PROVIDERS: Mapping[str, Provider] = {
    "postmark": Provider("Postmark", "postmark", "server_token", (("X-PM-KeepID", "true"),)),
    "mailgun": Provider("Mailgun", "mailgun", has_domain=True),
    "sendgrid": Provider("SendGrid", "sendgrid"),
    "brevo": Provider("Brevo", "brevo"),
    "resend": Provider("Resend", "resend", idempotency_header="Idempotency-Key"),
    "mailersend": Provider("MailerSend", "mailersend", "api_token"),
    "sparkpost": Provider("SparkPost", "sparkpost"),
}


def submit(config: Config, letter: Composed, *, at: datetime) -> str:
    """Hand one letter over; return the provider's own id of it.

    Raises:
        AccessRevoked: if the key is not accepted.
        ProviderAway: if the provider cannot be reached or asks for patience.
        DeliveryFailed: if it refused the letter.
    """
    provider = PROVIDERS.get(config.outbound)
    if provider is None:
        raise DeliveryFailed(NO_WAY, is_permanent=True)
    backend = _backend(provider, config)
    mail = _mail(provider, letter)
    try:
        backend.open()
        if provider.idempotency_header:
            backend.session.headers[provider.idempotency_header] = letter.rfc_id
        backend.send_messages([mail])
    except AnymailRecipientsRefused as error:
        raise Refused(_words(error), status="") from error
    except AnymailRequestsAPIError as error:
        raise _failure(error) from error
    except AnymailError as error:
        raise DeliveryFailed(_words(error), is_permanent=True) from error
    finally:
        backend.close()
    if not mail.anymail_status.status & {"sent", "queued"}:
        raise Refused(_words_of(mail.anymail_status), status="")
    return str(mail.anymail_status.message_id or "")


def _backend(provider: Provider, config: Config) -> Any:  # noqa: ANN401  # anymail has no types
    options: dict[str, Any] = {provider.key: config.provider_key}
    options |= {"sender_domain": config.provider_domain or config.domain} if provider.has_domain else {}
    options |= {"api_url": config.provider_url} if config.provider_url else {}
    make = import_string(f"anymail.backends.{provider.backend}.EmailBackend")
    return make(timeout=READ_SECONDS, ignore_unsupported_features=True, **options)


def _mail(provider: Provider, letter: Composed) -> Any:  # noqa: ANN401  # anymail adds its status to it
    headers = {**letter.headers, "Message-ID": f"<{letter.rfc_id}>", **dict(provider.headers)}
    mail = EmailMultiAlternatives(
        subject=letter.subject, body=letter.text, from_email=_address(letter.sender_name, letter.sender),
        to=[_address(letter.to_name, letter.to)], headers=headers, cc=list(letter.cc),
        reply_to=[_address(letter.sender_name, letter.reply_to)] if letter.reply_to else None,
    )  # fmt: skip
    mail.attach_alternative(letter.html, "text/html")
    for one in letter.files:
        mail.attach(one.name, one.content, one.content_type or "application/octet-stream")
    return mail


def _address(name: str, email: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{email}>' if name else email


def _failure(error: AnymailRequestsAPIError) -> Exception:
    """Tell what a provider's error means for us, by its HTTP status."""
    status, words = error.status_code, _words(error)
    if status is None:
        logger.warning("A provider of mail cannot be reached: %s", unreached.details(error))
        return ProviderAway(unreached.AWAY)
    if status >= 500:
        return ProviderAway(words)
    if status == 429:
        return ProviderAway(words, retry_after=_patience(error.response))
    # 403 says so of a key too (Resend), but elsewhere of a sender that was not verified.
    if status == 401 or (status == 403 and _ABOUT_THE_KEY.search(words)):
        return AccessRevoked(words)
    return DeliveryFailed(words, is_permanent=True)


def _patience(response: requests.Response) -> float:
    """Read how many seconds a provider wants us to wait (Retry-After, RFC 9110, 10.2.3)."""
    said = response.headers.get("Retry-After", "")
    if said.isdigit():
        return min(float(said), 3600.0)
    try:
        asked = parsedate_to_datetime(said) - parsedate_to_datetime(response.headers["Date"])
    except (KeyError, TypeError, ValueError):
        return PATIENCE
    return min(max(asked.total_seconds(), 1.0), 3600.0)


def _words_of(status: Any) -> str:  # noqa: ANN401  # anymail has no types
    said = str(getattr(status.esp_response, "text", "") or "")
    return " ".join(f"The provider did not take it: {said}".split())[:290]


def _words(error: AnymailError) -> str:
    """Put the provider's own words on one line; anymail's text shows what was sent only where it could not be read."""
    response = getattr(error, "response", None)
    said = str(getattr(response, "text", "") or "") if response is not None else ""
    status = f"{error.status_code} " if error.status_code else ""
    return " ".join(f"{status}{said or error}".split())[:290]
