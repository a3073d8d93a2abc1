"""Answering with statuses: never wider than the customer spoke, each part once.

`Idempotency-Key` makes a status once however often it is posted; instances remember a key for an hour.
https://docs.joinmastodon.org/methods/statuses/#create and https://docs.joinmastodon.org/methods/media/
"""

from __future__ import annotations

import time
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rafiq.channels.mastodon import api, talks
from rafiq.channels.mastodon.account import Account
from rafiq.channels.mastodon.statuses import LANGUAGES, VISIBILITIES, narrower
from rafiq.channels.transport import connections, shapes
from rafiq.channels.transport.cutting import cut
from rafiq.channels.transport.shapes import Shape
from rafiq.inbox.contracts import DeliveryFailed, Outbound, OutboundFile, ProviderAway
from rafiq.platform import files, text

PROCESSING: Final = gettext_noop("The instance is still preparing a file of this message.")
AWAY_SECONDS = 30.0
REVOKED_SECONDS = 600.0
PROCESSING_TRIES = 60
SHORTEST_PIECE = 50


def send(account: Account, message: Outbound) -> str:
    """Post a message as one status or a chain of them; return the id of the last.

    Raises:
        ProviderAway: if the instance is away, asks for patience, or refuses the token.
        DeliveryFailed: if it will never take this message.
    """
    try:
        return _send(account, message)
    except api.Refused as error:
        raise _failure(account, error) from None
    except api.Unreachable:
        raise ProviderAway(api.AWAY, retry_after=AWAY_SECONDS) from None
    except files.FileGone as error:
        raise DeliveryFailed(_("A file of this message is gone."), is_permanent=True) from error


def _send(account: Account, message: Outbound) -> str:
    about = api.about(account)
    answered = _answered(account, message.answers)
    common = _common(message, answered)
    prefix = f"@{talks.acct_of(message.thread)} "
    room = max(about.limit - len(prefix) - len(common.get("spoiler_text", "")), SHORTEST_PIECE)
    pieces = cut(message.text, limit=room) or [""]
    media = _by_status(account, message, about.most_files)
    pieces += [""] * (len(media) - len(pieces))
    above = shapes.words(answered, "id", limit=100)
    for number, piece in enumerate(pieces):
        held = {"media_ids": media[number]} if number < len(media) else {}
        status = {"status": (prefix + piece).strip(), **common, **held}
        above = _post(account, status, above, key=f"{message.key or message.message_id}-{number}")
    return above


def _answered(account: Account, status_id: str) -> Shape:
    """Return the customer's status that is answered; nothing where it is gone, or nothing was said yet."""
    if not status_id:
        return {}
    try:
        return api.as_shape(api.get(account, f"/api/v1/statuses/{status_id}"))
    except api.Refused as error:
        if error.code != 404:
            raise
        return {}


def _common(message: Outbound, answered: Shape) -> dict[str, Any]:
    """Say who may read the answer: whoever could read what it answers, or fewer; only the customer where unknown."""
    said, wanted = shapes.raw(answered, "visibility"), shapes.raw(message.extras, "visibility")
    said = said if said in VISIBILITIES else "direct"
    found: dict[str, Any] = {"visibility": narrower(said, wanted if wanted in VISIBILITIES else said)}
    if warning := shapes.words(answered, "spoiler_text", limit=100):
        found["spoiler_text"] = warning
    language = text.guess_language(message.text) or message.language
    if language in LANGUAGES:
        found["language"] = language
    return found


def _post(account: Account, status: dict[str, Any], above: str, *, key: str) -> str:
    """Post one status, below another where that still stands."""
    path, headers = "/api/v1/statuses", {"Idempotency-Key": key}
    try:
        below = {"in_reply_to_id": above} if above else {}
        made = api.ask(account, "POST", path, json=status | below, headers=headers)
    except api.Refused as error:
        if error.code != 404 or not above:
            raise
        made = api.ask(account, "POST", path, json=status, headers=headers)
    return shapes.words(api.as_shape(made.body), "id", limit=100)


def _by_status(account: Account, message: Outbound, most: int) -> list[list[str]]:
    ids = [_upload(account, file) for file in message.files]
    return [ids[start : start + most] for start in range(0, len(ids), most)]


def _upload(account: Account, file: OutboundFile) -> str:
    """Upload a file and wait until the instance has made of it what it makes of such files."""
    content = files.read(file.token)
    sent = api.ask(account, "POST", "/api/v2/media", files={"file": (file.name, content, file.content_type)})
    media_id = shapes.words(api.as_shape(sent.body), "id", limit=100)
    for _try in range(PROCESSING_TRIES):
        if sent.status == 200:
            return media_id
        time.sleep(float(account.settings.get("media_seconds", 1.0)))
        sent = api.ask(account, "GET", f"/api/v1/media/{media_id}")
    raise ProviderAway(PROCESSING, retry_after=AWAY_SECONDS)


def _failure(account: Account, error: api.Refused) -> DeliveryFailed:
    """Put a refusal into the contract's words."""
    if error.code == 401:
        connections.revoked(account.channel_id, api.revoked_words())
        return ProviderAway(api.revoked_words(), retry_after=REVOKED_SECONDS)
    if error.code == 429:
        return ProviderAway(_("The instance asks for patience."), retry_after=error.retry_after or AWAY_SECONDS)
    said = {"words": error.words}
    if error.code >= 500:
        words = _("The instance has a fault of its own: %(words)s") % said
        return ProviderAway(words, retry_after=error.retry_after or AWAY_SECONDS)
    return DeliveryFailed(_("The instance refused the message: %(words)s") % said, is_permanent=True)
