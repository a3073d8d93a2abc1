"""Policies as they are, and as they were at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rafiq.promises.models import Version


def in_force(*, at: datetime) -> list[Version]:
    """List the policies as they were at a moment, in order, with those that were switched off; one statement."""
    found = Version.objects.filter(made_at__lte=at).order_by("policy", "-number").distinct("policy")
    return _in_order(found.select_related("made_by"))


def newest() -> list[Version]:
    """List the policies as they are, in order."""
    return _in_order(Version.objects.order_by("policy", "-number").distinct("policy").select_related("made_by"))


def all_versions() -> list[Version]:
    """List everything that was ever saved, each policy's versions one after the other."""
    return list(Version.objects.order_by("policy", "number").select_related("made_by"))


def as_they_were(versions: Iterable[Version], *, at: datetime) -> list[Version]:
    """Pick from all versions what `in_force` lists."""
    return _in_order({one.policy_id: one for one in versions if one.made_at <= at}.values())


def _in_order(found: Iterable[Version]) -> list[Version]:
    return sorted((one for one in found if not one.is_removed), key=lambda one: (one.position, one.policy_id))
