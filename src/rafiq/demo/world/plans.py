"""Plans every conversation before a word of it is written: which matter, how it stands, when each message falls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, repeat
from random import Random
from typing import Final

from rafiq.demo.world import catalogue, clock, texts, timeline
from rafiq.demo.world.records import Status
from rafiq.demo.world.scenes import Scene, Turn
from rafiq.demo.world.timeline import Crew

_SHARES: Final = {"fa": 0.45, "ar": 0.30, "en": 0.25}
# Of 600 conversations 35 are open and 8 asleep.
_OPEN: Final = 35 / 600
_SNOOZED: Final = 8 / 600
# How often a moment is drawn again that does not fit.
_TRIES: Final = 30
# How many of the open ones nobody has answered yet.
_FRESH: Final = 0.45
# In how many rounds of the deck the rare stories are.
_RARELY: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One conversation to be written; `turns` are those said so far, `closed_at` is None while it goes on."""

    number: int
    scene: Scene
    language: str
    country: str
    status: Status
    crew: Crew
    is_assigned: bool
    turns: tuple[Turn, ...]
    moments: tuple[datetime, ...]
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The time the world covers."""

    begin: datetime
    now: datetime


def dice(*parts: object) -> Random:
    """Give the dice of one purpose; the same parts always roll the same."""
    # Not for secrets: a seed has to give the same world every time.
    return Random("/".join(map(str, parts)))  # noqa: S311


def draw(*, seed: int, span: Span, size: int) -> Iterator[Plan]:
    """Plan `size` conversations, in no order of time."""
    deals = {language: _deal(texts.SCENES[language], rng=dice(seed, "deck", language)) for language in _SHARES}
    for number, (language, status) in enumerate(_fates(size, rng=dice(seed, "fates"))):
        rng = dice(seed, "plan", number)
        scene = next(deals[language])
        country = _country(scene, language=language, rng=rng)
        make = _finished if status == "closed" else _unfinished
        yield make(number, scene=scene, place=(language, country), status=status, span=span, rng=rng)


def _fates(size: int, *, rng: Random) -> list[tuple[str, Status]]:
    """Decide language and standing of each conversation; the shares come out exactly."""
    spoken = [language for language, share in _SHARES.items() for _ in range(round(size * share))]
    spoken = (spoken + ["fa"] * size)[:size]
    asleep, waiting = round(size * _SNOOZED), round(size * _OPEN)
    ends: list[Status] = ["snoozed" if place < asleep else "open" for place in range(asleep + waiting)]
    ends += repeat("closed", size - len(ends))
    rng.shuffle(spoken)
    return list(zip(spoken, ends, strict=True))


def _deal(scenes: Sequence[Scene], *, rng: Random) -> Iterator[Scene]:
    """Deal scenes like cards: each comes up before any comes again, the rare ones at most twice."""
    for rounds in count():
        deck = [scene for scene in scenes if rounds < _RARELY or scene.key not in texts.RARE]
        rng.shuffle(deck)
        yield from deck


def _country(scene: Scene, *, language: str, rng: Random) -> str:
    everywhere = catalogue.COUNTRIES[language]
    weights = {country: weight for country, weight in everywhere.items() if country in (scene.places or everywhere)}
    return rng.choices(list(weights), list(weights.values()))[0]


def _finished(number: int, *, scene: Scene, place: tuple[str, str], status: Status, span: Span, rng: Random) -> Plan:
    """Plan a closed conversation; starts are drawn again until its end, too, lies in the past."""
    language, country = place
    for _ in range(_TRIES):
        start = clock.arrival(country=country, earliest=span.begin, latest=span.now, rng=rng)
        crew = timeline.muster(scene, language=language, at=start, rng=rng)
        moments = timeline.forward(scene.turns, start=start, crew=crew, country=country, rng=rng)
        closed_at = moments[-1] + clock.minutes(9, rng=rng)
        if closed_at <= span.now:
            break
    fitted = timeline.squeezed([*moments, closed_at], earliest=span.begin, latest=span.now)
    return Plan(
        number=number,
        scene=scene,
        language=language,
        country=country,
        status=status,
        crew=crew,
        is_assigned=True,
        turns=scene.turns,
        moments=tuple(fitted[:-1]),
        closed_at=fitted[-1],
    )


def _unfinished(number: int, *, scene: Scene, place: tuple[str, str], status: Status, span: Span, rng: Random) -> Plan:
    """Plan a conversation that stops in the middle: somebody waits, or it sleeps until tomorrow."""
    language, country = place
    is_fresh = status == "open" and rng.random() < _FRESH
    turns = scene.turns[: _cut(scene.turns, is_fresh=is_fresh, by_agent=status == "snoozed", rng=rng)]
    for _ in range(_TRIES):
        end = span.now - _wait(is_fresh=is_fresh, status=status, rng=rng)
        moments = timeline.backward(turns, end=end, rng=rng)
        crew = timeline.muster(scene, language=language, at=moments[0], rng=rng)
        if timeline.is_at_desk(turns, moments=moments, crew=crew):
            break
    return Plan(
        number=number,
        scene=scene,
        language=language,
        country=country,
        status=status,
        crew=crew,
        is_assigned=not is_fresh or rng.random() < 0.2,
        turns=turns,
        moments=tuple(timeline.squeezed(moments, earliest=span.begin, latest=end)),
        closed_at=None,
    )


def _cut(turns: Sequence[Turn], *, is_fresh: bool, by_agent: bool, rng: Random) -> int:
    """Choose after how many turns a scene stops: before the first answer, or with the next word due."""
    first_answer = next(place for place, turn in enumerate(turns) if turn.who != "C")
    if is_fresh:
        return first_answer
    wanted = "A" if by_agent or rng.random() < 0.2 else "C"
    cuts = [
        place
        for place in range(first_answer + 1, len(turns))
        if turns[place - 1].who == wanted and turns[place].who != wanted
    ]
    return rng.choice(cuts) if cuts else first_answer if not by_agent else _after_answer(turns)


def _after_answer(turns: Sequence[Turn]) -> int:
    return next(place for place, turn in enumerate(turns, start=1) if turn.who == "A")


def _wait(*, is_fresh: bool, status: Status, rng: Random) -> timedelta:
    """Draw how long ago the last word was said: minutes for the newest, hours for those put to sleep."""
    if status == "snoozed":
        return timedelta(minutes=rng.randint(90, 1800))
    return min(clock.minutes(25 if is_fresh else 70, spread=1.3, rng=rng), timedelta(hours=40))
