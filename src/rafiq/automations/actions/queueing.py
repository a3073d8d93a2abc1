"""Conversations wait in another queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from rafiq.automations.actions.common import One, Plain, conversation_of, name_of, number
from rafiq.automations.contracts import Act, Impossible
from rafiq.inbox.events import ConversationAssigned
from rafiq.platform.ui.forms import Form
from rafiq.routing import services
from rafiq.routing.events import ConversationQueued
from rafiq.routing.models import Entry, Queue

_GONE = gettext_noop("The queue was removed or switched off.")
_NOT_WAITING = gettext_noop("The customer is owed nothing now: there is nothing to wait for.")


def _queues() -> QuerySet[Queue]:
    return Queue.objects.filter(is_active=True).order_by("name")


class WhichQueue(Form):
    """A queue that is open."""

    queue = One(gettext_lazy("Queue"), _queues)


class MoveToQueue(Plain):
    """It waits in another queue, with the time it has waited."""

    key, words, form, icon = "queue", gettext_lazy("Let it wait in a queue"), WhichQueue, "split"
    causes = (ConversationQueued.name, ConversationAssigned.name)

    def describe(self, params: Mapping[str, Any]) -> str:
        """Name the queue."""
        return _("Let it wait in the queue %(queue)s") % {"queue": name_of(Queue.objects.all(), params, "queue")}

    def problem(self, params: Mapping[str, Any]) -> str:
        """Say if the queue was removed or closed."""
        return "" if _queues().filter(pk=number(params, "queue")).exists() else _GONE

    def run(self, params: Mapping[str, Any], act: Act) -> bool:
        """Move it; where it waits there already nothing changes."""
        conversation, queue_id = conversation_of(act), number(params, "queue")
        before = Entry.objects.filter(conversation=conversation, ended_at=None).values_list("queue", flat=True).first()
        try:
            services.move_by_hand(conversation.pk, to=queue_id, actor=act.actor, at=act.at)
        except services.QueueGone as error:
            raise Impossible(_GONE) from error
        except services.NobodyWaits as error:
            raise Impossible(_NOT_WAITING) from error
        return before != queue_id
