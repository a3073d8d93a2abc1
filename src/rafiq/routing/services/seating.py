"""Seats follow what is known of agents; lanes are made when first needed, and every seat knows those it fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from rafiq.accounts.models import Agent
from rafiq.platform import jobs
from rafiq.routing import core
from rafiq.routing.models import Holding, Lane, Offer, Seat
from rafiq.workforce import queries as workforce

FILL_JOB = "routing.fill"
SEAT_JOB = "routing.seat"
SOON = 5
"""Priority of jobs for which somebody waits."""
EVERYBODY = 0
"""In place of an agent's id: all of them."""


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one agent now. `skills` maps a skill's id to their level."""

    agent_id: int
    is_here: bool
    capacity: int
    teams: Sequence[int] = ()
    skills: Mapping[int, int] = field(default_factory=dict)
    languages: Sequence[str] = ()


@transaction.atomic
def sit(people: Iterable[Person], *, at: datetime) -> None:
    """Bring seats in line with what is known of these agents; who may take something now is looked after.

    Repeating it changes nothing. Locks the seats, in the order of their ids.
    """
    known = {one.agent_id: one for one in people}
    new = [Seat(agent_id=pk, idle_since=at) for pk in sorted(known)]
    Seat.objects.bulk_create(new, ignore_conflicts=True)
    lanes = [lane.shape for lane in Lane.objects.order_by("pk")]
    seats = list(Seat.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk"))
    freed = [seat.pk for seat in seats if _seated(seat, known[seat.pk], lanes, at=at) and seat.has_room]
    columns = ["is_here", "capacity", "teams", "skills", "languages", "lanes", "missed", "idle_since"]
    Seat.objects.bulk_update(seats, columns, batch_size=500)
    look_after(freed)


def seat_soon(agent_id: int = EVERYBODY) -> None:
    """Have an agent's seat (or everybody's) brought in line in a moment; in the caller's transaction."""
    jobs.enqueue(SEAT_JOB, [jobs.Wish({"agent_id": agent_id}, lock="routing-seats")], priority=SOON)


def seat(agent_id: int = EVERYBODY, *, at: datetime) -> None:
    """Bring an agent's seat in line with who they are and whether they are there; of all agents with `EVERYBODY`."""
    ids = None if agent_id == EVERYBODY else [agent_id]
    found = workforce.available_agents(at=at, agent_ids=ids, only_online=False)
    speaks = dict(Agent.objects.filter(pk__in=[one.agent_id for one in found]).values_list("pk", "language"))
    sit([_person(one, usual=speaks[one.agent_id]) for one in found], at=at)
    gone = Seat.objects.filter(is_here=True).exclude(agent__is_active=True)
    gone.update(is_here=False)


def look_after(agent_ids: Iterable[int], *, due_at: datetime | None = None) -> None:
    """Have it decided, in a moment and apart from this transaction, what agents with room take next."""
    jobs.enqueue(FILL_JOB, [jobs.Wish({"agent_id": pk}, due_at=due_at) for pk in agent_ids], priority=SOON)


@transaction.atomic
def lane_for(*, teams: Iterable[int], skills: Mapping[str, int], language: str) -> Lane:
    """Find the lane of those who need just this, or make it and let the seats know that fit it."""
    asked = sorted(set(teams))
    wanted = {skill: int(level) for skill, level in sorted(skills.items(), key=lambda one: int(one[0]))}
    key = f"{asked}|{wanted}|{language}"
    found = Lane.objects.filter(key=key).first()
    if found is not None:
        return found
    made, is_new = Lane.objects.get_or_create(
        key=key, defaults={"teams": asked, "skills": wanted, "language": language}
    )
    if is_new:
        _introduce(made)
    return made


def recount(seats: Iterable[Seat]) -> list[int]:
    """Count what agents hold and are being asked, and store it; return who has room. The caller holds the locks."""
    kept = list(seats)
    ids = [seat.pk for seat in kept]
    held = _sums(Holding.objects.filter(agent__in=ids, ended_at=None).values_list("agent"), "weight")
    asked = _sums(
        Offer.objects.filter(agent__in=ids, state=Offer.State.OPEN).values_list("agent"), "entry__weight"
    )  # fmt: skip
    for seat in kept:
        seat.used = held.get(seat.pk, 0) + asked.get(seat.pk, 0)
        seat.is_asked = seat.pk in asked
    Seat.objects.bulk_update(kept, ["used", "is_asked", "idle_since", "missed"])
    return [seat.pk for seat in kept if seat.has_room]


def locked_seats(agent_ids: Iterable[int]) -> list[Seat]:
    """Lock seats, in the order of their ids; agents without one are left out."""
    ids = set(agent_ids)
    return list(Seat.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")) if ids else []


def _person(known: workforce.AgentAtWork, *, usual: str) -> Person:
    """Say of an agent what decisions need. Of whom nobody wrote down languages, speaks that of their pages."""
    return Person(
        known.agent_id, is_here=known.is_online and not known.is_absent, capacity=known.capacity,
        teams=sorted(known.team_ids), skills=known.skills, languages=sorted(known.languages) or [usual],
    )  # fmt: skip


def _sums(grouped: object, column: str) -> dict[int, int]:
    return dict(grouped.annotate(sum=Sum(column)))  # type: ignore[attr-defined]  # values_list of one column


def _seated(seat: Seat, known: Person, lanes: Iterable[core.Lane], *, at: datetime) -> bool:
    """Write what is known into a seat; tell whether it may take more than before. Does not save."""
    skills = {str(skill): level for skill, level in sorted(known.skills.items())}
    before = (seat.is_here, seat.capacity, seat.teams, seat.skills, seat.languages)
    if known.is_here and not seat.is_here:
        seat.idle_since, seat.missed = at, 0
    seat.is_here, seat.capacity, seat.skills = known.is_here, known.capacity, skills
    seat.teams, seat.languages = sorted(known.teams), sorted(known.languages)
    shape = seat.shape
    seat.lanes = [lane.id for lane in lanes if core.fits(shape, lane)]
    return before != (seat.is_here, seat.capacity, seat.teams, seat.skills, seat.languages)


def _introduce(lane: Lane) -> None:
    """Write a new lane into the seats that fit it. Seats made meanwhile look for it by themselves."""
    shape = lane.shape
    seats = Seat.objects.select_for_update(no_key=True).order_by("pk")
    fitting = [seat for seat in seats if lane.pk not in seat.lanes and core.fits(seat.shape, shape)]
    for seat in fitting:
        seat.lanes = [*seat.lanes, lane.pk]
    Seat.objects.bulk_update(fitting, ["lanes"], batch_size=500)
