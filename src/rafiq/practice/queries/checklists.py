"""Procedures as a conversation has them: those that were begun, with their version, and those meant for it."""

from __future__ import annotations

from dataclasses import dataclass

from rafiq.inbox.models import Conversation
from rafiq.practice.content import Procedure, Step
from rafiq.practice.models import Checklist, Kind, Tick, Version
from rafiq.practice.naming import called
from rafiq.practice.queries.standards import meant_for, newest


@dataclass(frozen=True, slots=True)
class Item:
    """One step as it stands; `tick` is there once it was done."""

    step: Step
    tick: Tick | None

    @property
    def is_lacking(self) -> bool:
        """Test whether it must be done before the conversation is closed, and is not."""
        return self.step.is_required and self.tick is None

    @property
    def answer(self) -> str:
        """Return the key of what was chosen."""
        return self.tick.answer if self.tick else ""

    @property
    def answered(self) -> str:
        """Name what was chosen."""
        return next((called(one.names) for one in self.step.choices if one.key == self.answer), "")


@dataclass(frozen=True, slots=True)
class Followed:
    """A procedure in a conversation; `checklist` is None until its first step is done.

    `is_meant` tells whether it is (still) about this conversation: only then its required steps hold closing up.
    """

    version: Version
    checklist: Checklist | None
    items: tuple[Item, ...]
    is_meant: bool

    @property
    def name(self) -> str:
        """What it is called in the page's language."""
        return called(self.version.names)

    @property
    def is_set_aside(self) -> bool:
        """Test whether a supervisor said that it does not apply."""
        return self.checklist is not None and self.checklist.state == Checklist.State.SET_ASIDE

    @property
    def done(self) -> int:
        """Count what is done."""
        return sum(one.tick is not None for one in self.items)

    @property
    def next(self) -> Step | None:
        """Return the first step that is left to do."""
        return next((one.step for one in self.items if one.tick is None), None)

    @property
    def lacking(self) -> list[Step]:
        """List the required steps that are left to do."""
        if not self.is_meant or self.is_set_aside:
            return []
        return [one.step for one in self.items if one.is_lacking]


def followed(conversation: Conversation) -> list[Followed]:
    """List the procedures of a conversation (with its `channel`): begun ones with the version they were begun with."""
    versions = newest(Kind.PROCEDURE, is_active=True)
    lists = Checklist.objects.filter(conversation=conversation).select_related("version__standard")
    begun = {one.standard_id: one for one in lists.prefetch_related("ticks__ticked_by")}
    if not versions and not begun:
        return []
    meant = {one.standard_id: one for one in meant_for(conversation, versions)}
    found = [follow(one, is_meant=pk in meant) for pk, one in begun.items()]
    found += [_unbegun(one) for pk, one in meant.items() if pk not in begun]
    return sorted(found, key=lambda one: (one.version.standard.position, one.version.standard_id))


def follow(checklist: Checklist, *, is_meant: bool = True) -> Followed:
    """Put a checklist beside its ticks: the steps that are there after what was answered."""
    ticks = {one.step: one for one in checklist.ticks.all()}
    procedure = Procedure.parse(checklist.version.content)
    steps = procedure.visible({key: one.answer for key, one in ticks.items()})
    items = tuple(Item(step, ticks.get(step.key)) for step in steps)
    return Followed(checklist.version, checklist, items, is_meant)


def _unbegun(version: Version) -> Followed:
    steps = Procedure.parse(version.content).visible({})
    return Followed(version, None, tuple(Item(step, None) for step in steps), is_meant=True)
