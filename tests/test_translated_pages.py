"""Every page by every role in Persian and Arabic: no English word of ours is left, and no digit of another script."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from rafiq.accounts import services as accounts
from rafiq.accounts.models import Agent, Calendar, Role
from rafiq.api import tokens
from rafiq.api.models import Dispatch
from rafiq.api.scopes import Scope
from rafiq.api.webhooks import services as webhooks
from rafiq.bot.models import Intent
from rafiq.channels.transport import journal, registry
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.customers import services as customers
from rafiq.customers.models import Customer, CustomField, Organisation
from rafiq.feedback import services as feedback
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Conversation, Message
from rafiq.inbox.models.message import Delivery
from rafiq.knowledge import services as knowledge
from rafiq.knowledge.contracts import Draft
from rafiq.knowledge.models import Article, Collection
from rafiq.platform import files
from rafiq.platform.search import synonyms
from tests.addresses import thing_of
from tests.automations.furnishing import furnish_automations
from tests.board.furnishing import SECRET, furnish_board
from tests.bot.desk_world import furnish_desk
from tests.channels.mail_office import OURS, make_mailbox, taken
from tests.customers.furnishing import furnish_people
from tests.knowledge.making import furnish_article_import
from tests.makers import make_agent, make_reply, receive
from tests.practice.furnishing import furnish_practice
from tests.promises.furnishing import furnish_promises
from tests.reading import foreign
from tests.routing.furnishing import furnish_routing
from tests.workforce.furnishing import HOLIDAY, furnish_workforce

pytestmark = pytest.mark.django_db
ROLES = (Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR)
# What is no page: things given to browsers and to the widget, and acts.
NO_PAGES = {"no_such_api", "hook", "hook_rest", "hook_bare", "file", "thumbnail", "script", "config", "files", "upload"}
# What no form takes: words too long, choices that are none.
NONSENSE = {
    **dict.fromkeys(("name", "title", "shortcut", "company_name", "about", "city"), "ی" * 300),
    **dict.fromkeys(("email", "role", "language", "color", "hue"), "نه"),
}
NOTHING = "987654"
ANSWERS = {
    "inbox:home": "?view=open",
    "inbox:palette": "?open=1",
    "search:everything": "?q=یخچال",
    "customers:list": "?q=م",
}
ANSWERS["help:search"] = "?q=یخچال"


@pytest.fixture(params=["fa", "ar"])
def language(request) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def staff(language) -> dict[str, Agent]:
    """One agent of each role, as they would be set up in that language."""
    calendar = Calendar.JALALI if language == "fa" else Calendar.HIJRI
    names = dict(zip(ROLES, ("سارا", "نادر", "ليلى"), strict=True))
    people = {}
    for role in ROLES:
        agent = make_agent("agent", role=role, language=language, zone="Asia/Tehran")
        agent.name, agent.calendar = names[role], calendar
        agent.save(update_fields=["name", "calendar"])
        people[role] = agent
    return people


@pytest.fixture
def world(staff, run_jobs) -> dict[str, list[str]]:
    """A little of everything, said by people in Persian or Arabic; returns what addresses may name.

    Arguments stand there under their own names, but `pk`: whose number it is, `thing_of` knows.
    """
    now, (agent, supervisor, boss) = timezone.now(), (staff[role] for role in ROLES)
    accounts.change_company(name="نارون", language="fa", calendar="jalali", time_zone="Asia/Tehran", by=boss, at=now)
    shop = inbox.save_channel(None, kind="webchat", name="فروشگاه", settings={}, at=now, secret="s3cret")
    inbox.save_channel(None, kind="webchat", name="کهنه", settings={}, at=now, secret="x", is_active=False)
    teams = [
        accounts.save_team(None, name=name, is_private=closed, member_ids=[agent.pk], by=boss, at=now)
        for name, closed in (("تهران", False), ("بیروت", True))
    ]
    tags = [inbox.save_tag(None, name=name, hue=hue) for hue, name in enumerate(("یخچال", "ارسال"))]
    canned = [
        inbox.save_canned_reply(None, shortcut="سلام", title="سلام", body="سلام {{customer}}", language=code)
        for code in ("fa", "")
    ]
    invitation, token = accounts.invite(
        email="new@narvan.example", name="", role=Role.AGENT, language="fa", team_ids=[], by=boss, at=now
    )
    talks = [tell_a_story(channel=shop, staff=staff, team=teams[0], tags=tags, place=place) for place in range(3)]
    inbox.resolve(conversation=talks[1], by=agent, at=now)
    inbox.snooze(conversation=talks[2], until=now + timedelta(days=2), by=supervisor, at=now)
    people = furnish_people(talks[0].customer, boss, "نارون", at=now)
    arrival = let_something_fail(at=now)
    letter = letter_with_html(at=now)
    tokens.make(name="فروشگاه", agent=boss, scopes=list(Scope), by=boss, at=now)
    endpoint, _ = webhooks.save(None, url="http://127.0.0.1:9/", events=[], is_active=False, at=now)
    dispatch = Dispatch.objects.create(
        endpoint=endpoint, entry_id=1, event="inbox.message.received", body={}, answer="نه", status=503, created_at=now
    )
    synonym = synonyms.save(None, words=["یخچال", "سردساز"], at=now)
    read = let_something_be_read(boss, at=now)
    things: dict[str, Iterable[Model]] = {
        "agent": staff.values(), "team": teams, "tag": tags, "canned": canned, "invitation": [invitation],
        "letter": [letter], "endpoint": [endpoint], "synonym": [synonym],
        **dict.fromkeys(("channel", "webhook", "whatsapp"), Channel.objects.all()),
    }  # fmt: skip
    kinds = (Conversation, Customer, Organisation, Article, Collection)
    things |= {kind.__name__.lower(): kind.objects.all() for kind in kinds}
    furnished = {**people, **furnish_desk(talks[0], boss, "یخچال", at=now), **furnish_promises(boss, "نارون", at=now)}
    furnished |= furnish_routing(boss, "نارون", at=now) | furnish_practice(boss, "نارون", talks[0], at=now)
    furnished |= furnish_automations(boss, "نارون", at=now)
    furnished |= furnish_workforce(boss, "نارون", at=now)
    furnished |= furnish_board(boss, "نارون", at=now)
    things |= {"field": CustomField.objects.all(), "bot_intent": Intent.objects.all()}
    furnished["turn"] = furnished["bot_turn"]
    furnished["article_import"] = furnish_article_import(boss, at=now)
    return {
        **{thing: [str(pk)] for thing, pk in furnished.items()},
        "secret": [SECRET],
        **{thing: [str(one.pk) for one in some] for thing, some in things.items()},
        **{f"{thing}_pk": [str(pk)] for thing, pk in people.items()},
        "tag_pk": [str(tags[0].pk)],
        "message_pk": [str(Message.objects.latest("pk").pk)],
        "customer_pk": [str(talks[0].customer_id)],
        "conversation_pk": [str(talks[0].pk)],
        "token": [token, "closed"],
        "key": [shop.key],
        "kind": [kind.kind for kind in registry.kinds()],
        "arrival_pk": [str(arrival.pk)],
        "rest": ["a"],
        **read,
        "dispatch_pk": [str(dispatch.pk)],
        "hours_id": [str(furnished["hours"])],
        "run_pk": [str(furnished["run"])],
        "standard_pk": [str(furnished["procedure"])],
        "step": ["s1", "s2"],
        "macro_pk": [str(furnished["usable"])],
        "agent_id": [str(boss.pk), str(agent.pk)],
        "day": [str(HOLIDAY)],
    }


def let_something_be_read(boss: Agent, *, at) -> dict[str, list[str]]:
    """Articles in the reader's language, one of them for everybody."""
    language = translation.get_language()
    shelf = {"names": {language: "یخچال"}, "descriptions": {language: "سرد و گرم"}, "icon": "book"}
    collection = knowledge.save_collection(None, slug="راهنما", **shelf, by=boss, at=at)
    for place, audience in enumerate(("PUBLIC", "CUSTOMERS", "STAFF")):
        draft = Draft(title="یخچال خنک نمی‌کند", body="## گام\n\nصبر کنید\n\n## گام\n\n## گام", asked=("چرا",))
        made = knowledge.create_article(
            collection=collection, audience=audience, language=language, draft=draft, by=boss, at=at,
            slug="" if place else "راهنما", key=f"help-{place}",
        )  # fmt: skip
        knowledge.publish(made, number=1, by=boss, at=at)
    way = knowledge.suggest_way(made, words="یخچالم گرمه", source="INSERT", at=at)
    knowledge.note_search(asked="یخچال گرم", language=language, place="WIDGET", results=0, at=at)
    knowledge.rate(
        article=made.article, language=language, visitor="v", network="n", is_helpful=False, at=at, reason="UNCLEAR"
    )
    named = {"way_pk": [str(way.pk)], "article_pk": [str(made.article_id)]}
    return {"language": [language], "slug": ["راهنما"], "number": ["1"], **named}


