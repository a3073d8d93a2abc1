"""Mentions become conversations: by the stream and by asking, each once, in the right thread."""

from __future__ import annotations

import asyncio
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from rafiq.channels.mastodon import account, live
from rafiq.channels.mastodon.forms import MastodonForm
from rafiq.channels.mastodon.markup import to_text
from rafiq.channels.transport import cursors, processing, registry
from rafiq.channels.transport.contracts import AccessRevoked
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.channels.transport.threads import apart
from rafiq.customers.models import Identity
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation, Message
from tests.channels.playing_mastodon import ME, SARA, TOKEN, mention, serving, status
from tests.makers import NOON, make_agent, make_conversation, make_reply

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def instance():
    with serving() as state:
        yield state


@pytest.fixture
def channel(instance):
    return make_account(instance)


def make_account(instance, token=TOKEN, **more):
    given = {"instance": instance.url, "keep_up_seconds": 0.2, "media_seconds": 0.01} | more
    secret = account.as_secret(token)
    return inbox.save_channel(None, kind="mastodon", name="Mastodon", settings=given, at=NOON, secret=secret)


@pytest.fixture
def take(channel, instance):
    """Let people mention us, ask for it, take everything in, and return the messages."""

    def hear(*said, start=100):
        if not cursors.read(channel.pk):
            live.catch_up(account.of_channel(channel))
        instance.notify(*(mention(start + number, one) for number, one in enumerate(said)))
        live.catch_up(account.of_channel(channel))
        processing.process_all(at=LATER)
        return list(Message.objects.filter(kind="INBOUND").order_by("pk"))

    return hear


def listen(channel, *, until):
    """Listen until something is so, at most half a minute."""

    async def run():
        task = asyncio.create_task(registry.find("mastodon").listen(channel))
        for _ in range(600):
            done, _pending = await asyncio.wait([task], timeout=0.05)
            if done or await apart(until):
                break
        task.cancel()
        return await asyncio.gather(task, return_exceptions=True)

    return asyncio.run(run())[0]


class TestWhatIsSaid:
    def test_a_mention_becomes_a_conversation_with_its_person(self, take):
        html = '<p><span class="h-card"><a href="https://social.example/@narvan" class="u-url mention">@<span>narvan</span></a></span> یخچالم سرد نمی‌کند</p>'  # noqa: E501
        [found] = take(status(1, html, visibility="public"))

        identity = Identity.objects.get(kind="MASTODON")
        assert found.text == "@narvan یخچالم سرد نمی‌کند"
        assert (found.external_id, found.thread) == ("1", "1:sara@elsewhere.example")
        assert (identity.value, identity.label) == ("sara@elsewhere.example", "@sara@elsewhere.example")
        assert (found.extras["visibility"], found.extras["from"]) == ("public", "@sara@elsewhere.example, in public")
        assert found.conversation.customer.name == "سارا"

    def test_people_of_our_own_instance_have_whole_addresses_too(self, take):
        take(status(1, account=SARA | {"acct": "Reza"}))

        assert Identity.objects.get().value == "reza@social.example"

    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
            (
                '<a href="https://a.example/long"><span class="invisible">https://</span>a.ex…</a>',
                "https://a.example/long",
            ),
            ('<a href="https://x/tags/fridge" class="mention hashtag">#<span>fridge</span></a>', "#fridge"),
            ("<ul><li>a</li><li>b</li></ul>&lt;b&gt; &amp;", "- a\n- b\n\n<b> &"),
            ("x<script>alert(1)</script><style>p{}</style>y", "xy"),
            ('<a href="javascript:alert(1)">press</a>', "press"),
            ("no markup", "no markup"),
        ],
    )
    def test_html_becomes_the_words_people_read(self, html, text):
        assert to_text(html) == text

    def test_warnings_polls_and_emojis_are_kept(self, take):
        poll = {"options": [{"title": "Red"}, {"title": "Blue"}]}
        emojis = [{"shortcode": "cat", "url": "https://x.example/cat.png"}]
        [found] = take(status(1, "<p>Which :cat:?</p>", spoiler_text="kitchen", poll=poll, emojis=emojis))

        assert found.text == "[kitchen]\n\nWhich :cat:?\n\n- Red\n- Blue"
        assert found.extras["content_warning"] == "kitchen"
        assert found.extras["emojis"] == {"cat": "https://x.example/cat.png"}

    def test_what_a_bot_says_owes_nobody_an_answer(self, take):
        [found] = take(status(1, account=SARA | {"bot": True}))

        assert found.conversation.waiting_since is None


