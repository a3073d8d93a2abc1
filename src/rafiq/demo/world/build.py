"""Makes the whole demo world from a seed: plans every conversation, finds it a customer, and has it written out."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from rafiq.demo.world import canned, labels, people, plans, staff, writing
from rafiq.demo.world.people import Person
from rafiq.demo.world.plans import Plan, Span
from rafiq.demo.world.records import World, WorldCustomer

# Of 600 conversations some 350 are with a customer seen for the first time.
_NEWCOMERS: Final = 0.56
_PAUSE: Final = timedelta(hours=6)


def build(*, seed: int, now: datetime, days: int = 90, conversations: int = 600) -> World:
    """Make the world as it is at `now`; the same arguments always give the same world.

    Raises:
        ValueError: if `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    span = Span(begin=now.astimezone(UTC) - timedelta(days=days), now=now.astimezone(UTC))
    planned = sorted(plans.draw(seed=seed, span=span, size=conversations), key=lambda plan: plan.moments[0])
    crowd = _Crowd(rng=plans.dice(seed, "crowd"))
    hosts = [crowd.host(plan) for plan in planned]
    return World(
        teams=staff.TEAMS,
        agents=staff.AGENTS,
        tags=labels.TAGS,
        canned_replies=canned.REPLIES,
        customers=tuple(guest.as_customer() for guest in crowd.guests),
        conversations=tuple(
            writing.conversation(
                plan,
                key=f"conversation-{place:04}",
                person=person,
                now=span.now,
                rng=plans.dice(seed, "text", plan.number),
            )
            for place, (plan, person) in enumerate(zip(planned, hosts, strict=True), start=1)
        ),
    )


@dataclass(slots=True, kw_only=True)
class _Guest:
    """One customer, and what is known of them while conversations are handed out."""

    person: Person
    since: datetime
    free_from: datetime | None
    heard: set[str]

    def as_customer(self) -> WorldCustomer:
        person = self.person
        return WorldCustomer(
            key=person.key,
            name=person.shown,
            language=person.language,
            email=person.email,
            phone=person.phone,
            company=person.company,
            city=person.city.en,
            country=person.city.country,
            created_at=self.since,
        )


@dataclass(slots=True, kw_only=True)
class _Crowd:
    """All customers so far. Plans must come in the order of their beginnings."""

    rng: Random
    guests: list[_Guest] = field(default_factory=list)

    def host(self, plan: Plan) -> Person:
        """Find the customer of a conversation: one who has nothing open and never told this story, or a new one."""
        known = [guest for guest in self.guests if _fits(guest, plan)]
        is_regular = known and self.rng.random() > _NEWCOMERS
        guest = self.rng.choice(known) if is_regular else self._newcomer(plan)
        guest.heard.add(plan.scene.key)
        guest.free_from = plan.closed_at and plan.closed_at + _PAUSE
        return guest.person

    def _newcomer(self, plan: Plan) -> _Guest:
        number = len(self.guests) + 1
        person = people.draw(number=number, language=plan.language, country=plan.country, rng=self.rng)
        # Some wrote their first message as strangers, others had bought something long before.
        earlier = timedelta(days=self.rng.randint(1, 300)) if self.rng.random() < 0.4 else timedelta(seconds=1)
        guest = _Guest(person=person, since=plan.moments[0] - earlier, free_from=None, heard=set())
        self.guests.append(guest)
        return guest


def _fits(guest: _Guest, plan: Plan) -> bool:
    person = guest.person
    is_free = guest.free_from is not None and guest.free_from < plan.moments[0]
    from_there = (person.language, person.city.country) == (plan.language, plan.country)
    return is_free and from_there and plan.scene.key not in guest.heard
