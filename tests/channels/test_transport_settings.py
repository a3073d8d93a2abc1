"""Administrators add channels, see how they are, count, fetch, switch off, and look after what was set aside."""

import json

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from rafiq.accounts.models import Role
from rafiq.channels.transport import connections, journal, processing, registry, unreached
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.cli import database_health
from rafiq.inbox.models import Channel, Message
from rafiq.platform import secrets
from tests.channels.postbox import SECRET, letter, make_postbox, office, registered
from tests.makers import NOON, make_agent, make_channel

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def postbox():
    with registered() as kind:
        yield kind


@pytest.fixture
def administrator(client, db):
    agent = make_agent("Admin", role=Role.ADMINISTRATOR)
    client.force_login(agent)
    return agent


def address(name: str, *arguments: object) -> str:
    return reverse(f"transport_settings:{name}", args=arguments)


def shown(client, channel, **changes):
    page = client.get(address("channel", channel.pk))
    return {"name": channel.name, "port": "", "stamp": "", "version": page.context["version"], **changes}


def set_aside(channel, *texts: str) -> list[Arrival]:
    items = [RawItem(key=f"{n}", body=letter(f"{n}", text)) for n, text in enumerate(texts)]
    journal.journal(channel.pk, items, at=NOON)
    processing.process_all(at=NOON)
    return list(Arrival.objects.filter(state="QUARANTINED").order_by("pk"))


@pytest.mark.usefixtures("administrator")
class TestList:
    def test_all_channels_are_listed_with_their_states(self, client):
        letters, broken = make_postbox("Letters"), make_postbox("Broken")
        connections.connected(letters.pk)
        connections.revoked(broken.pk, "the stamp is not accepted")
        make_channel("webchat")

        page = client.get(address("channels")).content.decode()

        for words in ("Letters", "Connected", "Broken", "Access refused", "the stamp is not accepted", "Shop"):
            assert words in page

    def test_the_number_of_statements_does_not_grow_with_channels(self, client, statements):
        make_postbox()
        client.get(address("channels"))
        before = statements()
        client.get(address("channels"))
        one = statements() - before
        for n in range(10):
            connections.away(make_postbox(f"{n}").pk, "away")
        before = statements()

        client.get(address("channels"))

        assert statements() - before == one

    def test_it_is_told_when_no_worker_runs(self, client):
        assert "The worker is not running" in client.get(address("channels")).content.decode()
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")

        assert "The worker is not running" not in client.get(address("channels")).content.decode()

    def test_the_doctor_tells_what_the_pages_tell(self):
        assert database_health.channels()
        channel = make_postbox("Letters")
        set_aside(channel, "unreadable")
        with pytest.raises(database_health.Unwell, match="1 items"):
            database_health.channels()
        connections.revoked(channel.pk, "no")
        with pytest.raises(database_health.Unwell, match="access refused: Letters"):
            database_health.channels()

    def test_the_gallery_offers_every_kind_in_its_group(self, client):
        page = client.get(address("gallery")).content.decode()

        for kind in registry.kinds():
            assert address("new_channel", kind.kind) in page
        assert reverse("webchat_settings:new_widget") in page

    def test_the_form_of_every_kind_is_shown_with_its_guide(self, client):
        for kind in registry.kinds():
            assert client.get(address("new_channel", kind.kind)).status_code == 200, kind.kind


