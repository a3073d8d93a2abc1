"""What people send to a bot becomes messages: through the webhook and the journal into conversations."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from rafiq.accounts.models import Company
from rafiq.channels.telegram.bot import as_secret, of_channel
from rafiq.channels.telegram.dialects import BALE, TELEGRAM
from rafiq.channels.transport import processing
from rafiq.channels.transport.models import Arrival, Connection
from rafiq.customers.models import Identity
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Attachment, Conversation, Message
from rafiq.platform import files
from tests.channels.bot_api import needs_description
from tests.channels.bot_server import BOT, SARA, TOKEN, message, refused, serving, update
from tests.makers import NOON

pytestmark = [pytest.mark.django_db, needs_description]
LATER = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def server():
    with serving() as state:
        yield state


@pytest.fixture
def channel(server):
    settings = {"api_url": server.url, "mode": "webhook"}
    return inbox.save_channel(None, kind="telegram", name="Bot", settings=settings, at=NOON, secret=as_secret(TOKEN))


@pytest.fixture
def call(client, channel):
    """Call the webhook as the provider does."""

    def post(*updates, secret=None, dialect=TELEGRAM, channel=channel):
        said = of_channel(dialect, channel).hook_secret(channel.key) if secret is None else secret
        for one in updates:
            body = one if isinstance(one, bytes) else json.dumps(one)
            answer = client.post(
                f"/hooks/{channel.key}/", body, content_type="application/json",
                headers={"X-Telegram-Bot-Api-Secret-Token": said},
            )  # fmt: skip
        return answer

    return post


@pytest.fixture
def take(call):
    """Call the webhook, take everything in, and return the messages."""

    def post(*updates, at=LATER, **more):
        assert call(*updates, **more).status_code == 200
        processing.process_all(at=at)
        return list(Message.objects.order_by("pk"))

    return post


def one(take, **content):
    [found] = take(update(1, message=message(**content)))
    return found


def photo(size=(40, 30)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


class TestTheDoor:
    def test_a_message_becomes_a_conversation_with_its_person(self, take):
        [found] = take(update(1, message=message("سلام، یخچالم سرد نمی‌کند")))

        identity = Identity.objects.get(customer=found.conversation.customer_id)
        assert (found.text, found.external_id) == ("سلام، یخچالم سرد نمی‌کند", "700700:42:1")
        assert (found.conversation.thread, found.conversation.language) == ("42", "fa")
        assert (identity.kind, identity.value, identity.label, identity.is_verified) == (
            "TELEGRAM",
            "42",
            "@sara_a",
            True,
        )
        assert found.conversation.customer.name == "سارا احمدی"

    @pytest.mark.parametrize("secret", ["", "x" * 64, "ü", "\x7f"])
    def test_a_forged_call_is_refused_and_kept_nowhere(self, call, secret):
        assert call(update(1, message=message("forged")), secret=secret).status_code == 403
        assert not Arrival.objects.exists()

    def test_the_same_update_twice_is_one_message(self, take):
        again = update(7, message=message("once"))

        assert len(take(again, again)) == 1
        assert len(take(again)) == 1
        assert Arrival.objects.count() == 1

    def test_an_update_id_that_comes_again_after_a_quiet_week_hides_nothing(self, take):
        first, second = update(7, message=message("one", number=1)), update(7, message=message("two", number=2))

        assert [found.text for found in take(first, second)] == ["one", "two"]

    def test_garbage_with_the_right_secret_is_put_aside_with_a_reason(self, call):
        assert call(b"[1, 2]").status_code == 200
        assert call(b"\xff{").status_code == 200
        processing.process_all(at=LATER)

        assert [row.state for row in Arrival.objects.all()] == ["QUARANTINED"] * 2
        assert all(row.reason for row in Arrival.objects.all())

    def test_an_update_out_of_order_is_taken_as_it_comes(self, take):
        found = take(update(9, message=message("second", number=2)), update(8, message=message("first", number=1)))

        assert [one.text for one in sorted(found, key=lambda one: one.said_at)] == ["first", "second"]

    def test_bale_holds_its_secret_in_the_address(self, client, server):
        channel = inbox.save_channel(
            None, kind="bale", name="Bale", settings={"api_url": server.url}, at=NOON, secret=as_secret(TOKEN)
        )
        secret = of_channel(BALE, channel).hook_secret(channel.key)
        body = json.dumps(update(1, message=message("سلام")))

        forged = client.post(f"/hooks/{channel.key}/{'0' * 64}", body, content_type="application/json")
        genuine = client.post(f"/hooks/{channel.key}/{secret}", body, content_type="application/json")
        processing.process_all(at=LATER)

        assert (forged.status_code, genuine.status_code) == (403, 200)
        assert Identity.objects.get(kind="BALE").value == "42"


class TestWords:
    def test_linked_words_show_where_they_lead_counted_in_utf16(self, take):
        entities = [{"type": "text_link", "offset": 3, "length": 4, "url": "https://narvan.example/x"}]

        assert one(take, text="😀 look here", entities=entities).text == "😀 look (https://narvan.example/x) here"

    def test_a_reply_names_what_it_answers(self, take):
        found = one(take, text="این یکی", reply_to_message=message("کدام سفارش؟", number=5))

        assert found.extras["reply_to"] == {"id": "42:5", "text": "کدام سفارش؟"}

    def test_a_quote_is_kept_as_quoted(self, take):
        found = one(take, text="yes", reply_to_message=message("a b c", number=5), quote={"text": "b", "position": 2})

        assert found.extras["reply_to"]["text"] == "b"

    def test_a_forwarded_message_says_so(self, take):
        found = one(take, text="Your parcel is late", forward_origin={
            "type": "hidden_user", "date": 1, "sender_user_name": "Post"})  # fmt: skip

        assert found.text == "Forwarded from Post:\nYour parcel is late"
        assert found.extras["forwarded_from"] == "Post"

    def test_pressing_start_owes_nobody_an_answer(self, take):
        found = one(take, text="/start order-17")

        assert found.extras["start"] == "order-17"
        assert found.conversation.waiting_since is None

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ({"location": {"latitude": 35.7, "longitude": 51.4}}, "Sent a place: https://www.openstreetmap.org/?mlat=35.7"),
            ({"venue": {"location": {}, "title": "Shop", "address": "Vali Asr"}}, "Shop, Vali Asr"),
            ({"contact": {"phone_number": "+989121112233", "first_name": "Reza"}}, "Sent a contact: Reza, +98"),
            ({"dice": {"emoji": "🎲", "value": 4}}, "🎲 4"),
            ({"poll": {"question": "Which?", "options": [{"text": "Red"}]}}, "Sent a poll: Which?\n- Red"),
            ({"sticker": {"file_id": "s", "emoji": "😡", "is_animated": True}}, "😡"),
            ({"checklist": {"title": "Parts", "tasks": [{"id": 1, "text": "Door"}]}}, "Parts\n☐ Door"),
            ({"rich_message": {"blocks": [{"text": ["Hello ", {"text": "you"}]}]}}, "Hello"),
            ({"something_new": {"x": 1}}, "Sent something that cannot be shown here (something_new)."),
        ],
    )  # fmt: skip
    def test_what_is_no_text_is_told_in_a_sentence(self, take, content, words):
        assert one(take, **content).text.startswith(words)

    def test_sentences_are_in_the_companys_language(self, take):
        Company(pk=1, name="نارون", language="fa").save()

        assert one(take, game={"title": "شطرنج"}).text == "یک بازی فرستاد: شطرنج"

    def test_ones_own_contact_is_a_claim_of_that_phone(self, take):
        found = one(take, contact={"phone_number": "989121112233", "first_name": "سارا", "user_id": 42})

        claim = Identity.objects.get(kind="PHONE")
        assert (claim.value, claim.is_verified, claim.customer_id) == (
            "+989121112233",
            False,
            found.conversation.customer_id,
        )

    def test_somebody_elses_contact_is_not(self, take):
        one(take, contact={"phone_number": "989121112233", "first_name": "Reza", "user_id": 99})

        assert not Identity.objects.filter(kind="PHONE").exists()

    def test_news_about_the_chat_is_no_message(self, take):
        assert take(update(1, message=message(pinned_message=message("x", number=9)))) == []
        assert Arrival.objects.get().note


class TestEdits:
    def test_a_changed_message_changes_and_keeps_what_stood_there(self, take):
        edited = message("the blender, red", edit_date=1_795_000_500)
        [found] = take(update(1, message=message("the blendr")), update(2, edited_message=edited))

        assert found.text == "the blender, red"
        assert found.extras["edits"][0]["text"] == "the blendr"

    def test_an_edit_that_comes_before_its_message_is_not_lost(self, take):
        edited = message("right", edit_date=1_795_000_500)
        [found] = take(update(2, edited_message=edited), update(1, message=message("wrong")))

        assert found.text == "right"
        assert "edits" not in found.extras

    def test_an_older_edit_that_comes_late_changes_nothing(self, take):
        newer, older = (message(words, edit_date=1_795_000_000 + at) for words, at in (("newer", 90), ("older", 80)))
        [found] = take(
            update(1, message=message("first")), update(3, edited_message=newer), update(2, edited_message=older)
        )

        assert found.text == "newer"


class TestButtonsAndGroups:
    def pressed(self, **more):
        shown = message("Which one?", number=3, reply_markup={
            "inline_keyboard": [[{"text": "یخچال", "callback_data": "fridge"}]]})  # fmt: skip
        return {"id": "q1", "from": SARA, "chat_instance": "1", "message": shown, "data": "fridge"} | more

    def test_a_pressed_button_says_what_stood_on_it(self, take, server):
        [found] = take(update(1, callback_query=self.pressed()))

        assert (found.text, found.extras["button"]) == ("یخچال", {"data": "fridge", "text": "یخچال"})
        assert server.made("answerCallbackQuery") == [{"callback_query_id": "q1"}]

    def test_a_button_that_was_pressed_too_long_ago_counts_all_the_same(self, take, server):
        server.failures["answerCallbackQuery"] = [refused(400, "query is too old")]

        assert len(take(update(1, callback_query=self.pressed()))) == 1

    def test_who_blocks_the_bot_is_noted(self, take):
        me = {"status": "member", "user": BOT}
        change = {"chat": {"id": 42, "type": "private"}, "from": SARA, "date": 1, "old_chat_member": me,
                  "new_chat_member": {"status": "kicked", "user": BOT, "until_date": 0}}  # fmt: skip

        assert take(update(1, my_chat_member=change)) == []
        assert "blocked" in Arrival.objects.get().note

    def test_what_is_said_in_a_group_is_no_conversation(self, take, server):
        said = message("hello all") | {"chat": {"id": -100, "type": "supergroup", "title": "Fans"}}

        assert take(update(1, message=said)) == []
        assert server.calls == []

    def test_who_speaks_to_the_bot_in_a_group_is_asked_once_to_write_in_private(self, take, server):
        chat = {"chat": {"id": -100 - id(server), "type": "supergroup", "title": "Fans"}}
        ours = message("we are here", number=2, sender=BOT) | chat
        said = [message("help", number=number, reply_to_message=ours) | chat for number in (3, 4)]

        assert take(*(update(number, message=one) for number, one in enumerate(said))) == []
        assert len(server.made("sendMessage")) == 1


class TestFiles:
    def sent(self, **more):
        sizes = [
            {"file_id": name, "file_unique_id": name, "width": side, "height": side}
            for name, side in (("s", 90), ("l", 900))
        ]
        return update(1, message=message(caption="سوخته", photo=sizes, **more))

    def test_the_largest_photo_is_fetched_and_shown(self, take, server):
        server.files["l"] = photo()
        [found] = take(self.sent())

        [attached] = Attachment.objects.select_related("file")
        assert (found.text, attached.file.content_type, attached.message_id) == ("سوخته", "image/jpeg", found.pk)

    def test_photos_of_an_album_say_to_which_they_belong(self, take, server):
        server.files["l"] = photo()

        assert take(self.sent(media_group_id="77"))[0].extras["album"] == "77"

    def test_a_file_that_is_too_large_is_told_and_not_asked_for(self, take, server):
        big = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1,
               "file_name": "fridge.mp4", "file_size": 30 * 1024 * 1024}  # fmt: skip
        [found] = take(update(1, message=message(video=big)))

        assert found.text == "[The file “fridge.mp4” (30 MB) is too large to be fetched.]"
        assert found.extras["problems"] and server.made("getFile") == []

    def test_a_file_that_turns_out_larger_than_it_said_is_cut_off(self, take, server):
        server.files["l"] = b"x" * (files.MOST_BROUGHT + 1)
        [found] = take(self.sent())

        assert "too large" in found.text

    def test_a_file_the_provider_no_longer_has_is_told(self, take, server):
        [found] = take(self.sent())

        assert found.text.startswith("سوخته\n[The file “photo.jpg” could not be fetched")

    def test_a_provider_that_is_away_holds_the_message_back_until_it_is_there(self, take, server):
        server.files["l"] = photo()
        server.failures["getFile"] = [refused(502, "Bad Gateway"), refused(429, "slow", retry_after=7)]
        now = datetime.now(UTC)

        assert take(self.sent(), at=now + timedelta(seconds=1)) == []
        assert processing.process_all(at=now + timedelta(seconds=40)) == 1
        assert not Message.objects.exists()
        processing.process_all(at=now + timedelta(seconds=60))
        assert Message.objects.get().attachments.count() == 1

    def test_a_token_that_is_refused_meanwhile_is_told_to_the_administrators(self, take, server):
        server.failures["getFile"] = [refused(401, "Unauthorized")]

        assert take(self.sent()) == []
        assert Connection.objects.get().state == "REVOKED"

    def test_understanding_an_item_again_fetches_nothing_again(self, take, server):
        server.files["l"] = photo()
        take(self.sent())
        edited = self.sent()["message"] | {"caption": "نسوخته", "edit_date": 1_795_000_900}
        [found] = take(update(2, edited_message=edited))

        assert (found.text, len(server.made("getFile"))) == ("نسوخته", 1)
        assert found.attachments.count() == 1


def test_a_person_of_two_bots_is_one_customer(take, client, server, call):
    other = inbox.save_channel(
        None, kind="telegram", name="Other", settings={"api_url": server.url}, at=NOON, secret=as_secret(TOKEN)
    )
    take(update(1, message=message("one")))
    take(update(1, message=message("two")), channel=other)

    assert Conversation.objects.count() == 2
    assert Conversation.objects.values("customer").distinct().count() == 1
