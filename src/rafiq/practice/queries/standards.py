"""What is agreed on now."""

from __future__ import annotations

from collections.abc import Sequence

from rafiq.inbox.models import Conversation
from rafiq.practice import asked
from rafiq.practice.asked import Asked
from rafiq.practice.models import Version
from rafiq.routing.conditions import BadConditions


def newest(*kinds: str, is_active: bool = False) -> list[Version]:
    """List the newest version of every standard of these kinds that was not removed, in order; macros of all owners."""
    found = Version.objects.filter(standard__kind__in=kinds).select_related("standard")
    last = list(found.order_by("standard", "-number").distinct("standard"))
    kept = [one for one in last if not one.is_removed and (one.is_active or not is_active)]
    return sorted(kept, key=lambda one: (one.standard.position, one.standard_id))


def newest_of(standard_id: int) -> Version | None:
    """Find the newest version of a standard, if it was not removed."""
    last = Version.objects.filter(standard=standard_id).select_related("standard").order_by("-number").first()
    return last if last and not last.is_removed else None


def meant_for(conversation: Conversation, versions: Sequence[Version]) -> list[Version]:
    """Keep what is about a conversation (with its `channel`); what nobody can read is about none."""
    readable = [(one, wish) for one in versions if (wish := wish_of(one)) is not None]
    if not readable:
        return []
    known = asked.facts(conversation, [wish for _one, wish in readable])
    return [one for one, wish in readable if wish.holds(known)]


def wish_of(version: Version) -> Asked | None:
    """Read for which requests it is; None where that cannot be read."""
    try:
        return asked.parse(version.asked)
    except BadConditions:
        return None