@pytest.mark.usefixtures("administrator")
class TestForm:
    def test_a_new_channel_keeps_its_secret_encrypted(self, client):
        answer = client.post(address("new_channel", "postbox"), {"name": "Letters", "port": "25", "stamp": SECRET})

        channel = Channel.objects.get()
        assert answer["Location"] == address("channel", channel.pk)
        assert (channel.kind, channel.settings) == ("postbox", {"port": 25})
        assert json.loads(secrets.decrypt(channel.secret)) == {"stamp": SECRET}

    def test_a_kind_that_needs_a_secret_asks_for_it_once(self, client):
        refused = client.post(address("new_channel", "postbox"), {"name": "Letters"})
        assert (refused.status_code, Channel.objects.count()) == (422, 0)

        channel = make_postbox()
        client.post(address("channel", channel.pk), shown(client, channel, name="Post", stamp=""))

        channel.refresh_from_db()
        assert channel.name == "Post"
        assert json.loads(secrets.decrypt(channel.secret)) == {"stamp": SECRET}

    def test_secrets_are_never_shown_again(self, client):
        channel = make_postbox()

        assert SECRET not in client.get(address("channel", channel.pk)).content.decode()
        assert SECRET not in client.post(address("channel", channel.pk), {"name": ""}).content.decode()

    @pytest.mark.parametrize("theirs", [{"name": "Theirs"}, {"stamp": "a new stamp"}])
    def test_two_administrators_do_not_overwrite_each_other(self, client, theirs):
        channel = make_postbox()
        mine = shown(client, channel, name="Mine")
        client.post(address("channel", channel.pk), shown(client, channel, **theirs))

        answer = client.post(address("channel", channel.pk), mine)

        assert answer.status_code == 409
        channel.refresh_from_db()
        assert channel.name == theirs.get("name", "Letters")

    def test_saving_lets_a_revoked_channel_be_tried_again(self, client):
        channel = make_postbox()
        connections.revoked(channel.pk, "no")

        client.post(address("channel", channel.pk), shown(client, channel, stamp="a better one"))

        assert Connection.objects.get().state == "IDLE"

    def test_the_webhook_address_stands_on_the_page(self, client):
        channel = make_postbox()

        assert f"/hooks/{channel.key}/" in client.get(address("channel", channel.pk)).content.decode()

    def test_web_chat_has_its_own_pages(self, client):
        assert client.get(address("channel", make_channel().pk)).status_code == 404

    def test_a_channel_is_switched_off_and_on(self, client):
        channel = make_postbox()

        for data, is_active in (({"off": "1"}, False), ({}, True)):
            client.post(address("use", channel.pk), data)
            channel.refresh_from_db()
            assert channel.is_active is is_active

    def test_what_waits_is_sent_when_told(self, client):
        channel = make_postbox()
        Channel.objects.update(paused_until=timezone.now() + timezone.timedelta(hours=1), pause_reason="too many")
        assert "too many" in client.get(address("channel", channel.pk)).content.decode()

        client.post(address("sending", channel.pk))

        channel.refresh_from_db()
        assert channel.paused_until is None

    @pytest.mark.parametrize(
        ("language", "words"), [("fa", "ارائه‌دهنده در دسترس نیست."), ("ar", "تعذّر الوصول إلى المزوّد.")]
    )
    def test_reasons_are_told_in_the_readers_language(self, client, administrator, language, words):
        channel = make_postbox()
        connections.away(channel.pk, unreached.AWAY)
        Channel.objects.update(
            paused_until=timezone.now() + timezone.timedelta(hours=1), pause_reason=unreached.AWAY + " 50%"
        )
        type(administrator).objects.update(language=language)

        page = client.get(address("channel", channel.pk)).content.decode()

        assert words in page
        assert f"{unreached.AWAY} 50%" in page, "what is in no catalogue stays as it is"
        assert words in client.get(address("channels")).content.decode()

    @pytest.mark.parametrize(("language", "words"), [("fa", "ذخیره نشد"), ("ar", "تعذّر حفظ هذا")])
    def test_reasons_of_what_was_set_aside_are_told_in_the_readers_language(
        self, client, administrator, language, words
    ):
        channel = make_postbox()
        journal.journal(channel.pk, [RawItem(key="1", body=letter("1" * 400))], at=NOON)
        processing.process_all(at=NOON)
        type(administrator).objects.update(language=language)

        assert words in client.get(address("channel_quarantine", channel.pk)).content.decode()
        assert words in client.get(address("set_aside", Arrival.objects.get().pk)).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("administrator")
