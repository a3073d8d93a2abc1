"""Supervisors change canned replies and tags."""

import pytest
from django.urls import reverse

from rafiq.accounts.models import Role
from rafiq.inbox import services as inbox
from rafiq.inbox.models import CannedReply, Tag
from tests.makers import NOON, make_agent, make_conversation

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
REPLY = {"shortcut": "late", "title": "Late delivery", "language": "en", "text": "Dear {{customer}}, sorry. {{agent}}"}


@pytest.fixture
def supervisor(client):
    agent = make_agent("Sara", role=Role.SUPERVISOR)
    client.force_login(agent)
    return agent


def make_reply(**fields):
    given = {"shortcut": "late", "title": "Late delivery", "body": "Sorry", "language": "en"} | fields
    return inbox.save_canned_reply(None, **given)


def shown(client, name, pk, **changes):
    page = client.get(reverse(name, args=[pk]))
    return page.context["form"].initial | {"version": page.context["version"]} | changes


class TestCannedReplies:
    def test_one_is_made_and_found(self, client, supervisor):
        client.post(reverse("inbox_settings:new_canned_reply"), REPLY)

        page = client.get(reverse("inbox_settings:canned_replies"), {"q": "dear SORRY"}, headers=HTMX)

        assert "Late delivery" in page.content.decode()
        assert "<html" not in page.content.decode()

    def test_letters_of_another_keyboard_find_it_too(self, client, supervisor):
        make_reply(title="یک کلید", language="fa")

        page = client.get(reverse("inbox_settings:canned_replies"), {"q": "يك كليد"})

        assert "یک کلید" in page.content.decode()

    def test_words_nobody_wrote_find_nothing_and_say_so(self, client, supervisor):
        make_reply()

        assert (
            b"No reply with these words" in client.get(reverse("inbox_settings:canned_replies"), {"q": "zebra"}).content
        )

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [({"shortcut": "two words"}, "shortcut"), ({"shortcut": ""}, "shortcut"), ({"text": "x" * 10_001}, "text"),
         ({"title": "x" * 81}, "title"), ({"language": "xx"}, "language")],
    )  # fmt: skip
    def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(self, client, supervisor, wrong, field):
        response = client.post(reverse("inbox_settings:new_canned_reply"), REPLY | wrong, headers=HTMX)

        part = response.content.decode()
        assert response.status_code == 422
        assert f'id="id_{field}_error"' in part
        assert "Dear {{customer}}" in part or field == "text"
        assert not CannedReply.objects.exists()

    def test_a_shortcut_is_taken_only_within_its_language(self, client, supervisor):
        make_reply()

        assert client.post(reverse("inbox_settings:new_canned_reply"), REPLY, headers=HTMX).status_code == 422
        assert client.post(reverse("inbox_settings:new_canned_reply"), REPLY | {"language": "fa"}).status_code == 303

    def test_the_second_of_two_editors_is_told_and_nothing_is_lost(self, client, supervisor):
        canned = make_reply()
        values = shown(client, "inbox_settings:canned_reply", canned.pk, text="My better words")
        inbox.save_canned_reply(canned, shortcut="late", title="Late delivery", body="Their words", language="en")

        response = client.post(reverse("inbox_settings:canned_reply", args=[canned.pk]), values, headers=HTMX)

        part = response.content.decode()
        assert response.status_code == 409
        assert "My better words" in part
        assert "Their words" in part
        canned.refresh_from_db()
        assert canned.text == "Their words"

    def test_the_preview_fills_placeholders_and_shows_markup_as_text(self, client, supervisor):
        response = client.post(
            reverse("inbox_settings:canned_preview"),
            {"text": "{{customer}}\n<script>x</script> {{agent}} {{ 7|add:1 }}"},
        )

        part = response.content.decode()
        assert "Maryam<br>" in part
        assert "&lt;script&gt;x" in part
        assert "Sara" in part
        assert "{{ 7|add:1 }}" in part

    def test_what_was_removed_is_gone(self, client, supervisor):
        canned = make_reply()

        client.post(reverse("inbox_settings:canned_removal", args=[canned.pk]))

        assert not CannedReply.objects.exists()

    def test_controls_and_nul_are_cleaned_away(self, client, supervisor):
        client.post(reverse("inbox_settings:new_canned_reply"), REPLY | {"text": "a\x00b\u202e\r\nc"})

        assert CannedReply.objects.get().text == "ab\nc"


class TestTags:
    def test_one_is_made_with_its_colour(self, client, supervisor):
        client.post(reverse("inbox_settings:new_tag"), {"name": "<b>VIP</b>", "hue": "7"})

        page = client.get(reverse("inbox_settings:tags")).content.decode()
        assert Tag.objects.get().hue == 7
        assert "&lt;b&gt;VIP" in page
        assert "hue-7" in page

    @pytest.mark.parametrize("wrong", [{"hue": "12"}, {"hue": "-1"}, {"hue": "red"}, {"name": ""}, {"name": "x" * 41}])
    def test_what_makes_no_sense_is_refused(self, client, supervisor, wrong):
        response = client.post(reverse("inbox_settings:new_tag"), {"name": "VIP", "hue": "1"} | wrong, headers=HTMX)

        assert response.status_code == 422
        assert not Tag.objects.exists()

    def test_two_tags_may_not_share_a_name(self, client, supervisor):
        inbox.save_tag(None, name="Invoice", hue=1)

        response = client.post(reverse("inbox_settings:new_tag"), {"name": "invoice", "hue": "2"}, headers=HTMX)

        assert "Another tag has this name." in response.content.decode()

    def test_removing_names_how_many_conversations_lose_it(self, client, supervisor):
        tag = inbox.save_tag(None, name="Invoice", hue=1)
        inbox.tag(conversation=make_conversation(), tag=tag, by=supervisor, at=NOON)

        page = client.get(reverse("inbox_settings:tag", args=[tag.pk])).content.decode()
        client.post(reverse("inbox_settings:tag_removal", args=[tag.pk]))

        assert "taken off 1 conversation." in page
        assert not Tag.objects.exists()
