"""What an agent may write by WhatsApp once the 24 hours are over: approved templates, from the desk to the vendor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rafiq.channels.meta import hooks
from rafiq.channels.meta.models import Person, Template
from rafiq.channels.meta.whatsapp import templates
from rafiq.channels.transport import processing
from rafiq.channels.transport.journal import journal
from rafiq.inbox import queries
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Conversation, Message
from rafiq.platform import files
from tests.channels.meta_graph import LATER, SARA, delivery, make_meta, said, serving
from tests.makers import NOON, make_agent, make_channel, make_conversation
from tests.reading import foreign

pytestmark = pytest.mark.django_db
OVER = "The 24 hours in which you may write freely are over"
BODY = "سلام {{1}}، سفارش {{2}} آماده است"
FILLED = "سلام سارا، سفارش ۴۲ آماده است"
ORDER = {"template": "fa:order", "blank": ["سارا", "۴۲"]}


@pytest.fixture
def graph():
    with serving() as vendor:
        yield vendor
        assert vendor.wrong == []


@pytest.fixture
def channel(graph):
    return make_meta("whatsapp", graph.url)


@pytest.fixture
def agent(client):
    agent = make_agent("Sara")
    client.force_login(agent)
    return agent


def keep(channel: Channel, name: str = "order", body: str = BODY, *more: dict, status="APPROVED", language="fa"):
    Template.objects.create(
        channel=channel, name=name, language=language, status=status, refreshed_at=NOON,
        components=[{"type": "BODY", "text": body}, *more],
    )  # fmt: skip


@pytest.fixture
def talk(channel, agent) -> Conversation:
    """A conversation of somebody who wrote by WhatsApp, once."""
    journal(channel.pk, list(hooks.items(delivery(said(1)))), at=NOON)
    processing.process_all(at=LATER)
    keep(channel)
    return heard(timedelta(hours=25))


def heard(ago: timedelta | None) -> Conversation:
    Person.objects.update(heard_at=datetime.now(UTC) - ago if ago else None)
    return Conversation.objects.get()


def page_of(client, talk: Conversation) -> str:
    return client.get(reverse("inbox:conversation", args=[talk.pk])).content.decode()


def composer_of(page: str) -> str:
    return '<form class="composer"' + page.split('<form class="composer"')[1].split("</form>", maxsplit=1)[0]


def post(client, talk: Conversation, **fields: object):
    given = {"text": "", "client_id": uuid4(), "kind": "reply", "way": queries.ways(talk)[0].value}
    return client.post(reverse("inbox:messages", args=[talk.pk]), given | fields)


def refused(client, talk: Conversation, words: str, **fields: object) -> str:
    """Send what must not go out; return the composer that says so."""
    answer = post(client, talk, **fields)
    page = answer.content.decode()
    assert (answer.status_code, Message.objects.filter(kind="OUTBOUND").count()) == (422, 0)
    assert words in page.split('id="composer-error"')[1].split("</p>")[0]
    return page


class TestTheComposer:
    def test_says_until_when_words_are_free(self, client, talk):
        page = page_of(client, heard(timedelta(hours=1)))

        assert "You may write freely until" in page
        assert OVER not in page
        assert 'data-takes="free"' in page

    def test_tells_it_in_the_readers_calendar_and_zone(self, client, agent, talk):
        agent.language, agent.calendar, agent.time_zone = "fa", "jalali", "Asia/Tehran"
        agent.save()
        Person.objects.update(heard_at=datetime(2027, 3, 20, 20, 30, tzinfo=UTC))

        page = page_of(client, talk)

        line = page.split('class="window')[1].split("</p>")[0]
        assert "۱۴۰۶" in line
        assert "۰۰:۰۰" in line or "۰:۰۰" in line

    def test_offers_what_is_approved_once_they_are_not(self, client, talk, channel):
        keep(channel, "refused", status="REJECTED")
        page = page_of(client, talk)

        assert OVER in page
        assert 'data-takes="prepared"' in page
        assert 'value="fa:order"' in page
        assert "fa:refused" not in page
        assert page.count('name="blank"') == 2
        assert '<blockquote dir="rtl" lang="fa">' in page
        assert '<bdi data-shows="1">…</bdi>، سفارش <bdi data-shows="2">…</bdi>' in page

    def test_leaves_out_what_wants_more_than_words_in_the_body(self, client, talk, channel):
        keep(channel, "picture", BODY, {"type": "HEADER", "format": "IMAGE"})
        keep(channel, "titled", BODY, {"type": "HEADER", "format": "TEXT", "text": "{{1}}"})
        keep(channel, "linked", BODY, {"type": "BUTTONS", "buttons": [{"type": "URL", "url": "https://a/{{1}}"}]})
        keep(channel, "cards", BODY, {"type": "CAROUSEL", "cards": []})
        keep(channel, "plain", BODY, {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "بله"}]})
        page = page_of(client, talk)

        assert [name for name in ("picture", "titled", "linked", "cards", "plain") if f"fa:{name}" in page] == ["plain"]

    def test_says_it_when_there_are_none(self, client, talk):
        Template.objects.all().delete()
        assert "No template of this channel is approved" in page_of(client, talk)

    def test_knows_who_never_wrote(self, client, talk):
        heard(None)
        assert "has not written here yet" in page_of(client, talk)

    def test_is_as_ever_for_other_channels(self, client, agent):
        page = page_of(client, make_conversation(channel=make_channel()))
        assert 'class="prepared"' not in page
        assert 'data-takes="free"' in page

    def test_costs_two_statements(self, client, talk, django_assert_max_num_queries):
        for number in range(5):
            keep(talk.channel, f"more_{number}")
        with django_assert_max_num_queries(12):
            page_of(client, talk)

    @pytest.mark.parametrize("language", ["fa", "ar"])
    def test_speaks_the_agents_language(self, client, agent, talk, language):
        agent.language, agent.calendar = language, "jalali" if language == "fa" else "hijri"
        agent.save()
        pages = [page_of(client, talk), post(client, talk, text="سلام").content.decode()]
        pages += [page_of(client, heard(timedelta(hours=1)))]
        said = [one for page in pages for one in foreign(composer_of(page), language=language)]
        assert [one for one in said if SARA not in one] == []


class TestSending:
    def test_the_customer_gets_the_template_and_the_desk_its_words(self, client, talk, graph):
        assert post(client, talk, **ORDER).status_code == 200
        message = Message.objects.get(kind="OUTBOUND")
        inbox.deliver(message.pk, at=datetime.now(UTC))

        message.refresh_from_db()
        assert (message.text, message.delivery) == (FILLED, "SENT")
        [sent] = graph.sent()
        values = [{"type": "text", "text": "سارا"}, {"type": "text", "text": "۴۲"}]
        assert sent["template"] == {
            "name": "order", "language": {"code": "fa"}, "components": [{"type": "body", "parameters": values}],
        }  # fmt: skip

    def test_named_blanks_travel_by_name(self, client, talk, graph, channel):
        keep(channel, "named", "Hello {{body}}, see {{shop}}", language="en_US")
        post(client, talk, template="en_US:named", blank=["Sara", "Narvan"])
        inbox.deliver(Message.objects.get(kind="OUTBOUND").pk, at=datetime.now(UTC))

        [part] = graph.sent()[0]["template"]["components"]
        assert [(one["parameter_name"], one["text"]) for one in part["parameters"]] == [
            ("body", "Sara"),
            ("shop", "Narvan"),
        ]

    def test_numbers_count_not_where_they_stand(self, client, talk, graph, channel):
        keep(channel, "turned", "{{2}} for {{1}}", language="en")
        post(client, talk, template="en:turned", blank=["second", "first"])
        message = Message.objects.get(kind="OUTBOUND")
        inbox.deliver(message.pk, at=datetime.now(UTC))

        [part] = graph.sent()[0]["template"]["components"]
        assert message.text == "second for first"
        assert [one["text"] for one in part["parameters"]] == ["first", "second"]

    def test_one_without_blanks_and_with_a_header(self, client, talk, graph, channel):
        keep(channel, "plain", "Good day", {"type": "HEADER", "format": "TEXT", "text": "Narvan"}, language="en")
        post(client, talk, template="en:plain")
        message = Message.objects.get(kind="OUTBOUND")
        inbox.deliver(message.pk, at=datetime.now(UTC))

        assert message.text == "Narvan\n\nGood day"
        assert graph.sent()[0]["template"] == {"name": "plain", "language": {"code": "en"}}

    def test_one_line_a_blank(self, client, talk):
        post(client, talk, template="fa:order", blank=["سارا \n احمدی", "۴۲"])
        assert "سلام سارا احمدی،" in Message.objects.get(kind="OUTBOUND").text

    def test_words_in_the_hidden_box_stay_at_home(self, client, talk):
        assert post(client, talk, text="a draft", **ORDER).status_code == 200
        assert Message.objects.get(kind="OUTBOUND").text == FILLED

    def test_the_same_twice_goes_once(self, client, talk):
        once = uuid4()
        answers = [post(client, talk, client_id=once, **ORDER).status_code for _ in range(2)]
        assert (answers, Message.objects.filter(kind="OUTBOUND").count()) == ([200, 200], 1)

    def test_a_template_goes_while_words_are_free_too(self, client, talk):
        assert post(client, heard(timedelta(hours=1)), **ORDER).status_code == 200

    def test_free_words_go_while_they_may(self, client, talk):
        assert post(client, heard(timedelta(hours=1)), text="سلام").status_code == 200

    def test_a_note_may_be_written_at_any_time(self, client, talk):
        given = {"text": "ask the shop", "client_id": uuid4(), "kind": "note"}
        assert client.post(reverse("inbox:notes", args=[talk.pk]), given).status_code == 200


class TestIsRefused:
    def test_free_words_when_it_is_too_late_and_they_are_kept(self, client, talk):
        page = refused(client, talk, "The time in which you may write freely is over", text="my long answer")
        assert "my long answer" in page

    def test_free_words_without_naming_a_way(self, client, talk):
        refused(client, talk, "The time in which you may write freely is over", text="words", way="")

    @pytest.mark.parametrize("key", ["fa:nothing", "en:order", "order", ":", "fa:order:", "🐈" * 99])
    def test_what_is_no_template(self, client, talk, key):
        refused(client, talk, "not approved here", template=key, blank=["a", "b"])

    def test_one_that_was_paused_meanwhile(self, client, talk):
        Template.objects.update(status="PAUSED")
        refused(client, talk, "not approved here", **ORDER)

    def test_one_of_another_channel(self, client, talk, graph):
        other = make_meta("whatsapp", graph.url, phone_number_id="5")
        keep(other, "theirs")
        refused(client, talk, "not approved here", template="fa:theirs", blank=["a", "b"])

    @pytest.mark.parametrize("blank", [[], ["سارا"], ["سارا", ""], ["سارا", " \t"], ["a", "b", "c"], ["\x00", "b"]])
    def test_a_missing_blank_and_what_was_filled_in_is_kept(self, client, talk, blank):
        page = refused(client, talk, "Fill in everything", template="fa:order", blank=blank)
        assert 'value="fa:order" lang="zxx" selected' in page
        assert "سارا" not in blank or 'value="سارا"' in page

    def test_a_value_that_is_too_long(self, client, talk):
        refused(client, talk, "too long", template="fa:order", blank=["a" * 1001, "b"])

    def test_files_with_it(self, client, talk, agent):
        token = files.store(SimpleUploadedFile("a.txt", b"words", "text/plain"), owner=agent.actor, at=NOON).token
        refused(client, talk, "A template takes no files", attached=[token], **ORDER)

    def test_a_template_on_a_way_that_knows_none(self, client, agent):
        talk = make_conversation(channel=make_channel())
        refused(client, talk, "Templates are not sent on this way", **ORDER)


def test_what_is_filled_in_is_described_for_the_vendor(channel):
    keep(channel)
    [row] = templates.approved(channel.pk)
    assert row.extras(["سارا", "۴۲"]) == {
        "template": {"name": "order", "language": "fa", "parameters": {"body": ["سارا", "۴۲"]}}
    }
