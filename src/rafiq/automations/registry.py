"""Where actions plug in."""

from __future__ import annotations

from rafiq.automations.contracts import Action

_ACTIONS: dict[str, Action] = {}


def register_action(action: Action) -> None:
    """Make an action known; called once from `apps.ready()`."""
    _ACTIONS[action.key] = action


def actions() -> list[Action]:
    """List all actions, in the order in which they were registered."""
    return list(_ACTIONS.values())


def action(key: str) -> Action | None:
    """Find an action; None where no room brings it (any more)."""
    return _ACTIONS.get(key)