def letter_with_html(*, at) -> Message:
    """A mail that can be looked at as it was sent."""
    mailbox = make_mailbox(sender_name="نارون")
    Channel.objects.filter(pk=mailbox.pk).update(name="نامه‌ها")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "علی <ali@customer.example>", OURS, "یخچال"
    mail["Message-ID"] = "<1@customer.example>"
    mail.set_content("سلام")
    mail.add_alternative('<p>سلام</p><img src="https://customer.example/a.png">', subtype="html")
    return taken(mailbox, mail.as_bytes(), at=at)


def let_something_fail(*, at) -> Arrival:
    """A channel whose provider refuses us, and on which something came that cannot be understood."""
    hook = inbox.save_channel(None, kind="webhook", name="انبار", settings={}, at=at, secret='{"signing_secret": "x"}')
    journal.journal(hook.pk, [RawItem(key="۱", body="یخچال".encode())], at=at)
    Arrival.objects.filter(channel=hook).update(state=Arrival.State.QUARANTINED, reason="خوانده نشد")
    Connection.objects.create(
        channel=hook, state=Connection.State.REVOKED, words="رمز را نپذیرفت", since=at, refused=3, refused_at=at,
        refused_words="امضا",
    )  # fmt: skip
    Channel.objects.filter(pk=hook.pk).update(paused_until=at + timedelta(hours=1), pause_reason="صبر کنید")
    return Arrival.objects.get(channel=hook)


