"""What lists in the settings show of what is agreed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rafiq.accounts.models import Team
from rafiq.automations import registry as actions
from rafiq.customers.presentation import language_name
from rafiq.inbox import registry
from rafiq.inbox.models import Tag
from rafiq.practice.asked import Asked
from rafiq.practice.content import Macro
from rafiq.practice.models import Kind, Version
from rafiq.practice.naming import called
from rafiq.practice.queries.macros import uses
from rafiq.practice.queries.standards import wish_of


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is called, for what it is, what is wrong with it."""

    standard_id: int
    name: str
    is_active: bool
    parts: tuple[str, ...]
    problems: tuple[str, ...] = ()
    uses: int | None = None


def rows_of(versions: Sequence[Version]) -> list[Row]:
    """Put versions into lines."""
    names = _Names(versions)
    used = uses([one.standard_id for one in versions if one.standard.kind == Kind.MACRO])
    return [_row(one, names, used.get(one.standard_id, 0)) for one in versions]


class _Names:
    """How tags and teams are called that versions name, with two statements."""

    def __init__(self, versions: Sequence[Version]) -> None:
        wishes = [wish for one in versions if (wish := wish_of(one))]
        tags = {pk for one in wishes for pk in one.about.tags}
        teams = {pk for one in wishes for pk in one.teams}
        teams |= {pk for one in versions if one.standard.kind == Kind.MACRO for pk in Macro.parse(one.content).teams}
        self.tags = dict(Tag.objects.filter(pk__in=tags).values_list("pk", "name")) if tags else {}
        self.teams = dict(Team.objects.filter(pk__in=teams).values_list("pk", "name")) if teams else {}

    def of(self, wish: Asked) -> tuple[list[str], list[str]]:
        """Say for which requests something is, and what is wrong with that."""
        parts = [registry.adapter_for(one).label for one in wish.about.channels if registry.knows(one)]
        parts += [*(str(language_name(one)) for one in wish.about.languages), *(f"“{one}”" for one in wish.about.words)]
        gone = [pk for pk in wish.about.tags if pk not in self.tags] + [pk for pk in wish.teams if pk not in self.teams]
        parts += [self.tags[pk] for pk in wish.about.tags if pk in self.tags]
        parts += [self.teams[pk] for pk in wish.teams if pk in self.teams]
        problems = [_("It names a tag or a team that does not exist any more.")] if gone else []
        return [str(one) for one in parts], problems


def _row(version: Version, names: _Names, used: int) -> Row:
    if version.standard.kind == Kind.MACRO:
        return _macro(version, names, used)
    wish = wish_of(version)
    parts, problems = names.of(wish) if wish else ([], [_("It cannot be read any more. Save it again.")])
    return Row(version.standard_id, called(version.names), version.is_active, tuple(parts), tuple(problems))


def _macro(version: Version, names: _Names, used: int) -> Row:
    macro = Macro.parse(version.content)
    parts = [*([macro.group] if macro.group else []), *(names.teams[pk] for pk in macro.teams if pk in names.teams)]
    known = [(actions.action(one["action"]), one["params"]) for one in macro.steps]
    wrong = [_(problem) for action, params in known if action and (problem := action.problem(params))]
    wrong += [_("One of its actions does not exist any more.")] if any(not action for action, _params in known) else []
    return Row(version.standard_id, called(version.names), version.is_active, tuple(parts), tuple(wrong), used)
