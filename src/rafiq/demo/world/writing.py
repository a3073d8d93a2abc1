"""Writes a planned conversation out for the customer who was found for it."""

from datetime import datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from rafiq.demo.world import catalogue, clock, comments, slots, staff, timeline
from rafiq.demo.world.people import Person
from rafiq.demo.world.plans import Plan
from rafiq.demo.world.records import WorldConversation, WorldEvent, WorldMessage, WorldRating
from rafiq.demo.world.slots import Setting

_RATED: Final = 0.55
# How likely each score is, from 1 to 5, by the mood of the matter.
_SCORES: Final = {
    "happy": (0, 0, 2, 14, 84),
    "plain": (1, 2, 8, 32, 57),
    "mixed": (4, 9, 25, 38, 24),
    "angry": (42, 18, 14, 14, 12),
}
_COMMENTED: Final = {1: 0.85, 2: 0.7, 3: 0.5, 4: 0.3, 5: 0.42}


def conversation(plan: Plan, *, key: str, person: Person, now: datetime, rng: Random) -> WorldConversation:
    """Write one conversation with its messages, events and rating."""
    crew = plan.crew
    fixed = slots.setting(person, crew=(crew.lead, crew.colleague, crew.mate), product=plan.scene.product, rng=rng)
    messages = tuple(_message(plan, place=place, setting=fixed, rng=rng) for place in range(len(plan.turns)))
    events = tuple(sorted(_events(plan, now=now, rng=rng), key=lambda event: event.at))
    assignee = next((event.subject for event in reversed(events) if event.kind in ("assigned", "handed_over")), None)
    return WorldConversation(
        key=key,
        customer=person.key,
        language=plan.language,
        subject=slots.fill(plan.scene.subject, setting=fixed, by=crew.lead, at=plan.moments[0], rng=rng),
        team=_team(plan, assignee=assignee),
        assignee=assignee,
        tags=tuple(event.subject for event in events if event.kind == "tagged" and event.subject),
        messages=messages,
        events=events,
        status=plan.status,
        snoozed_until=_wake(assignee or crew.lead, now=now) if plan.status == "snoozed" else None,
        rating=_rating(plan, setting=fixed, now=now, rng=rng),
    )


def _message(plan: Plan, *, place: int, setting: Setting, rng: Random) -> WorldMessage:
    turn, at = plan.turns[place], plan.moments[place]
    author = plan.crew.author(turn)
    called = {"{boss}": setting.colleague, "{mate}": setting.mate}
    return WorldMessage(
        kind="inbound" if author is None else "note" if turn.who == "N" else "outbound",
        author=author,
        text=slots.fill(turn.text, setting=setting, by=author, at=at, rng=rng),
        said_at=at,
        mentions=tuple(agent for slot, agent in called.items() if f"@{slot}" in turn.text),
        has_picture=turn.file == "pic",
        has_pdf=turn.file == "pdf",
    )


def _events(plan: Plan, *, now: datetime, rng: Random) -> list[WorldEvent]:
    if not plan.is_assigned:
        return []
    taken_at = _taken_at(plan, now=now, rng=rng)
    taker = plan.crew.lead if rng.random() < 0.8 else plan.crew.colleague
    taken = WorldEvent(kind="assigned", at=taken_at, actor=taker, subject=plan.crew.lead)
    given = _handed_over(plan, taken_at=taken_at)
    holder = plan.crew.colleague if given else plan.crew.lead
    return [taken, *given, *_tagged(plan, taken_at=taken_at), *_put_away(plan, holder=holder)]


def _handed_over(plan: Plan, *, taken_at: datetime) -> list[WorldEvent]:
    """Hand over to the colleague who was called in, shortly before that colleague first answers."""
    crew = plan.crew
    answers = [at for turn, at in zip(plan.turns, plan.moments, strict=True) if turn.who == "A" and turn.is_colleague]
    if not answers:
        return []
    at = max(answers[0] - timedelta(minutes=2), taken_at)
    return [WorldEvent(kind="handed_over", at=at, actor=crew.lead, subject=crew.colleague)]


def _tagged(plan: Plan, *, taken_at: datetime) -> list[WorldEvent]:
    latest = max(plan.closed_at or plan.moments[-1], taken_at)
    return [
        WorldEvent(
            kind="tagged", at=min(taken_at + timedelta(seconds=20 * place), latest), actor=plan.crew.lead, subject=tag
        )
        for place, tag in enumerate(plan.scene.tags, start=1)
    ]


def _put_away(plan: Plan, *, holder: str) -> list[WorldEvent]:
    """End the day's work on it: closed for good, or asleep until the morning."""
    if plan.closed_at:
        return [WorldEvent(kind="closed", at=plan.closed_at, actor=holder)]
    if plan.status == "snoozed":
        return [WorldEvent(kind="snoozed", at=plan.moments[-1] + timedelta(seconds=40), actor=holder)]
    return []


def _taken_at(plan: Plan, *, now: datetime, rng: Random) -> datetime:
    """Say when the conversation was taken: between the customer's last word and the first one of staff."""
    first = next((place for place, turn in enumerate(plan.turns) if turn.who != "C"), None)
    if first is None:
        return min(plan.moments[-1] + clock.minutes(2, rng=rng), now)
    asked, answered = plan.moments[first - 1], plan.moments[first]
    return max(asked, answered - clock.minutes(1, rng=rng))


def _team(plan: Plan, *, assignee: str | None) -> str:
    if assignee == plan.crew.colleague and assignee != plan.crew.lead and "complaint" in plan.scene.tags:
        return "escalations"
    if assignee is None:
        return timeline.first_team(plan.language, at=plan.moments[-1])
    return timeline.team_of(assignee)


def _wake(agent: str, *, now: datetime) -> datetime:
    """Find nine o'clock of the agent's next day of work."""
    zone = ZoneInfo(timeline.zone_of(agent))
    hours = staff.HOURS[timeline.team_of(agent)]
    day = now.astimezone(zone).date() + timedelta(days=1)
    while day.weekday() not in hours:
        day += timedelta(days=1)
    return datetime.combine(day, time(9), zone).astimezone(now.tzinfo)


def _rating(plan: Plan, *, setting: Setting, now: datetime, rng: Random) -> WorldRating | None:
    if plan.closed_at is None or rng.random() >= _RATED:
        return None
    rated_at = plan.closed_at + clock.minutes(40, spread=1.4, rng=rng)
    if rated_at > now:
        return None
    dialect = catalogue.DIALECTS.get(plan.country, "")
    score = rng.choices(range(1, 6), _SCORES[plan.scene.mood])[0]
    said = (
        slots.pick(comments.BY_SCORE[plan.language][score], dialect=dialect, rng=rng)
        if rng.random() < _COMMENTED[score]
        else ""
    )
    comment = slots.fill(said, setting=setting, by=None, at=rated_at, rng=rng) if said else ""
    return WorldRating(score=score, comment=comment, rated_at=rated_at)