def tell_a_story(*, channel, staff, team, tags, place: int) -> Conversation:
    """A conversation in which everything happened that a timeline can tell."""
    now, (agent, supervisor, boss) = timezone.now(), (staff[role] for role in ROLES)
    long_ago, thread = now - timedelta(days=40 * place), f"visitor-{place}"
    picture = files.store(
        SimpleUploadedFile("عکس.txt", b"1" * 300_000, "text/plain"), owner=f"visitor-{thread}", at=now
    )
    heard = receive(
        "یخچال خنک نمی‌کند", channel=channel, thread=thread, at=long_ago, name="مریم" if place else "",
        email=f"m{place}@mail.example", phone="+989121234567" if place else "", language="fa", files=(picture.token,),
    )  # fmt: skip
    talk = Conversation.objects.get(pk=heard.conversation_id)
    facts = customers.Facts(external_id=f"100{place}", email=f"maryam{place}@mail.example", name="مریم")
    if place == 1:
        customers.identify(visitor=thread, facts=facts, language="ar", at=now)
    inbox.assign(conversation=talk, assignee=agent, team=None, by=agent, at=long_ago)
    inbox.assign(conversation=talk, assignee=supervisor, team=team, by=agent, at=long_ago)
    inbox.assign(conversation=talk, assignee=None, team=None, by=supervisor, at=long_ago)
    for tag in tags:
        inbox.tag(conversation=talk, tag=tag, by=agent, at=now)
    inbox.untag(conversation=talk, tag=tags[1], by=agent, at=now)
    for delivery in Delivery.values:
        reply = make_reply(talk, agent, "بررسی می‌کنیم", at=now)
        Message.objects.filter(pk=reply.pk).update(delivery=delivery)
    inbox.write_note(
        conversation=talk, author=agent, body="@ليلى نگاه کن", client_id=uuid4(), at=now, mentioned=[boss.pk]
    )
    inbox.snooze(conversation=talk, until=now + timedelta(hours=1), by=agent, at=now)
    inbox.wake(conversation=talk, by=agent, at=now)
    inbox.resolve(conversation=talk, by=agent, at=now)
    customer_id = Conversation.objects.get(pk=talk.pk).customer_id
    feedback.rate(conversation_id=talk.pk, customer_id=customer_id, agent_id=agent.pk, score=4, comment="خوب", at=now)
    inbox.reopen(conversation=talk, by=agent, at=now)
    customers.change(
        Customer.objects.get(pk=customer_id), name="مریم" if place else "", company_name="شرکت",
        city="شیراز" if place else "", about="مهربان", actor=agent.actor, at=now,
    )  # fmt: skip
    return Conversation.objects.get(pk=talk.pk)


