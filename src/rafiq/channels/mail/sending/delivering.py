"""One letter goes out: written down first, so that an answer finds it however fast it comes."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from rafiq.channels.mail import letters
from rafiq.channels.mail.config import Config
from rafiq.channels.mail.models import Letter
from rafiq.channels.mail.sending import composing, providers, smtp, writing
from rafiq.channels.mail.sending.composing import Composed
from rafiq.channels.transport import connections
from rafiq.channels.transport.contracts import AccessRevoked
from rafiq.inbox.contracts import DeliveryFailed, Outbound, ProviderAway
from rafiq.inbox.models import Channel
from rafiq.platform import files

WHILE_REVOKED = 300.0
FILE_GONE = gettext_noop("A file of this answer is not there any more.")


def deliver(message: Outbound) -> str:
    """Send one letter; return its Message-ID, by which bounces will name it.

    Raises:
        ProviderAway: if the server or provider cannot be reached, asks for patience, or refuses our password
            (administrators are told then, and the letters wait).
        DeliveryFailed: if it refused this letter.
    """
    channel = Channel.objects.get(pk=message.channel_id)
    config = Config.read(message.settings or channel.settings, message.secret)
    try:
        composed, row = composing.compose(channel, config, message)
    except files.FileRefused as error:
        raise DeliveryFailed(FILE_GONE, is_permanent=True) from error
    letters.store_sent(row)
    try:
        _submit(config, composed, row)
    except AccessRevoked as error:
        connections.revoked(channel.pk, str(error))
        raise ProviderAway(str(error), retry_after=WHILE_REVOKED) from error
    except smtp.Refused as error:
        if error.is_gone:
            letters.note_bounced([(composed.to, error.status, error.reason)], at=row.said_at)
        raise
    return composed.rfc_id


def _submit(config: Config, composed: Composed, row: Letter) -> None:
    if config.outbound != "smtp":
        providers.submit(config, composed, at=row.said_at)
        return
    content = writing.as_bytes(composed, at=row.said_at)
    smtp.submit(config, envelope_from=composed.envelope_from, to=[composed.to, *composed.cc], content=content)
