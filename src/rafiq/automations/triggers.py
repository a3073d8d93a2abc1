"""What can happen that rules wait for: facts of the log, under names that are stored with rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from rafiq.feedback.events import ConversationRated
from rafiq.inbox.events import (
    ConversationAssigned,
    ConversationOpened,
    ConversationReopened,
    ConversationResolved,
    ConversationTagged,
    ConversationUntagged,
    MessageReceived,
    ReplyWritten,
)
from rafiq.platform.events import Event
from rafiq.promises.events import PriorityChanged, PromiseBroken, PromiseWarned
from rafiq.routing.events import ConversationQueued

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

type Fits = Callable[[Mapping[str, Any], str], bool]


def _always(payload: Mapping[str, Any], actor: str) -> bool:
    return True


def is_asked(payload: Mapping[str, Any], actor: str) -> bool:
    """Test whether a customer began it: whom an agent writes to asked for nothing that could be answered."""
    return not actor.startswith("agent-")


def is_heard(payload: Mapping[str, Any], actor: str) -> bool:
    """Test whether a customer wrote, and not their machine."""
    return not payload.get("is_automatic")


def is_answered(payload: Mapping[str, Any], actor: str) -> bool:
    """Test whether a person of ours answered, and not a program."""
    return actor.startswith("agent-")


@dataclass(frozen=True, slots=True)
class Trigger:
    """One of them; `fits` looks at the payload of a fact of its kind, and at who did it."""

    key: str
    event: type[Event]
    label: StrPromise
    after: StrPromise
    icon: str
    fits: Fits = _always


TRIGGERS: dict[str, Trigger] = {
    one.key: one
    for one in (
        Trigger("opened", ConversationOpened, _("A conversation begins"), _("after it began"), "inbox", is_asked),
        Trigger(
            "message", MessageReceived, _("The customer writes"), _("after the customer wrote"), "chat", is_heard
        ),
        Trigger("answered", ReplyWritten, _("An agent answers"), _("after an agent answered"), "send", is_answered),
        Trigger(
            "assigned", ConversationAssigned, _("Somebody gets it"), _("after somebody got it"), "user",
            lambda payload, _actor: bool(payload.get("assignee_id")),
        ),
        Trigger(
            "handed", ConversationAssigned, _("It is handed to a team, or given back"),
            _("after it was handed to a team, or given back"), "users",
            lambda payload, _actor: not payload.get("assignee_id"),
        ),
        Trigger("queued", ConversationQueued, _("It comes to a queue"), _("after it came to a queue"), "split"),
        Trigger("tagged", ConversationTagged, _("A tag is put on"), _("after a tag was put on"), "tag"),
        Trigger("untagged", ConversationUntagged, _("A tag is taken off"), _("after a tag was taken off"), "tag"),
        Trigger("priority", PriorityChanged, _("The priority changes"), _("after the priority changed"), "alert"),
        Trigger("warned", PromiseWarned, _("A promise is at risk"), _("after a promise came to be at risk"), "clock"),
        Trigger("broken", PromiseBroken, _("A promise is broken"), _("after a promise was broken"), "clock"),
        Trigger("closed", ConversationResolved, _("It is closed"), _("after it was closed"), "close"),
        Trigger("reopened", ConversationReopened, _("It is opened again"), _("after it was opened again"), "reopen"),
        Trigger("rated", ConversationRated, _("The customer rates it"), _("after the customer rated it"), "star"),
    )
}  # fmt: skip
ENDS = frozenset({"closed", "rated"})
"""What happens in closed conversations: all else that is waited for is void once they are closed."""


def of(kind: str, payload: Mapping[str, Any], actor: str) -> list[str]:
    """List the keys of the triggers that a fact of the log is one of."""
    return [one.key for one in TRIGGERS.values() if one.event.name == kind and one.fits(payload, actor)]
