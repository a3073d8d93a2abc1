"""What agents are helped with is chosen: by the company, and by each for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from rafiq.accounts.models import Agent
from rafiq.bot.models import AssistChoice, AssistSettings

FIELDS: Final = ("suggests_articles", "suggests_canned", "suggests_similar", "sums_up", "shows_mood")


def settings() -> AssistSettings:
    """Return what the company lets its agents be helped with (an unsaved default before anybody said)."""
    return AssistSettings.objects.filter(pk=1).first() or AssistSettings(pk=1)


def is_wanted(agent: Agent) -> bool:
    """Test whether an agent wants to be helped."""
    return not AssistChoice.objects.filter(agent=agent, is_wanted=False).exists()


@transaction.atomic
def save(values: Mapping[str, bool]) -> AssistSettings:
    """Change what is named in `values`."""
    found, _ = AssistSettings.objects.select_for_update(no_key=True).get_or_create(pk=1)
    for name in FIELDS:
        if name in values:
            setattr(found, name, values[name])
    found.save()
    return found


def choose(agent: Agent, *, is_wanted: bool) -> None:
    """Note whether an agent wants to be helped."""
    AssistChoice.objects.update_or_create(agent=agent, defaults={"is_wanted": is_wanted})
