"""Asking the vendor how a channel stands."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from rafiq.channels.meta.access import Access
from rafiq.channels.transport import connections
from rafiq.channels.transport.contracts import Health
from rafiq.inbox.contracts import DeliveryFailed
from rafiq.inbox.models import Channel
from rafiq.platform import secrets


def ask(channel: Channel, question: Callable[[Access], Health]) -> Health:
    """Ask, and say in words what went wrong where it did; a good answer lifts an earlier alarm."""
    try:
        access = Access.of_channel(channel)
        if not access.token:
            return Health(is_well=False, words=_("The access token is missing."))
        told = question(access)
    except secrets.Unreadable:
        return Health(is_well=False, words=_("The stored secrets cannot be read; enter them again."))
    except DeliveryFailed as error:
        return Health(is_well=False, words=_(error.reason))
    connections.connected(channel.pk)
    return told
