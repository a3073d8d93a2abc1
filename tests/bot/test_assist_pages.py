"""Help above the composer: what an agent is shown, and what not."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rafiq.accounts.models import Agent, Role
from rafiq.bot.assist import services, solved
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform.search.documents import Document
from rafiq.platform.search.models import Entry
from tests.bot.model_server import ModelServer, model_server, use
from tests.bot.talk import know
from tests.knowledge.making import show
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team, receive

pytestmark = pytest.mark.django_db
QUESTION = "چند روز وقت دارم جنس رو پس بدم؟"


@pytest.fixture
def agent() -> Agent:
    return make_agent("Sara", language="en")


@pytest.fixture
def client(agent) -> Client:
    browser = Client()
    browser.force_login(agent)
    return browser


@pytest.fixture
def conversation() -> Conversation:
    know()
    return make_conversation(QUESTION)


def get(client: Client, name: str, conversation: Conversation) -> str:
    answer = client.get(reverse(f"assist:{name}", args=[conversation.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def sum_up(client: Client, conversation: Conversation) -> str:
    answer = client.post(reverse("assist:summary", args=[conversation.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def say(conversation: Conversation, words: str) -> None:
    receive(words, channel=conversation.channel, thread=conversation.thread)


def solve(question: str, answer: str, *, name: str = "", team=None) -> Conversation:
    """A conversation that a colleague settled."""
    found = make_conversation(question, name=name)
    if team is not None:
        inbox.assign(conversation=found, assignee=None, team=team, by=make_agent("Boss", role=Role.SUPERVISOR), at=NOON)
    make_reply(found, make_agent("Helper"), answer)
    found.refresh_from_db()
    inbox.resolve(conversation=found, by=make_agent("Closer"), at=NOON)
    solved.keep(found.pk, at=NOON)
    return found


class TestSuggestions:
    def test_an_article_that_fits_can_be_inserted(self, client, conversation):
        shown = get(client, "suggestions", conversation)

        assert "شرایط و مهلت مرجوع کردن کالا" in shown
        assert 'data-insert="' in shown
        assert "Nothing is sent until you send it" in shown

    def test_an_article_goes_with_an_address_that_leads_there_from_anywhere(self, client):
        article = show("Returning a toaster", "Send the toaster back within seven days.")
        know(
            Document(
                source="article", key=article.article.key, language="en", title=article.title,
                body="Send the toaster back within seven days.",
            )
        )  # fmt: skip
        shown = get(client, "suggestions", make_conversation("I want to send the toaster back"))

        assert f"http://testserver/help/en/articles/{article.slug}/" in shown

    def test_what_is_for_the_staff_is_marked_and_cannot_be_inserted(self, client):
        know(
            Document(
                source="article", key="wholesale", language="fa", title="قیمت همکاری برای همکاران",
                body="قیمت همکاری فقط برای کارکنان است.", audience="STAFF",
            )
        )  # fmt: skip
        shown = get(client, "suggestions", make_conversation("قیمت همکاری برای همکاران چند است؟"))

        assert "قیمت همکاری فقط برای کارکنان است" in shown
        assert "Internal" in shown
        assert "data-insert" not in shown

    def test_canned_replies_that_fit_come_with_the_names_filled_in(self, client, agent):
        for shortcut, title, words in (
            ("return", "مرجوعی", "سلام {{customer}}، تا هفت روز می‌توانید جنس را پس بدهید. {{agent}}"),
            ("hello", "سلام", "سلام، وقت بخیر"),
            ("invoice", "فاکتور", "فاکتور را می‌فرستم"),
        ):
            inbox.save_canned_reply(None, shortcut=shortcut, title=title, body=words, language="fa")

        shown = get(client, "suggestions", make_conversation(QUESTION, name="مریم"))

        assert "مرجوعی" in shown
        assert f"سلام مریم، تا هفت روز می‌توانید جنس را پس بدهید. {agent.name}" in shown
        assert "فاکتور را" not in shown

    def test_nothing_that_fits_is_said_so(self, client, conversation):
        assert "Nothing fits" in get(client, "suggestions", make_conversation("زرافه‌ها چه می‌خورند؟"))
        assert "Nothing fits" in get(client, "suggestions", make_conversation("؟؟؟"))

    def test_each_kind_can_be_switched_off(self, client, conversation):
        services.save({"suggests_articles": False})

        assert "Nothing fits" in get(client, "suggestions", conversation)

    def test_a_conversation_that_is_hidden_does_not_exist(self, client, conversation):
        make_agent("Other")
        team = make_team(is_private=True)
        Conversation.objects.filter(pk=conversation.pk).update(team=team)

        for name in ("strip", "suggestions"):
            assert client.get(reverse(f"assist:{name}", args=[conversation.pk])).status_code == 404
        assert client.post(reverse("assist:summary", args=[conversation.pk])).status_code == 404

    def test_what_a_customer_writes_is_no_markup(self, client):
        know(
            Document(
                source="article", key="x", language="en", title="<b>Returning</b>",
                body='"><script>x</script> returning',
            )
        )  # fmt: skip
        shown = get(client, "suggestions", make_conversation("returning"))

        assert "<script>" not in shown
        assert "&lt;b&gt;Returning" in shown


class TestSimilar:
    ANSWER = "سلام زهرا کریمی، تا هفت روز فرصت دارید. شماره پیگیری 998877665 است، پیام: help@narvan.example"

    def test_what_helped_others_is_shown_without_who_they_were(self, client):
        before = solve("جنس رو چطور پس بدم؟ زهرا کریمی ۰۹۱۲۰۰۰۱۱۲۲", self.ANSWER, name="زهرا کریمی")

        shown = get(client, "suggestions", make_conversation("جنس رو چطور پس بدم؟"))

        assert reverse("inbox:conversation", args=[before.pk]) in shown
        assert "تا هفت روز فرصت دارید" in shown
        for personal in ("زهرا", "کریمی", "998877665", "۰۹۱۲۰۰۰", "help@narvan"):
            assert personal not in shown

    def test_only_what_this_agent_may_see(self, client):
        solve("جنس رو چطور پس بدم؟", "تا هفت روز فرصت دارید", team=make_team(is_private=True))

        assert "تا هفت روز فرصت" not in get(client, "suggestions", make_conversation("جنس رو چطور پس بدم؟"))

    @pytest.mark.django_db(transaction=True)
    def test_it_is_kept_while_the_conversation_is_closed(self, run_jobs):
        found = make_conversation("جنس رو چطور پس بدم؟")
        make_reply(found, make_agent("Helper"), "تا هفت روز فرصت دارید")
        found.refresh_from_db()
        inbox.resolve(conversation=found, by=make_agent("Closer"), at=NOON)
        run_jobs()
        assert Entry.objects.get(source="solved").key == str(found.pk)

        say(found, "هنوز نشد")
        run_jobs()

        assert not Entry.objects.filter(source="solved").exists()

    @pytest.mark.parametrize(("question", "answer"), [("hi", "We answered it"), ("Where is my order now?", "")])
    def test_what_teaches_nothing_is_not_kept(self, question, answer):
        found = make_conversation(question)
        if answer:
            make_reply(found, make_agent("Helper"), answer)
        found.refresh_from_db()
        inbox.resolve(conversation=found, by=make_agent("Closer"), at=NOON)

        assert not solved.keep(found.pk, at=NOON)

    def test_customers_never_find_it(self, plain_chat):
        solve("قیمت باتری پهپاد چند است؟", "باتری پهپاد نهصد هزار تومان است")

        assert "نهصد" not in plain_chat.say("قیمت باتری پهپاد چند است؟")


class TestStrip:
    def test_it_offers_suggestions_and_tells_language_and_mood(self, client, conversation):
        say(conversation, "واقعا که! افتضاحه، خجالت بکشید")

        shown = get(client, "strip", conversation)

        assert reverse("assist:suggestions", args=[conversation.pk]) in shown
        assert "Persian" in shown
        assert "Angry" in shown
        assert "Summary" not in shown

    def test_a_long_conversation_can_be_summed_up(self, client, conversation, agent):
        for number in range(6):
            say(conversation, f"سؤال بعدی {number}")

        assert "Summary" in get(client, "strip", conversation)

    def test_whoever_wants_no_help_gets_none(self, client, conversation):
        client.post(reverse("assist:choice"), {"is_wanted": "no"})

        assert get(client, "strip", conversation) == ""
        assert get(client, "suggestions", conversation) == ""

        client.post(reverse("assist:choice"), {"is_wanted": "yes"})
        assert get(client, "strip", conversation)

    def test_a_company_may_show_nothing(self, client, conversation):
        services.save(dict.fromkeys(services.FIELDS, False))

        assert get(client, "strip", conversation) == ""

    def test_a_closed_conversation_needs_none(self, client, conversation, agent):
        inbox.resolve(conversation=conversation, by=agent, at=NOON)

        assert get(client, "strip", conversation) == ""

    def test_it_costs_few_statements(self, client, conversation, django_assert_max_num_queries):
        with django_assert_max_num_queries(8):
            get(client, "strip", conversation)

    def test_it_stands_above_the_composer(self, client, conversation):
        page = client.get(reverse("inbox:conversation", args=[conversation.pk])).content.decode()

        assert reverse("assist:strip", args=[conversation.pk]) in page


class TestSummary:
    @pytest.fixture
    def long(self, conversation, agent) -> Conversation:
        say(conversation, "سلام وقت بخیر")
        make_reply(conversation, agent, "سلام. شمارهٔ سفارش را بفرمایید تا بررسی کنیم.")
        say(conversation, "۱۲۳۴۵۶")
        make_reply(conversation, agent, "مرجوعی شما ثبت شد و پیک فردا می‌آید.")
        say(conversation, "پیک نیامد! کی می‌آید؟")
        return conversation

    def test_it_quotes_what_is_wanted_what_was_answered_and_what_is_open(self, client, long):
        shown = sum_up(client, long)

        wants, _, rest = shown.partition("Answered so far")
        answered, _, still = rest.partition("Still open")
        assert QUESTION in wants
        assert "پیک فردا می‌آید" in answered
        assert "پیک نیامد" in still
        assert "picked from the conversation" in shown

    def test_notes_of_colleagues_are_not_in_it(self, client, long, agent):
        inbox.write_note(
            conversation=long, author=agent, body="این مشتری همیشه شاکی است", client_id=uuid4(), mentioned=[], at=NOON
        )  # fmt: skip

        assert "شاکی" not in sum_up(client, long)

    def test_an_empty_conversation_has_nothing_to_sum_up(self, client):
        assert "nothing to sum up" in sum_up(client, make_conversation("سلام"))

    @pytest.fixture
    def server(self) -> Iterator[ModelServer]:
        with model_server() as running:
            yield running

    def test_a_model_may_write_it(self, client, long, server):
        use(server)
        server.says({"wants": "Wants to return a product.", "tried": "A courier was promised.", "open": "None came."})

        shown = sum_up(client, long)

        assert "Wants to return a product." in shown
        assert "it may be wrong" in shown

    def test_but_not_what_was_not_said(self, client, long, server):
        use(server)
        for wrong in ("Paid 5000 for it.", "See https://evil.example", "<b>x</b>", 7, "y" * 5_000):
            server.says({"wants": wrong, "tried": "", "open": ""})
            assert "picked from the conversation" in sum_up(client, long)

    def test_who_it_is_stays_in_the_house(self, client, server, agent):
        found = make_conversation("من زهرا کریمی هستم، ۰۹۱۲۳۴۵۶۷۸۹، یخچالم خراب است", name="زهرا کریمی")
        use(server)

        sum_up(client, found)

        told = str(server.asked[0].given)
        assert "یخچالم خراب است" in told
        assert "کریمی" not in told
        assert "۰۹۱۲" not in told


class TestSettings:
    def test_an_administrator_decides_for_everybody(self, conversation):
        boss = Client()
        boss.force_login(make_agent("Boss", role=Role.ADMINISTRATOR))
        page = boss.get(reverse("assist:settings"))

        saved = boss.post(
            reverse("assist:settings"), {"version": page.context["version"], "sums_up": "on", "shows_mood": "on"}
        )

        assert saved.status_code == 303
        found = services.settings()
        assert (found.sums_up, found.shows_mood, found.suggests) == (True, True, False)

    def test_an_agent_decides_for_themselves_only(self, client):
        assert client.get(reverse("assist:settings")).status_code == 200
        assert client.post(reverse("assist:settings"), {}).status_code == 403


class TestLanguageModelPage:
    @pytest.fixture
    def boss(self) -> Client:
        browser = Client()
        browser.force_login(make_agent("Boss", role=Role.ADMINISTRATOR))
        return browser

    @pytest.fixture
    def server(self) -> Iterator[ModelServer]:
        with model_server() as running:
            yield running

    def fill(self, boss: Client, **values: object):
        version = boss.get(reverse("language_model:settings")).context["version"]
        given = {"version": version, "address": "http://127.0.0.1:9/v1", "name": "m", "seconds": "5", **values}
        return boss.post(reverse("language_model:settings"), given)

    def test_it_is_saved_and_the_key_is_never_shown(self, boss):
        assert self.fill(boss, key="s3cret-key", monthly_tokens="1000").status_code == 303

        page = boss.get(reverse("language_model:settings")).content.decode()
        assert "s3cret-key" not in page
        assert "Forget the key" in page
        assert "http://127.0.0.1:9/v1" in page

    @pytest.mark.parametrize(
        "address", ["ftp://x/v1", "javascript:alert(1)", "https://user:pw@x/v1", "x", "http://[", "https://x/v1?key=1"]
    )
    def test_an_address_that_is_none_is_refused(self, boss, address):
        assert self.fill(boss, address=address).status_code == 422

    def test_it_is_not_switched_on_without_an_address(self, boss):
        assert self.fill(boss, is_active="on", address="").status_code == 422

    def test_agents_do_not_see_it(self, client):
        assert client.get(reverse("language_model:settings")).status_code == 403
        assert client.post(reverse("language_model:trial")).status_code == 403

    def test_trying_it_shows_its_greeting_or_what_is_wrong(self, boss, server):
        assert "switched off" in boss.post(reverse("language_model:trial")).content.decode()

        use(server, is_active=False)
        server.says({"greeting": "Hello <b>there</b>!"})
        assert "Hello &lt;b&gt;there" in boss.post(reverse("language_model:trial")).content.decode()

        use(server, address="http://127.0.0.1:9/v1")
        assert "Nothing answers" in boss.post(reverse("language_model:trial")).content.decode()
