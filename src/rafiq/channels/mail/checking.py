"""Asks the servers of a channel whether everything is in order, and says it in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from imapclient.exceptions import IMAPClientError

from rafiq.channels.mail.config import Config
from rafiq.channels.mail.live import listener, mailbox
from rafiq.channels.mail.sending import smtp
from rafiq.channels.transport import unreached
from rafiq.channels.transport.contracts import AccessRevoked, Health
from rafiq.inbox.contracts import DeliveryFailed
from rafiq.inbox.models import Channel
from rafiq.platform import secrets


def health(channel: Channel) -> Health:
    """Log in where mail comes from and where it goes; never raises."""
    try:
        config = Config.of(channel)
    except secrets.Unreadable:
        return Health(is_well=False, words=_("The passwords were stored by another installation; enter them again."))
    wrong = _inbound(config) or _outbound(config)
    return Health(is_well=not wrong, words=wrong or _("Mail comes in and goes out."))


def _inbound(config: Config) -> str:
    if config.inbound == "listener" and not listener.Ports.from_environment().is_open:
        return _("No port is open for mail that is handed over: the operator has to set RAFIQ_SMTP_PORT.")
    if config.inbound != "imap":
        return ""
    try:
        with mailbox.connected(config) as client:
            for name in config.folders:
                client.select_folder(name, readonly=True)
    except AccessRevoked as error:
        return _("The mailbox does not accept the name and password: %(words)s") % {"words": error}
    except (OSError, IMAPClientError, ValueError) as error:
        return _("The mailbox cannot be opened: %(words)s") % {"words": unreached.reason(error)}
    return ""


def _outbound(config: Config) -> str:
    if config.outbound != "smtp":
        return ""
    try:
        with smtp.connected(config):
            return ""
    except AccessRevoked as error:
        return _("The server for sending does not accept the name and password: %(words)s") % {"words": error}
    except (DeliveryFailed, OSError, ValueError) as error:
        return _("The server for sending cannot be reached: %(words)s") % {"words": unreached.reason(error)}