class TestThreads:
    def test_a_reply_to_our_answer_goes_on_in_the_same_conversation(self, take, instance):
        [first] = take(status(1))
        reply = make_reply(first.conversation, make_agent())
        inbox.deliver(reply.pk, at=NOON)
        *_, second = take(status(2, in_reply_to_id=instance.posted[0]["id"]), start=200)

        assert second.conversation_id == first.conversation_id

    def test_a_reply_deep_under_what_we_never_saw_stands_under_its_root(self, take, instance):
        instance.statuses |= {"50": status(50, account=ME), "51": status(51, in_reply_to_id="50")}
        [found] = take(status(52, in_reply_to_id="51"))

        assert found.thread == "50:sara@elsewhere.example"

    def test_two_people_under_one_status_of_ours_are_two_conversations(self, take, instance):
        instance.statuses["50"] = status(50, account=ME)
        take(status(51, in_reply_to_id="50"), status(52, in_reply_to_id="50", account=SARA | {"acct": "ali@x.example"}))

        assert Conversation.objects.count() == 2

    def test_whoever_answers_what_we_wrote_first_finds_that_conversation(self, take, instance, channel):
        thread = "direct:sara@elsewhere.example"
        begun = make_conversation(channel=channel, thread=thread, sender=("MASTODON", "sara@elsewhere.example"))
        inbox.deliver(make_reply(begun, make_agent()).pk, at=NOON)
        *_, found = take(status(71, in_reply_to_id=instance.posted[0]["id"]))

        assert (found.thread, found.conversation_id) == (thread, begun.pk)

    def test_an_instance_that_does_not_answer_holds_the_message_back(self, take, instance):
        instance.failures["/api/v1/statuses/52/context"] = [(503, {"error": "busy"}, {})]

        assert take(status(52, in_reply_to_id="51")) == []
        assert processing.process_all(at=LATER + timedelta(minutes=5)) == 1
        assert Message.objects.count() == 1


class TestChanges:
    def test_a_changed_status_changes_its_message(self, take, channel):
        take(status(1, "<p>blendr</p>"))
        changed = status(1, "<p>blender</p>", edited_at="2026-11-22T09:00:00.000Z")
        live._take(account.of_channel(channel), ME["id"], "status.update", json.dumps(changed))
        processing.process_all(at=LATER)

        found = Message.objects.get()
        assert (found.text, found.extras["edits"][0]["text"]) == ("blender", "blendr")

    def test_a_change_nobody_told_us_the_beginning_of_is_a_message(self, take, channel):
        changed = status(1, "<p>blender</p>", edited_at="2026-11-22T09:00:00.000Z")
        live._take(account.of_channel(channel), ME["id"], "status.update", json.dumps(changed))
        processing.process_all(at=LATER)

        assert Message.objects.get().text == "blender"

    def test_a_deleted_status_is_taken_back(self, take, channel):
        take(status(1, "<p>secret</p>"))
        for data in ("77", "1"):
            live._take(account.of_channel(channel), ME["id"], "delete", data)
        processing.process_all(at=LATER)

        found = Message.objects.get()
        assert (found.text, found.extras["is_deleted"]) == ("", True)
        assert not Arrival.objects.filter(key="delete-77").exists()

    def test_the_home_timeline_is_none_of_our_business(self, channel):
        other = status(5, mentions=[], edited_at="2026-11-22T09:00:00.000Z")
        for name in ("update", "status.update"):
            live._take(account.of_channel(channel), ME["id"], name, json.dumps(other))

        assert not Arrival.objects.exists()


