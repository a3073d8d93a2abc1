"""Stores the demo's world: the rows a company would have after ninety days of work, and the log that tells of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from django.db import transaction

from rafiq.accounts.models import Agent, Company, Team
from rafiq.customers.models import Customer
from rafiq.demo import around, pictures, promises, workforce, world
from rafiq.demo.answers import articles, hours, readers, taught
from rafiq.demo.answers.talks import TalkWriter
from rafiq.demo.conversations import ConversationWriter
from rafiq.demo.outside import channels as outside
from rafiq.demo.outside import writing
from rafiq.demo.people import write_customers
from rafiq.demo.world.records import World
from rafiq.demo.world.texts import outside as outside_texts
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Conversation, Tag
from rafiq.platform.events import Event
from rafiq.platform.log.append import append_all

SEED = 1404
PASSWORD = "narvan-demo"  # noqa: S105  # the demo's, printed on the screen
IDENTITY_SECRET = "narvan-demo-identity"  # noqa: S105  # the demo's shop signs with it
CHANNEL_KEY = "rk_narvan_shop"

type Tell = Callable[[int, int, str], None]


def is_filled() -> bool:
    """Test whether this installation has a company already."""
    return Agent.objects.exists()


@transaction.atomic
def fill(*, at: datetime, conversations: int, tell: Tell) -> dict[str, Any]:
    """Store the whole world in one transaction; return the log-ins to show.

    `tell(done, total, what)` is called as it goes on.
    """
    tell(0, 6, "making up 90 days")
    made = world.build(seed=SEED, now=at, conversations=conversations)
    tell(1, 6, "the staff")
    agents = _write_staff(made, at=at)
    tags = _write_labels(made)
    channel = _write_channel(at=at)
    tell(2, 6, f"{len(made.customers)} customers")
    customers, facts = write_customers(made)
    tell(3, 6, f"{len(made.conversations)} conversations")
    writer = ConversationWriter(channel=channel, agents=agents, teams=_teams(), tags=tags, customers=customers, now=at)
    for conversation in made.conversations:
        writer.add(conversation)
    facts += writer.write(pictures.make(at=at))
    channels = {channel.kind: channel, **outside.open_all(at=at)}
    tell(4, 6, "the help centre and the bot")
    facts += _write_answers(agents, channels, list(customers.values()), at=at)
    tell(5, 6, f"{len(facts)} rows of the log")
    append_all(sorted(facts, key=lambda fact: fact.occurred_at))
    around.write_around(agents[made.agents[0].key], at=at)
    promises.write_policies(agents["nasrin"], at=at)
    workforce.write_people(agents, at=at)
    _give_the_first_some_work(agents[made.agents[0].key], at=at)
    _write_from_outside(channels, at=at)
    tell(6, 6, "done")
    return {
        "logins": [{"email": one.email, "password": PASSWORD, "role": one.role} for one in made.agents],
        "widget_key": CHANNEL_KEY,
    }


def _write_staff(made: World, *, at: datetime) -> dict[str, Agent]:
    Company.objects.create(pk=1, name="Narvan", language="fa", calendar="jalali", time_zone="Asia/Tehran")
    teams = {one.key: Team.objects.create(name=one.name, is_private=one.is_private) for one in made.teams}
    hashed = Agent()
    hashed.set_password(PASSWORD)
    agents = {}
    for one in made.agents:
        agents[one.key] = Agent.objects.create(
            email=one.email,
            name=one.name,
            role=one.role.upper(),
            language=one.language,
            calendar=one.calendar,
            time_zone=one.time_zone,
            joined_at=at,
            password=hashed.password,
        )
        agents[one.key].teams.set([teams[key] for key in one.teams])
    return agents


def _give_the_first_some_work(agent: Agent, *, at: datetime) -> None:
    """Whoever logs in first finds something to do: three conversations nobody has, in their own language."""
    waiting = Conversation.objects.waiting().filter(assignee=None, language=agent.language).order_by("-last_at")
    for conversation in waiting[:3]:
        inbox.assign(conversation=conversation, assignee=agent, team=conversation.team, by=agent, at=at)


def _write_answers(
    agents: Mapping[str, Agent], channels: Mapping[str, Channel], customers: Sequence[Customer], *, at: datetime
) -> list[Event]:
    """Write what the company answers with, and what came of it so far; return the facts for the log."""
    by = agents["nasrin"]
    hours.write_hours(_teams(), by=by, at=at)
    shown = articles.write_articles(agents, at=at)
    dice = Random(SEED)  # noqa: S311  # for a story, and the same one each time
    readers.write_readers(shown, at=at, dice=dice)
    taught.teach(channels, by=by, at=at)
    talks = TalkWriter(
        channel=channels["webchat"], agents=agents, customers=customers, articles=shown, at=at, dice=dice
    )
    return talks.write()


def _write_from_outside(channels: Mapping[str, Channel], *, at: datetime) -> None:
    """Let customers write by mail, SMS and messenger today; the worker takes it in as it does everywhere."""
    for one in sorted(outside_texts.TODAY, key=lambda letter: -letter.ago):
        writing.write(
            channels[one.kind],
            address=one.address,
            name=one.name,
            words=one.words,
            subject=one.subject,
            at=at - one.ago,
        )


def _teams() -> dict[str, Team]:
    return {team.name: team for team in Team.objects.all()}


def _write_labels(made: World) -> dict[str, Tag]:
    for reply in made.canned_replies:
        inbox.save_canned_reply(
            None, shortcut=reply.shortcut, title=reply.title, body=reply.text, language=reply.language
        )
    return {one.key: inbox.save_tag(None, name=one.name, hue=hue % 12) for hue, one in enumerate(made.tags)}


def _write_channel(*, at: datetime) -> Channel:
    greeting = {
        "fa": "سلام، به نارون خوش آمدید. چطور می‌توانیم کمکتان کنیم؟",
        "ar": "أهلًا بك في نارفان. كيف يمكننا مساعدتك؟",
        "en": "Hello and welcome to Narvan. How can we help?",
    }
    hours = {
        "fa": "شنبه تا چهارشنبه ۸ تا ۲۰، پنجشنبه‌ها تا ۱۳",
        "ar": "من الاثنين إلى الجمعة، ٩ ص – ٦ م (بتوقيت بيروت)",
        "en": "Saturday to Wednesday 8–20, Thursday until 13 (Tehran)",
    }
    title = {"fa": "نارون", "ar": "نارفان", "en": "Narvan"}
    settings = {"title": title, "color": "#0f7f86", "position": "end", "language": "fa", "scheme": "auto",
                "greeting": greeting, "hours_text": hours, "fields": [], "origins": []}  # fmt: skip
    channel = inbox.save_channel(
        None, kind="webchat", name="Narvan shop", settings=settings, at=at, secret=IDENTITY_SECRET
    )
    channel.key = CHANNEL_KEY
    channel.save(update_fields=["key"])
    return channel
