"""Answers on their way to a company's system: one signed call each, safe to repeat by its Idempotency-Key."""

from __future__ import annotations

import base64
import functools
import json
import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx
from django.conf import settings as site
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rafiq.channels.transport import unreached
from rafiq.channels.webhook import signing
from rafiq.channels.webhook.config import Config
from rafiq.inbox.contracts import DeliveryFailed, Outbound, OutboundFile, ProviderAway
from rafiq.platform import files
from rafiq.platform.files.serving import file_url

logger = logging.getLogger(__name__)

AWAY: Final = gettext_noop("Your system cannot be reached.")
MOST_ANSWER = 64 * 1024
LONGEST_CALL = 60.0
LONGEST_PAUSE = 3600.0
ALREADY_THERE = 409
_AGAIN = {408, 425, 429}
_TIMEOUT = httpx.Timeout(20.0, connect=5.0)


@functools.cache
def client() -> httpx.Client:
    """Return the one client of this process."""
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=False, headers={"User-Agent": "Rafiq"})


def send(message: Outbound, config: Config, *, at: datetime) -> str:
    """Hand one message over and return the id the other side gives it; ours where it gives none.

    Raises:
        ProviderAway: if nobody answers, or the answer is 429 or 5xx.
        DeliveryFailed: if it was refused, or there is no address.
    """
    key = message.key or str(message.message_id)
    status, headers, answer = call(config, {"type": "message", "message": _described(message, key)}, key=key, at=at)
    if 200 <= status < 300 or status == ALREADY_THERE:
        return _id(answer) or key
    if status >= 500 or status in _AGAIN:
        raise ProviderAway(_("Your system answered with %s.") % status, retry_after=pause(headers, at=at))
    said = answer.get("error")
    told = f"{status}: {said}" if isinstance(said, str) and said else str(status)
    raise DeliveryFailed(_("Your system refused it (%s).") % told[:200], is_permanent=True)


def call(
    config: Config, content: Mapping[str, Any], *, key: str, at: datetime
) -> tuple[int, Mapping[str, str], dict[str, Any]]:
    """Make one signed call; return status, headers and the answer's JSON object.

    Raises:
        ProviderAway: if nobody answers.
        DeliveryFailed: if the address is none.
    """
    if not config.url:
        raise DeliveryFailed(_("No address is set to which answers could go."), is_permanent=True)
    body = json.dumps(content, ensure_ascii=False).encode(errors="replace")
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        signing.HEADER: signing.sign(body, secret=config.secret, at=at),
    }
    until = time.monotonic() + LONGEST_CALL
    try:
        with client().stream("POST", config.url, content=body, headers=headers) as answer:
            got = bytearray()
            for piece in answer.iter_bytes():
                got += piece
                if len(got) > MOST_ANSWER or time.monotonic() > until:
                    break  # the status says all that matters
            return answer.status_code, answer.headers, _object(bytes(got))
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise DeliveryFailed(_("The address for answers is not right."), is_permanent=True) from error
    except httpx.HTTPError as error:
        logger.warning("A company's system cannot be reached: %s", unreached.details(error))
        raise ProviderAway(AWAY) from error


def pause(headers: Mapping[str, str], *, at: datetime) -> float:
    """Read Retry-After, in seconds or as a date (RFC 9110 §10.2.3); half a minute where there is none."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isdecimal() and len(asked) < 8:
        return min(max(float(asked), 1.0), LONGEST_PAUSE)
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return 30.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - at).total_seconds(), 1.0), LONGEST_PAUSE)


def _described(message: Outbound, key: str) -> dict[str, Any]:
    return {
        "id": key,
        "thread": message.thread,
        "text": message.text,
        "subject": message.subject,
        "author": message.author,
        "language": message.language,
        "customer": {"id": message.customer_id, "name": message.customer_name},
        "conversation": message.conversation_id,
        "answers": message.answers,
        "files": [_file(file) for file in message.files],
    }


def _file(file: OutboundFile) -> dict[str, Any]:
    """Describe a file by its address; where this installation has none on the internet, its bytes go along."""
    about = {"name": file.name, "type": file.content_type, "size": file.size}
    if site.PUBLIC_URL:
        return about | {"url": f"{site.PUBLIC_URL}{file_url(file.token, file.name)}"}
    try:
        return about | {"content": base64.b64encode(files.read(file.token)).decode()}
    except files.FileGone as error:
        raise DeliveryFailed(_("The file “%s” is no longer there.") % file.name, is_permanent=True) from error


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _id(answer: Mapping[str, Any]) -> str:
    given = answer.get("id")
    found = str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""
    return found if found.isprintable() and len(found) <= 180 else ""
