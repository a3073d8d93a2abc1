"""The desk across channels: the picker, what messages show besides their words, lists, the person's timeline."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rafiq.customers.models import Customer, Identity
from rafiq.inbox import queries, registry
from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import Edit
from rafiq.inbox.models import Conversation, Message
from tests.makers import NOON, make_agent, make_channel, make_conversation, make_reply, make_team, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    agent = make_agent("Sara")
    client.force_login(agent)
    return agent


@pytest.fixture
def conversation(play) -> Conversation:
    """A chat of somebody whose phone is known and whose e-mail address is only claimed."""
    play("mail", address_of="EMAIL")
    play("sms", address_of="PHONE")
    found = make_conversation("Where is it?", channel=make_channel(), thread="visitor-1", name="Maryam")
    for kind in ("mail", "sms"):
        make_channel(kind)
    for kind, value, is_verified in (("EMAIL", "m@customer.example", False), ("PHONE", "+989121234567", True)):
        Identity.objects.create(customer=found.customer, kind=kind, value=value, is_verified=is_verified, added_at=NOON)
    return found


def page_of(client, conversation: Conversation, name: str = "conversation") -> str:
    return client.get(reverse(f"inbox:{name}", args=[conversation.pk])).content.decode()


def post(client, conversation: Conversation, **fields: object):
    given = {"text": "On its way", "client_id": uuid4(), "kind": "reply"}
    return client.post(reverse("inbox:messages", args=[conversation.pk]), given | fields)


def way_of(conversation: Conversation, kind: str) -> str:
    return next(way.value for way in queries.ways(conversation) if way.kind == kind)


class TestPicker:
    def test_shows_every_way_and_which_is_not_confirmed(self, client, agent, conversation):
        page = page_of(client, conversation)

        assert page.count('name="way"') == 3
        assert "+989121234567" in page
        assert page.count("not confirmed") == 1
        assert "Send by web chat" in page.split("data-send-words>")[1][:40]

    def test_sends_the_answer_the_chosen_way_and_keeps_it(self, client, agent, conversation):
        answer = post(client, conversation, way=way_of(conversation, "sms"))

        assert answer.status_code == 200
        assert Message.objects.get(kind="OUTBOUND").channel.kind == "sms"
        assert "Send by sms" in answer.content.decode().split("data-send-words>")[1][:40]

    def test_gives_a_mail_its_subject_and_copies(self, client, agent, conversation):
        post(
            client,
            conversation,
            way=way_of(conversation, "mail"),
            subject="Re: Your\r\nBcc: x",
            cc="A@b.example; c@d.example",
        )

        message = Message.objects.get(kind="OUTBOUND")
        assert message.extras == {"subject": "Re: Your Bcc: x", "cc": ["a@b.example", "c@d.example"]}
        assert "Re: Where is it?" in page_of(client, conversation)

    def test_gives_nothing_of_that_to_a_text_message(self, client, agent, conversation):
        post(client, conversation, way=way_of(conversation, "sms"), subject="Hello", cc="a@b.example")

        assert Message.objects.get(kind="OUTBOUND").extras == {}

    def test_refuses_what_is_no_address_and_keeps_the_words(self, client, agent, conversation):
        answer = post(client, conversation, way=way_of(conversation, "mail"), cc="nobody", subject="Mine")

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "“nobody” is no e-mail address." in page
        assert "On its way" in page
        assert 'value="Mine"' in page
        assert 'value="nobody"' in page

    @pytest.mark.parametrize("way", ["1:to:+1555", "999:visitor-1", "nonsense", ":"])
    def test_believes_no_way_that_is_none_of_the_customers(self, client, agent, conversation, way):
        answer = post(client, conversation, way=way)

        assert answer.status_code == 422
        assert "Choose another way" in answer.content.decode()
        assert not Message.objects.filter(kind="OUTBOUND").exists()

    def test_says_which_channel_is_away(self, client, agent, conversation):
        sms = conversation.channel.__class__.objects.get(kind="sms")
        sms.paused_until = NOON
        sms.save()

        assert "away, goes out later" in page_of(client, conversation)


class TestTimeline:
    def test_shows_the_channel_of_each_message_where_there_are_several(self, client, agent, conversation):
        assert "message__channel" not in page_of(client, conversation)

        post(client, conversation, way=way_of(conversation, "sms"))

        assert page_of(client, conversation).count('class="message__channel"') == 2

    def test_keeps_earlier_wording_one_click_away(self, client, agent):
        receipt = receive("Fridge", external_id="1")
        conversation = Conversation.objects.get(pk=receipt.conversation_id)
        edit = Edit(external_id="1", text="Freezer", edited_at=NOON)
        inbox.apply_edits(channel_id=conversation.channel_id, edits=[edit], at=NOON)
        assert "Changed by the customer" in page_of(client, conversation)

        gone = Edit(external_id="1", text="", edited_at=NOON + timedelta(minutes=1), is_deleted=True)
        inbox.apply_edits(channel_id=conversation.channel_id, edits=[gone], at=NOON)

        page = page_of(client, conversation)
        assert "Taken back by the customer" in page
        folded = page.split('<details class="folded"')[1].split("</details>")[0]
        assert "Fridge" in folded
        assert "Freezer" in folded

    def test_names_a_subject_when_it_changes(self, client, agent, play):
        play("mail", address_of="EMAIL")
        mail = make_channel("mail")
        for subject in ("My fridge", "Re: my fridge", "RE: Fwd: My fridge", "The invoice"):
            receipt = receive("Hi", channel=mail, thread="root", subject=subject)

        page = page_of(client, Conversation.objects.get(pk=receipt.conversation_id))

        assert page.count('class="message__subject"') == 2

    def test_names_a_sender_who_is_not_the_customer(self, client, agent, play):
        play("mail", address_of="EMAIL")
        mail = make_channel("mail")
        for sender in ("m@customer.example", "Maryam <M@customer.example>", ["Son <son@customer.example>"]):
            receipt = receive(
                "Hi", channel=mail, thread="root", sender=("EMAIL", "m@customer.example"), extras={"from": sender}
            )

        page = page_of(client, Conversation.objects.get(pk=receipt.conversation_id))

        assert page.count('class="message__from"') == 1
        assert "<bdi>son@customer.example</bdi>" in page

    def test_shows_what_every_channel_may_keep(self, client, agent):
        extras = {
            "quoted": "> earlier words", "problems": ["A file was too large to be kept."],
            "buttons": [[{"text": "Yes"}], "No"], "location": {"latitude": 35.7, "longitude": 51.4, "name": "Home"},
        }  # fmt: skip
        page = page_of(client, make_conversation("Hi", extras=extras))

        assert "earlier words" in page.split('<details class="folded"')[1]
        assert "A file was too large to be kept." in page
        assert ">Yes</bdi>" in page
        assert ">No</bdi>" in page
        assert "mlat=35.7" in page
        assert ">Home</bdi>" in page

    @pytest.mark.parametrize(
        "nonsense", ["x", 7, [], {}, [[]], [{}], None, {"latitude": "x"}, {"latitude": 999, "longitude": 0}]
    )
    def test_takes_any_shape_of_what_a_channel_kept(self, client, agent, nonsense):
        names = (
            "quoted",
            "problems",
            "buttons",
            "location",
            "from",
            "cc",
            "subject",
            "edits",
            "edited_at",
            "is_deleted",
        )
        conversation = make_conversation("Hi", extras=dict.fromkeys(names, nonsense))

        for name in ("conversation", "timeline"):
            assert client.get(reverse(f"inbox:{name}", args=[conversation.pk])).status_code == 200
        assert client.get(reverse("inbox:person", args=[conversation.customer_id])).status_code == 200

    def test_lets_a_channel_show_more_with_one_read_for_all(self, client, agent, play, monkeypatch):
        play("mail")
        monkeypatch.setattr(registry, "_VIEWS", {})
        reads = []

        def read(ids):
            reads.append(sorted(ids))
            return {pk: {"score": 4, "covers": ["quoted"]} for pk in ids}

        registry.register_message_view("mail", "inbox/_stars.html", read)
        mail = make_channel("mail")
        for _ in range(3):
            receipt = receive("Hi", channel=mail, thread="root", extras={"quoted": "covered"})
        conversation = Conversation.objects.get(pk=receipt.conversation_id)
        inbox.write_note(conversation=conversation, author=agent, body="hm", client_id=uuid4(), at=NOON)

        page = page_of(client, conversation)

        assert reads == [sorted(Message.objects.filter(kind="INBOUND").values_list("pk", flat=True))]
        assert "covered" not in page


class TestLists:
    def test_narrow_to_a_kind_or_a_channel(self, client, agent, conversation):
        other = make_conversation("By mail", channel=make_channel("mail"), thread="root")
        mail = reverse("inbox:list")

        for query in ("kind=mail", f"channel={other.channel_id}"):
            page = client.get(f"{mail}?{query}").content.decode()
            assert f'id="row-{other.pk}"' in page
            assert f'id="row-{conversation.pk}"' not in page
        assert f'id="row-{conversation.pk}"' in client.get(f"{mail}?kind=webchat").content.decode()

    def test_name_what_they_are_narrowed_to_and_offer_it(self, client, agent, conversation):
        page = client.get(f"{reverse('inbox:home')}?kind=sms").content.decode()

        assert 'id="kind-sms" href="/inbox/?view=open&amp;kind=sms" aria-current="page"' in page
        assert "<bdi>Sms</bdi></h2>" in page

    @pytest.mark.parametrize("query", ["kind=nonsense", "channel=x", "channel=999", "kind=%00", "kind=mail&channel=1"])
    def test_take_nonsense_for_not_said(self, client, agent, conversation, query):
        for name in ("home", "list", "views"):
            assert client.get(f"{reverse(f'inbox:{name}')}?{query}").status_code == 200


class TestThePersonsTimeline:
    def said(self, client, conversation: Conversation, query: str = "") -> str:
        return client.get(reverse("inbox:person", args=[conversation.customer_id]) + query).content.decode()

    def test_tells_everything_over_every_channel_the_newest_first(self, client, agent, conversation):
        post(client, conversation, text="By text message", way=way_of(conversation, "sms"))
        receive("Another matter", thread="visitor-2", sender=("VISITOR", "visitor-1"))

        page = self.said(client, conversation)

        assert page.index("Another matter") < page.index("By text message") < page.index(">Where is it?<")
        assert page.count('aria-pressed="') == 3

    def test_narrows_to_a_channel(self, client, agent, conversation):
        post(client, conversation, text="By text message", way=way_of(conversation, "sms"))
        sms = Message.objects.get(kind="OUTBOUND").channel_id

        page = self.said(client, conversation, f"?channel={sms}")

        assert "By text message" in page
        assert ">Where is it?<" not in page

    def test_goes_on_page_by_page_and_loses_nothing(self, client, agent, conversation):
        for number in range(100):
            make_reply(conversation, agent, f"Answer {number}.")
        page, seen = self.said(client, conversation), []
        for _ in range(9):
            seen += [part.split(".")[0] for part in page.split("Answer ")[1:]]
            if "person-more" not in page:
                break
            page = self.said(client, conversation, "?" + page.split("before=")[1].join(["before=", ""]).split('"')[0])

        assert seen == [str(number) for number in range(99, -1, -1)]

    def test_hides_what_this_agent_may_not_see(self, client, agent, conversation):
        team = make_team("Legal", is_private=True)
        inbox.assign(conversation=conversation, assignee=None, team=team, by=agent, at=NOON)

        assert "Where is it?" not in self.said(client, conversation)

    def test_costs_few_statements(self, client, agent, conversation, django_assert_max_num_queries):
        for number in range(5):
            post(client, conversation, text=str(number), way=way_of(conversation, "sms"))
        with django_assert_max_num_queries(10):
            self.said(client, conversation)

    def test_of_nobody_is_not_found(self, client, agent):
        assert client.get(reverse("inbox:person", args=[987_654])).status_code == 404


def test_a_conversation_over_several_channels_costs_few_statements(
    client, agent, conversation, django_assert_max_num_queries
):
    for kind in ("sms", "mail"):
        post(client, conversation, way=way_of(conversation, kind))
    with django_assert_max_num_queries(10):
        page_of(client, conversation)


def test_somebody_without_a_name_is_called_by_their_number(client, agent):
    conversation = make_conversation(
        "Where is it?", channel=make_channel("http_sms"), thread="+989121234567", sender=("PHONE", "+989121234567")
    )

    for page in (
        reverse("inbox:list"),
        reverse("inbox:conversation", args=[conversation.pk]),
        reverse("customers:list"),
    ):
        shown = client.get(page, {"view": "open"}).text
        assert ">+989121234567</bdi>" in shown, page
        assert "Visitor" not in shown, page

    Customer.objects.update(name="Maryam")
    assert "+989121234567" not in client.get(reverse("inbox:list"), {"view": "open"}).text