def routes(found: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address of the product with the names of its arguments, taken from the url conf itself."""
    for one in (found or get_resolver()).url_patterns:
        if isinstance(one, URLResolver) and one.namespace == "api-v1":
            continue  # documents for programs
        if isinstance(one, URLResolver):
            yield from routes(one, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name not in NO_PAGES | {None}:
            yield f"{space}{one.name}", tuple(one.pattern.converters)


def addresses(world: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Every address with everything it may lead to, and once with the number of nothing."""
    for name, arguments in routes():
        known = [[*world[thing_of(name)], NOTHING] if each == "pk" else world[each] for each in arguments]
        for values in itertools.product(*known):
            try:
                yield name, reverse(name, kwargs=dict(zip(arguments, values, strict=True))) + ANSWERS.get(name, "")
            except NoReverseMatch:
                continue


def read(client: Client, address: str, language: str, **headers: str) -> tuple[int, list[str]]:
    response = client.get(address, HTTP_ACCEPT_LANGUAGE=language, **headers)
    return response.status_code, said(response, language)


def said(response: HttpResponse, language: str) -> list[str]:
    """What a page says in no language of its reader; nothing for what is no page."""
    is_page = response.get("Content-Type", "").startswith("text/html")
    return foreign(response.content.decode(), language=language) if is_page else []


@pytest.mark.parametrize("role", ROLES)
def test_no_english_is_left_on_any_page(client, language, staff, world, role):
    client.force_login(staff[role])
    wrong, seen, leading_on, asked = {}, set(), set(), set()
    for name, address in addresses(world):
        if name.startswith("demo:"):
            continue
        for headers in ({}, {"HTTP_HX_REQUEST": "true"})[: 1 + (role == Role.ADMINISTRATOR)]:
            status, words = read(client, address, language, **headers)
            asked.add(name)
            if status == 200:
                seen.add(name)
            elif status in {302, 405}:
                leading_on.add(name)
            if words:
                wrong.setdefault(name, (status, words))
    assert not wrong
    if role == Role.ADMINISTRATOR:
        # tests/channels/test_meta_settings.py reads the page of WhatsApp's templates, which needs such a channel.
        assert asked - seen - leading_on <= {
            "accounts:set_up", "accounts:invitation", "accounts:login", "meta:templates", "help:old_address",
        }  # fmt: skip


def test_no_english_is_left_at_the_door(client, language, world):
    token = world["token"][0]
    pages = ["/login/", "/setup/", "/no/such/page/", f"/invitations/{token}/", "/invitations/closed/"]

    assert not {page: words for page in pages if (words := read(client, page, language)[1])}


def test_no_english_is_left_before_the_set_up(client, language):
    token = accounts.setup_token()
    pages = ["/setup/", "/setup/?token=wrong", f"/setup/?token={token}"]

    assert not {page: words for page in pages if (words := read(client, page, language)[1])}


def test_refusals_of_forms_are_in_the_readers_language(client, language, staff, world):
    client.force_login(staff[Role.ADMINISTRATOR])
    wrong, refused = {}, 0
    for name, address in addresses(world):
        if client.get(address).status_code != 200:
            continue
        for filled in ({}, NONSENSE):
            response = client.post(address, filled)
            refused += response.status_code == 422
            if words := said(response, language):
                wrong[name] = words
    assert not wrong
    assert refused > 10


@pytest.mark.parametrize(
    "page",
    [
        "<p>Save</p>",
        "<button aria-label='Close'></button>",
        "<input placeholder='نام' title='Your name'>",
        "<p data-words='{name} is typing…'></p>",
        "<template><p>Gone</p></template>",
        "<option value='Asia/Tehran'>Tehran</option>",
        "<p>12 گفتگو</p>",
        "<p>٣ گفتگو</p>",
        "<bdi class='ltr'>Phone</bdi>",
    ],
)
def test_the_reader_finds_what_is_foreign(page):
    assert foreign(page, language="fa")


@pytest.mark.parametrize(
    "page",
    [
        "<p>۱۲ گفتگو</p>",
        "<kbd>Ctrl</kbd><pre>import hmac</pre>",
        "<bdi class='ltr'>+989121234567</bdi> <p>sara@mail.example</p>",
        "<a lang='en'>English</a><label lang='en' title='Hello'>Hello there</label>",
        "<option value='America/New_York'>America/New York ۰۵:۰۰</option>",
        "<p data-topics='inbox agent-4'>Rafiq</p>",
    ],
)
def test_the_reader_passes_over_what_is_the_same_in_every_language(page):
    assert not foreign(page, language="fa")
