"""The events that programs may hear of, under their stable names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rafiq.customers import events as customers
from rafiq.feedback import events as feedback
from rafiq.inbox import events as inbox
from rafiq.platform.events import Event
from rafiq.promises import events as promises

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

LABELS: dict[type[Event], StrPromise] = {
    customers.CustomerCreated: _("A customer is new"),
    customers.CustomerChanged: _("A customer was changed"),
    customers.CustomerIdentified: _("A customer was recognised"),
    customers.CustomerMerged: _("Two customers were merged"),
    inbox.ConversationOpened: _("A conversation began"),
    inbox.ConversationReopened: _("A conversation was opened again"),
    inbox.MessageReceived: _("A customer wrote"),
    inbox.MessageEdited: _("A customer changed a message"),
    inbox.ReplyWritten: _("An agent answered"),
    inbox.DeliveryChanged: _("An answer was sent, delivered, read, or failed"),
    inbox.NoteWritten: _("A note was left"),
    inbox.ConversationAssigned: _("A conversation was taken or handed over"),
    inbox.ConversationResolved: _("A conversation was closed"),
    inbox.ConversationSnoozed: _("A conversation was put aside"),
    inbox.ConversationWoken: _("A conversation came back"),
    inbox.ConversationTagged: _("A tag was put on"),
    inbox.ConversationUntagged: _("A tag was taken off"),
    feedback.ConversationRated: _("A customer rated"),
    promises.PromiseMade: _("Something was promised"),
    promises.PromiseMoved: _("Other terms count for what was promised"),
    promises.PromiseWarned: _("A promise is at risk"),
    promises.PromiseBroken: _("A promise was broken"),
    promises.PromiseKept: _("A promise was kept"),
    promises.PromiseDoneLate: _("What was promised was done late"),
    promises.PromiseCancelled: _("What was promised is not owed any more"),
    promises.PriorityChanged: _("A priority was changed"),
    promises.PolicyGiven: _("More was promised than the policies say, or taken back"),
}
PUBLIC: tuple[type[Event], ...] = tuple(LABELS)


def choices() -> list[tuple[str, str]]:
    """List the events for a form: their names, and what they mean beside them."""
    return [(event.name, format_html("{} <code>{}</code>", words, event.name)) for event, words in LABELS.items()]


def names() -> list[str]:
    """List the names of all public events."""
    return [event.name for event in PUBLIC]
