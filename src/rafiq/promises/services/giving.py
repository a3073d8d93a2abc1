"""What a policy says is promised in one conversation, whomever the policy is for: by an agent, or by a rule."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rafiq.inbox.models import Conversation
from rafiq.platform import log
from rafiq.promises.events import PolicyGiven
from rafiq.promises.queries import given, policies


class NoSuchPolicy(Exception):
    """The policy was removed or switched off."""


class NothingOpen(Exception):
    """The conversation is closed: nothing is owed in it."""


@transaction.atomic
def give_policy(conversation: Conversation, policy_id: int | None, *, actor: str, at: datetime) -> bool:
    """Promise what a policy says, before all that others say, until the conversation is closed; None takes it back.

    It counts from this moment; what it does not promise stays as it is. The promises themselves are made as the log is
    followed. Returns whether this changed anything.

    Raises:
        NoSuchPolicy: if the policy does not count any more.
        NothingOpen: if the conversation is closed.
    """
    found = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    name = _name_of(policy_id, at=at) if policy_id else ""
    if not found.is_open:
        raise NothingOpen
    if given.given_policy(found.pk) == policy_id:
        return False
    log.append(
        PolicyGiven(
            conversation_id=found.pk, customer_id=found.customer_id, policy_id=policy_id or 0, policy=name,
            occurred_at=at, actor=actor,
        )
    )  # fmt: skip
    return True


def _name_of(policy_id: int, *, at: datetime) -> str:
    found = next((one for one in policies.in_force(at=at) if one.policy_id == policy_id and one.is_active), None)
    if found is None:
        raise NoSuchPolicy
    return found.name
