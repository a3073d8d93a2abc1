"""Lays the turns of a scene out in time, and decides who answers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Final

from rafiq.demo.world import clock, staff
from rafiq.demo.world.scenes import Scene, Turn

_AGENTS: Final = {agent.key: agent for agent in staff.AGENTS}
_TEAMS: Final = {"fa": ("tehran", "evening"), "ar": ("beirut",), "en": ("beirut", "evening")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who serves a conversation: the one who takes it, who may be called in, who may be mentioned."""

    lead: str
    colleague: str
    mate: str

    def author(self, turn: Turn) -> str | None:
        """Say whose turn it is; None is the customer."""
        return None if turn.who == "C" else self.colleague if turn.is_colleague else self.lead


def muster(scene: Scene, *, language: str, at: datetime, rng: Random) -> Crew:
    """Choose who takes a conversation that waits at `at`: someone of the team that is at its desks first."""
    team = min(_TEAMS[language], key=lambda key: clock.opening(key, after=at))
    boss = staff.BOSSES[language]
    speakers = [key for key, agent in _AGENTS.items() if language in agent.speaks]
    on_duty = [key for key in speakers if team in _AGENTS[key].teams and not (key == boss and _needs_boss(scene))]
    lead = rng.choices(on_duty, [staff.TAKES[key] for key in on_duty])[0]
    mates = [key for key in speakers if key not in (lead, boss, "nasrin")]
    return Crew(lead=lead, colleague=boss, mate=rng.choice(mates))


def team_of(agent: str) -> str:
    """Name the team at whose desks an agent sits."""
    return _AGENTS[agent].teams[0]


def zone_of(agent: str) -> str:
    """Name the time zone an agent works in."""
    return _AGENTS[agent].time_zone


def first_team(language: str, *, at: datetime) -> str:
    """Name the team in whose queue a conversation of this language lands at a moment."""
    return min(_TEAMS[language], key=lambda key: clock.opening(key, after=at))


def forward(turns: Sequence[Turn], *, start: datetime, crew: Crew, country: str, rng: Random) -> list[datetime]:
    """Lay out a finished conversation from its first message on; staff answers only in its hours."""
    moments = [start]
    for before, turn in pairwise(turns):
        last = moments[-1]
        author = crew.author(turn)
        if author is None:
            moments.append(_customer(before, turn, last=last, country=country, rng=rng))
        else:
            is_first = all(earlier.who == "C" for earlier in turns[: len(moments)])
            due = (
                last + _pause(turn, rng=rng) + clock.minutes(2 if is_first else 2.5, rng=rng) + clock.typing(turn.text)
            )
            moments.append(_at_desk(team_of(author), due=due, rng=rng))
    return moments


def backward(turns: Sequence[Turn], *, end: datetime, rng: Random) -> list[datetime]:
    """Lay out a conversation that is still going on, up to a last message at `end`."""
    moments = [end]
    for before, turn in zip(reversed(turns[:-1]), reversed(turns), strict=False):
        gap = clock.minutes(0.6 if before.who == turn.who else 6, spread=0.5, rng=rng) + clock.typing(turn.text)
        moments.append(moments[-1] - _pause(turn, rng=rng) - gap)
    return moments[::-1]


def is_at_desk(turns: Sequence[Turn], *, moments: Sequence[datetime], crew: Crew) -> bool:
    """Test whether everything staff said was said in its hours."""
    spoken = [(crew.author(turn), at) for turn, at in zip(turns, moments, strict=True)]
    return all(clock.opening(team_of(author), after=at) == at for author, at in spoken if author)


def squeezed(moments: Sequence[datetime], *, earliest: datetime, latest: datetime) -> list[datetime]:
    """Fit moments into a range that is too short for them, keeping their order and proportions."""
    if earliest <= moments[0] and moments[-1] <= latest:
        return list(moments)
    room = latest - earliest
    length = (moments[-1] - moments[0]) or timedelta(seconds=1)
    scale = min(1.0, room / length)
    start = min(max(moments[0], earliest), latest - length * scale)
    return [start + (moment - moments[0]) * scale for moment in moments]


def _needs_boss(scene: Scene) -> bool:
    return any(turn.is_colleague or "{boss}" in turn.text for turn in scene.turns)


def _customer(before: Turn, turn: Turn, *, last: datetime, country: str, rng: Random) -> datetime:
    if turn.days:
        return max(clock.daytime(last, ahead=turn.days, country=country, rng=rng), last + timedelta(minutes=1))
    median = 0.5 if before.who == "C" else 4
    return last + _pause(turn, rng=rng) + clock.minutes(median, rng=rng) + clock.typing(turn.text)


def _pause(turn: Turn, *, rng: Random) -> timedelta:
    hours = turn.days * 24 + turn.hours
    return timedelta(minutes=round(hours * 60 * rng.uniform(0.85, 1.15)))


def _at_desk(team: str, *, due: datetime, rng: Random) -> datetime:
    opens = clock.opening(team, after=due)
    # What came in overnight is worked off as soon as the day begins.
    return opens if opens == due else opens + clock.minutes(4, rng=rng)