class TestMedia:
    def with_media(self, *urls):
        return status(1, media_attachments=[{"id": "1", "type": "image", "url": url} for url in urls])

    def test_media_are_fetched_and_shown(self, take, instance):
        out = io.BytesIO()
        Image.effect_noise((40, 30), 90).convert("RGB").save(out, "PNG")
        instance.files["fridge.png"] = out.getvalue()
        [found] = take(self.with_media(f"{instance.url}/media/fridge.png"))

        attached = found.attachments.get().file
        assert (attached.name, attached.content_type) == ("fridge.png", "image/png")

    @pytest.mark.parametrize(
        "url",
        ["http://127.0.0.1:1/x.png", "https://localhost/x.png", "https://10.0.0.1/x", "file:///etc/passwd", "http://["],
    )
    def test_an_address_inside_our_network_is_never_asked(self, take, url):
        [found] = take(self.with_media(url))

        assert "could not be fetched" in found.text and not found.attachments.exists()

    def test_media_that_are_gone_or_not_there_yet_are_told(self, take, instance):
        [found] = take(self.with_media(f"{instance.url}/media/none.png", None))

        assert len(found.extras["problems"]) == 2


class TestListening:
    def test_what_was_said_before_the_channel_was_made_is_not_ours(self, channel, instance):
        instance.notify(mention(90, status(1)))
        listen(channel, until=lambda: instance.is_listened_to)

        assert not Arrival.objects.exists()
        assert cursors.read(channel.pk)["since"] == "90"

    def test_what_was_said_after_it_was_made_and_before_anybody_listened_is(self, channel, instance):
        instance.page = 3
        early, late = (f"2026-11-22T{hour}:30:00.000Z" for hour in ("11", "12"))
        said = [status(number, created_at=early if number < 3 else late) for number in range(1, 12)]
        instance.notify(*(mention(90 + number, one) for number, one in enumerate(said, 1)))
        listen(channel, until=lambda: instance.is_listened_to)

        assert Arrival.objects.count() == 9
        assert cursors.read(channel.pk)["since"] == "101"

    def test_another_account_in_the_place_of_the_first_begins_at_its_own_beginning(self, channel, instance):
        cursors.save(channel.pk, {"since": "99999", "account": "77 https://other.example"})

        def heard():
            if instance.is_listened_to and not instance.notifications:
                instance.notify(mention(101, status(1)), quietly=True)
            return Arrival.objects.exists()

        listen(channel, until=heard)

        assert Arrival.objects.count() == 1

    def test_the_stream_tells_at_once_and_asking_adds_nothing(self, instance):
        channel = make_account(instance, keep_up_seconds=60)

        def heard():
            if instance.is_listened_to and not instance.notifications:
                instance.notify(mention(101, status(1)))
            return Arrival.objects.exists()

        listen(channel, until=heard)
        live.catch_up(account.of_channel(channel))
        processing.process_all(at=LATER)

        assert Arrival.objects.count() == Message.objects.count() == 1
        assert Connection.objects.get().state == "CONNECTED"

    def test_what_the_stream_lost_is_asked_for(self, channel, instance):
        def heard():
            if instance.is_listened_to and not instance.notifications:
                instance.notify(mention(101, status(1)), quietly=True)
                instance.notify(mention(102, status(2)))
            return Arrival.objects.count() == 2

        listen(channel, until=heard)

        assert Arrival.objects.count() == 2

    def test_all_that_was_said_while_nobody_listened_comes_in_pages(self, channel, instance):
        cursors.save(channel.pk, {"since": "1"})
        instance.page = 7
        instance.notify(*(mention(number, status(number, f"<p>{number}</p>")) for number in range(2, 52)))
        listen(channel, until=lambda: instance.is_listened_to)
        processing.process_all(at=LATER)

        assert list(Message.objects.order_by("pk").values_list("text", flat=True)) == [str(n) for n in range(2, 52)]
        assert cursors.read(channel.pk)["since"] == "51"

    def test_a_stream_that_ends_is_opened_again(self, channel, instance):
        ended = []

        def heard():
            if instance.is_listened_to and not ended:
                ended.append(True)
                instance.hang_up()
                instance.notify(mention(101, status(1)), quietly=True)
            return (
                Arrival.objects.exists() and [path for _, path in instance.asked].count("/api/v1/streaming/user") == 2
            )

        listen(channel, until=heard)

        assert Arrival.objects.count() == 1

    def test_an_instance_without_streams_is_asked_again_and_again(self, channel, instance):
        instance.streams = False

        def heard():
            if cursors.read(channel.pk).get("since") and not instance.notifications:
                instance.notify(mention(101, status(1)))
            return Arrival.objects.exists()

        listen(channel, until=heard)

        assert Arrival.objects.count() == 1

    def test_a_revoked_token_ends_it(self, instance):
        assert isinstance(listen(make_account(instance, token="no"), until=lambda: False), AccessRevoked)

    def test_a_busy_instance_ends_this_attempt_only(self, channel, instance):
        instance.failures["/api/v1/streaming/user"] = [(503, {"error": "busy"}, {})]
        failed = listen(channel, until=lambda: False)

        assert str(failed) == "The instance says: busy" and not isinstance(failed, AccessRevoked)

    def test_events_are_read_as_the_standard_has_them(self):
        async def read():
            async def lines():
                for line in [":thump", "event: a", "data: 1", "data:2", "", "data: x", "", "event: b", "", "id: 4"]:
                    yield line

            return [event async for event in live.events(lines())]

        assert asyncio.run(read()) == [("a", "1\n2")]


