"""What a token may be allowed to do."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """One permission of a token; writing does not include reading."""

    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    CONVERSATIONS_READ = "conversations:read"
    CONVERSATIONS_WRITE = "conversations:write"
    STAFF_READ = "staff:read"
    WEBHOOKS = "webhooks"
    EVENTS_READ = "events:read"


LABELS = {
    Scope.CUSTOMERS_READ: _("Read customers"),
    Scope.CUSTOMERS_WRITE: _("Make and change customers"),
    Scope.CONVERSATIONS_READ: _("Read conversations and messages"),
    Scope.CONVERSATIONS_WRITE: _("Answer, note, tag and move conversations"),
    Scope.STAFF_READ: _("Read agents, teams and channels"),
    Scope.WEBHOOKS: _("Manage webhooks"),
    Scope.EVENTS_READ: _("Read everything that happens"),
}
