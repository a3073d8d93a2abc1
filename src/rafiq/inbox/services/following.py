"""Conversations go where their customer goes: together in a merge, home again when it is undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from rafiq.customers import queries as people
from rafiq.customers import services as customers
from rafiq.customers.models import Identity
from rafiq.inbox.models import Conversation

THING = "inbox.conversation"


@transaction.atomic
def follow_merge(*, source_id: int, customer_id: int, merge_id: int = 0) -> int:
    """Bring the conversations of a merged customer to the one who stays; return how many moved.

    Which ones is remembered with the merge, so that they can go home.
    """
    found = Conversation.objects.select_for_update(no_key=True).filter(customer=source_id).order_by("pk")
    ids = list(found.values_list("pk", flat=True))
    if merge_id:
        customers.note_moves(merge_id, THING, ids)
    return Conversation.objects.filter(pk__in=ids).update(customer=customer_id)


@transaction.atomic
def follow_split(*, merge_id: int, source_id: int, customer_id: int, identity_ids: Iterable[int]) -> int:
    """Send conversations home to a customer who is one again; return how many went.

    Those that came along with the merge, and those that one of the customer's own addresses began since.
    """
    came = customers.moved_things(merge_id, THING)
    addresses = Identity.objects.filter(pk__in=list(identity_ids)).values_list("kind", "value")
    begun = [f"{kind} {value}" for kind, value in addresses]
    here = Conversation.objects.select_for_update(no_key=True).filter(customer=customer_id)
    ids = sorted(
        {
            *here.filter(pk__in=came).values_list("pk", flat=True),
            *here.filter(begun_by__in=begun).values_list("pk", flat=True),
        }
    )
    customers.forget_moves(THING, ids, keep=merge_id)
    return Conversation.objects.filter(pk__in=ids).update(customer=source_id)


def follow_late(*, since: datetime) -> int:
    """Bring what came in for a customer at the very moment of their merge; return how many conversations that were.

    A message that was on its way in may have found its sender before the merge, and have been stored after the log had
    told us of it. Merges are looked at in their order, so that chains are followed to their end.
    """
    return sum(
        follow_merge(source_id=one.source_id, customer_id=one.customer_id, merge_id=one.id)
        for one in people.merges_since(since)
    )