class TestAsking:
    def test_a_good_answer_restores_a_revoked_channel(self, client):
        with office(letter("a")) as there:
            channel = make_postbox(port=there.port)
            connections.revoked(channel.pk, "no")
            answer = client.post(address("health", channel.pk), headers=HTMX)

        assert "1 letters" in answer.content.decode()
        assert Connection.objects.get().state == "CONNECTED"

    def test_a_bad_answer_is_told_and_changes_nothing(self, client):
        with office() as there:
            there.stamp = "another"
            channel = make_postbox(port=there.port)
            connections.revoked(channel.pk, "no")
            answer = client.post(address("health", channel.pk), headers=HTMX)

        assert "the office does not know this stamp" in answer.content.decode()
        assert Connection.objects.get().state == "REVOKED"

    def test_the_difference_is_named_and_fetched(self, client, run_jobs):
        with office(letter("a"), letter("b"), letter("c")) as there:
            channel = make_postbox(port=there.port)
            journal.journal(channel.pk, [RawItem(key="a", body=letter("a"))], at=timezone.now())
            page = client.get(address("count", channel.pk), headers=HTMX)
            assert [page.context["tally"].on_server, page.context["tally"].here] == [3, 1]
            assert [page.context["missing"], page.context["short"]] == [["b", "c"], 2]

            client.post(address("count", channel.pk), {"days": "7"})
            run_jobs()

            assert "Nothing is missing." in client.get(address("count", channel.pk)).content.decode()

    def test_a_provider_that_cannot_count_says_so_and_shows_the_journal(self, client):
        channel = make_postbox()
        journal.journal(channel.pk, [RawItem(key="a", body=letter("a"))], at=timezone.now())
        processing.process_all(at=timezone.now())

        page = client.get(address("count", channel.pk), headers=HTMX)

        assert "cannot say how many" in page.content.decode()
        assert page.context["journaled"]["DONE"] == 1

    def test_a_count_that_fails_says_why(self, client):
        with office() as there:
            channel = make_postbox(port=there.port)

        assert "could not be asked" in client.get(address("count", channel.pk), headers=HTMX).content.decode()


@pytest.mark.usefixtures("administrator")
class TestQuarantine:
    def test_what_was_set_aside_is_told_everywhere_and_shown_escaped(self, client):
        channel = make_postbox()
        [item] = set_aside(channel, "unreadable")
        Arrival.objects.update(body=b'<script>alert("x")</script>\xff')

        assert "1 item could not be taken in" in client.get(reverse("customers:list")).content.decode()
        assert "the ink ran" in client.get(address("quarantine")).content.decode()
        lines = client.get(address("set_aside", item.pk), headers=HTMX).content.decode()
        assert "<script>" not in lines
        assert "&lt;script&gt;" in lines

    def test_agents_are_not_told(self, client):
        set_aside(make_postbox(), "unreadable")
        client.force_login(make_agent("Sara"))

        assert "could not be taken in" not in client.get(reverse("customers:list")).content.decode()
        assert client.get(address("quarantine")).status_code == 403

    def test_the_raw_item_is_downloaded_and_never_opened(self, client):
        [item] = set_aside(make_postbox(), "unreadable")

        answer = client.get(address("raw", item.pk))

        assert answer.content == letter("0", "unreadable")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_one_is_read_again(self, client):
        first, second = set_aside(make_postbox(), "unreadable", "unreadable")
        Arrival.objects.filter(pk=first.pk).update(body=letter("0", "mended"))

        client.post(address("again", first.pk))
        processing.process_all(at=timezone.now())

        assert Message.objects.get().text == "mended"
        assert list(Arrival.objects.filter(state="QUARANTINED")) == [second]

    @pytest.mark.parametrize("of_one_channel", [True, False])
    def test_all_are_read_again(self, client, of_one_channel):
        one, other = make_postbox("One"), make_postbox("Other")
        set_aside(one, "unreadable", "broken")
        set_aside(other, "unreadable")

        client.post(address("channel_quarantine", one.pk) if of_one_channel else address("quarantine"))

        left = Arrival.objects.filter(state="QUARANTINED").count()
        assert left == (1 if of_one_channel else 0)

    def test_what_is_dismissed_is_told_no_more(self, client):
        [item] = set_aside(make_postbox(), "unreadable")

        client.post(address("dismissal", item.pk))

        assert "could not be taken in" not in client.get(reverse("customers:list")).content.decode()
        assert client.get(address("raw", item.pk)).status_code == 404

    def test_a_revoked_channel_is_told_on_every_page(self, client):
        channel = make_postbox()
        connections.revoked(channel.pk, "no")
        assert "no longer has access" in client.get(reverse("customers:list")).content.decode()

        connections.connected(channel.pk)
        assert "no longer has access" not in client.get(reverse("customers:list")).content.decode()
