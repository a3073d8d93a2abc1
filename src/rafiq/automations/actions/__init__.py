"""The actions this room brings. What a name of the log's events stands for is written out once, here."""

from rafiq.automations import registry
from rafiq.automations.actions.closing import Close, Reopen, Snooze
from rafiq.automations.actions.giving import Assign, HandToTeam, Release
from rafiq.automations.actions.labelling import PutTagOn, TakeTagOff
from rafiq.automations.actions.promising import Promise
from rafiq.automations.actions.queueing import MoveToQueue
from rafiq.automations.actions.saying import Answer, Note
from rafiq.automations.actions.urgency import RaisePriority, SetPriority

ACTIONS = (
    Assign(), HandToTeam(), Release(), MoveToQueue(), PutTagOn(), TakeTagOff(), SetPriority(), RaisePriority(),
    Promise(), Answer(), Note(), Snooze(), Close(), Reopen(),
)  # fmt: skip


def register() -> None:
    """Make them all known; called once from `apps.ready()`."""
    for action in ACTIONS:
        registry.register_action(action)