class TestWhatThePageSays:
    def health(self, channel):
        return registry.find("mastodon").health(channel)

    def test_an_account_that_works_is_named(self, channel):
        assert (self.health(channel).is_well, self.health(channel).words) == (
            True,
            "Connected as @narvan@social.example.",
        )

    def test_an_instance_that_hides_strangers_is_told(self, channel, instance):
        instance.policy = {"for_private_mentions": "drop", "for_not_following": "accept"}

        assert not self.health(channel).is_well

    @pytest.mark.parametrize("code", [401, 403, 500])
    def test_health_never_raises(self, channel, instance, code):
        instance.failures["/api/v1/accounts/verify_credentials"] = [(code, {"error": "no"}, {})]

        assert not self.health(channel).is_well

    def test_the_tally_names_what_is_missing_and_it_can_be_fetched(self, take, channel, instance):
        take(status(1))
        instance.page = 2
        instance.notify(*(mention(number, status(number)) for number in range(201, 206)))
        since = datetime(2026, 11, 22, tzinfo=UTC)
        transport = registry.find("mastodon")

        tally = transport.tally(channel, since)
        assert (tally.on_server, tally.here, sorted(tally.missing)) == (6, 1, ["201", "202", "203", "204", "205"])
        assert transport.fetch_missing(channel, since) == 5
        assert transport.tally(channel, since).missing == []

    def test_settings_are_checked(self):
        given = {"name": "M", "instance": "mastodon.social", "access_token": TOKEN}

        assert MastodonForm(given).is_valid()
        assert MastodonForm(given | {"instance": "Mastodon.Social/about"}).is_valid()
        for name, wrong in [
            ("instance", "ftp://x"),
            ("instance", "https://u@x"),
            ("access_token", "a b"),
            ("instance", "http://["),
        ]:
            assert name in MastodonForm(given | {name: wrong}).errors
