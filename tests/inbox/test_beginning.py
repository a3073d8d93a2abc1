"""An agent writes first."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rafiq.automations import triggers
from rafiq.customers import services as customers
from rafiq.customers.models import Customer, Identity
from rafiq.inbox import queries
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel, Conversation, Message
from rafiq.insights import history
from rafiq.platform.log.models import Entry
from rafiq.promises.models import Promise
from rafiq.routing.models import Entry as Waiting
from tests.at_once import together
from tests.makers import NOON, make_agent, make_channel, make_team, receive
from tests.promises.world import make_policy
from tests.routing.making import make_rule

pytestmark = pytest.mark.django_db

MAIL = "maryam@customer.example"


@pytest.fixture
def mail(play):
    return play("mail", address_of="EMAIL")


@pytest.fixture
def box(mail) -> Channel:
    return make_channel("mail")


@pytest.fixture
def maryam() -> Customer:
    return customers.create(facts=customers.Facts(name="Maryam", email=MAIL), language="fa", at=NOON)


@pytest.fixture
def sara(client):
    agent = make_agent()
    client.force_login(agent)
    return agent


def begin(customer: Customer, author, **given) -> Message:
    [way, *_] = queries.ways_to(customer.pk)
    said = {"way": way, "body": "Your fridge is ready.", "client_id": uuid4(), "at": NOON, "subject": "Your fridge"}
    return inbox.begin(customer=customer, author=author, **(said | given))


def kinds_told(conversation_id: int) -> list[tuple[str, str]]:
    told = Entry.objects.filter(key=f"conversation-{conversation_id}").order_by("id")
    return [(one.kind.removeprefix("inbox."), one.actor) for one in told]


class TestBeginning:
    @pytest.mark.django_db(transaction=True)
    def test_what_is_written_first_goes_out_and_is_the_authors(self, box, mail, maryam, run_jobs):
        author = make_agent()
        message = begin(maryam, author)
        run_jobs()

        assert [(one.thread, one.text, one.subject) for one in mail.taken] == [
            (f"to:{MAIL}", "Your fridge is ready.", "Your fridge")
        ]
        found = message.conversation
        assert (found.assignee, found.is_open, found.waiting_since, found.first_answered_at) == (
            author,
            True,
            None,
            NOON,
        )
        assert (found.subject, found.last_text) == ("Your fridge", "Your fridge is ready.")
        assert found.pk in [row.id for row in queries.conversations_of(author, customer_id=maryam.pk, limit=5)]

    def test_what_the_customer_answers_comes_back_into_it(self, box, mail, maryam):
        message = begin(maryam, make_agent())
        receipt = receive("Thank you!", channel=box, thread=f"to:{MAIL}", sender=("EMAIL", MAIL))
        assert receipt.conversation_id == message.conversation_id
        assert Conversation.objects.get().waiting_since == NOON

    @pytest.mark.django_db(transaction=True)
    def test_the_log_says_who_began_and_nobody_was_promised_or_waited_for_anything(self, box, mail, maryam, run_jobs):
        make_policy()
        author = make_agent()
        message = begin(maryam, author)
        told = kinds_told(message.conversation_id)
        kinds = ("conversation.opened", "conversation.assigned", "reply.written")
        assert told == [(kind, author.actor) for kind in kinds]
        run_jobs()
        assert not Promise.objects.exists()
        receive("When can I come?", channel=box, thread=f"to:{MAIL}", sender=("EMAIL", MAIL))
        run_jobs()
        assert Promise.objects.filter(conversation=message.conversation_id).exists()
        inbox.resolve(conversation=message.conversation, by=author, at=NOON)
        rows = Entry.objects.filter(key=f"conversation-{message.conversation_id}").order_by("id")
        [one] = history.rounds(history.Told(row.kind, row.actor, row.occurred_at, row.payload) for row in rows)
        assert (one.first_by, one.waited_since, one.is_first_contact) == (author.pk, None, False)

    def test_rules_for_who_asks_something_do_not_answer_whom_we_write_to(self, box, mail, maryam):
        message = begin(maryam, make_agent())
        opened = Entry.objects.get(key=f"conversation-{message.conversation_id}", kind="inbox.conversation.opened")
        assert triggers.of(opened.kind, opened.payload, opened.actor) == []
        assert triggers.of(opened.kind, opened.payload, f"customer-{maryam.pk}") == ["opened"]

    @pytest.mark.django_db(transaction=True)
    def test_twice_the_same_is_once(self, box, mail, maryam, run_jobs):
        author, same = make_agent(), uuid4()
        assert begin(maryam, author, client_id=same).pk == begin(maryam, author, client_id=same).pk
        run_jobs()
        assert len(mail.taken) == Conversation.objects.count() == 1

    def test_an_id_of_somebody_elses_message_is_refused(self, box, mail, maryam):
        same = uuid4()
        begin(maryam, make_agent(), client_id=same)
        other = customers.create(facts=customers.Facts(email="b@customer.example"), language="fa", at=NOON)
        with pytest.raises(inbox.IdUsed):
            begin(other, make_agent(), client_id=same)

    def test_where_something_goes_on_nothing_begins(self, box, mail, maryam):
        first = begin(maryam, make_agent())
        with pytest.raises(inbox.GoesOnElsewhere) as refused:
            begin(maryam, make_agent())
        assert refused.value.conversation_id == first.conversation_id
        inbox.resolve(conversation=first.conversation, by=make_agent(), at=NOON)
        assert begin(maryam, make_agent()).conversation_id != first.conversation_id

    def test_where_a_chat_went_on_by_mail_nothing_begins(self, box, mail, maryam):
        chat = receive("Where is it?", channel=make_channel(), thread="visitor-1")
        conversation = Conversation.objects.get(pk=chat.conversation_id)
        Identity.objects.filter(customer=maryam).update(customer=conversation.customer)
        way = next(one for one in queries.ways(conversation) if one.kind == "mail")
        inbox.reply(
            conversation=conversation, author=make_agent(), body="By mail", client_id=uuid4(), at=NOON, way=way
        )  # fmt: skip
        with pytest.raises(inbox.GoesOnElsewhere):
            begin(conversation.customer, make_agent())

    def test_to_an_address_of_somebody_else_nothing_goes(self, box, mail, maryam):
        other = customers.create(facts=customers.Facts(email="b@customer.example"), language="fa", at=NOON)
        [way] = queries.ways_to(other.pk)
        with pytest.raises(inbox.NoSuchWay):
            begin(maryam, make_agent(), way=way)
        with pytest.raises(inbox.EmptyMessage):
            begin(maryam, make_agent(), body="  ")
        assert not Conversation.objects.exists()

    def test_the_kind_they_asked_for_comes_first_then_what_is_verified(self, box, play, maryam):
        play("sms", address_of="PHONE")
        make_channel("sms")
        Identity.objects.create(customer=maryam, kind="PHONE", value="+989121234567", is_verified=False, added_at=NOON)
        assert [one.kind for one in queries.ways_to(maryam.pk)] == ["mail", "sms"]
        Customer.objects.filter(pk=maryam.pk).update(preferred_kind="sms")
        assert [one.kind for one in queries.ways_to(maryam.pk)] == ["sms", "mail"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_agents_at_once_one_begins(box, mail, maryam):
    agents = [make_agent(f"Agent{number}") for number in range(8)]

    outcomes = together(8, lambda number: begin(maryam, agents[number]), expected=inbox.GoesOnElsewhere)

    [begun] = [one for one in outcomes if isinstance(one, Message)]
    assert {one.conversation_id for one in outcomes if one is not begun} == {begun.conversation_id}
    assert Conversation.objects.count() == Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_pressed_eight_times_at_once_it_is_sent_once(box, mail, maryam):
    author, same = make_agent(), uuid4()

    sent = together(8, lambda _number: begin(maryam, author, client_id=same).pk)

    assert set(sent) == {Message.objects.get().pk}


def test_it_goes_home_with_the_address_it_was_written_to(box, mail, maryam):
    other = customers.create(facts=customers.Facts(name="Mina", email="mina@customer.example"), language="fa", at=NOON)
    merged = customers.merge(source=other, into=maryam, by=make_agent(role="SUPERVISOR"), at=NOON)
    inbox.follow_merge(source_id=other.pk, customer_id=maryam.pk, merge_id=merged.pk)
    way = next(one for one in queries.ways_to(maryam.pk) if one.address == "mina@customer.example")
    message = begin(maryam, make_agent(), way=way)
    came = Identity.objects.filter(value="mina@customer.example").values_list("pk", flat=True)

    inbox.follow_split(merge_id=merged.pk, source_id=other.pk, customer_id=maryam.pk, identity_ids=came)

    assert Conversation.objects.get(pk=message.conversation_id).customer_id == other.pk


@pytest.mark.django_db(transaction=True)
def test_whom_we_write_to_stands_in_no_queue(box, mail, maryam, run_jobs):
    make_rule()
    begin(maryam, make_agent())
    run_jobs()
    assert not Waiting.objects.exists()
    receive("Hello", channel=make_channel(), thread="visitor-9")
    run_jobs()
    assert Waiting.objects.exists()


class TestThePage:
    @pytest.fixture
    def address(self, maryam) -> str:
        return reverse("inbox:begin", args=[maryam.pk])

    def said(self, maryam, **given):
        [way, *_] = queries.ways_to(maryam.pk)
        return {"client_id": str(uuid4()), "way": way.value, "subject": "Hi", "text": "Ready\nsince noon"} | given

    def test_leads_from_the_customer_to_the_conversation(self, client, sara, box, mail, maryam, address):
        assert address in client.get(reverse("customers:customer", args=[maryam.pk])).text
        assert MAIL in client.get(address).text
        answer = client.post(address, self.said(maryam))
        message = Message.objects.get()
        assert answer.url == f"/inbox/conversations/{message.conversation_id}/?view=mine"
        assert (message.text, message.extras) == ("Ready\nsince noon", {"subject": "Hi"})
        assert "Ready" in client.get(answer.url).text

    def test_takes_files_and_keeps_them_where_something_is_lacking(self, client, sara, box, mail, maryam, address):
        paper = SimpleUploadedFile("bill.pdf", b"%PDF-1.4 bill", content_type="application/pdf")
        shown = client.post(address, self.said(maryam, text="", way="", files=[paper]))
        assert shown.status_code == 422 and "bill.pdf" in shown.text and "Choose how to reach them." in shown.text
        [token] = [one.split('"')[0] for one in shown.text.split('name="attached" value="')[1:]]
        assert client.post(address, self.said(maryam, text="", attached=[token])).status_code == 302
        assert [one.file.name for one in Message.objects.get().attachments.all()] == ["bill.pdf"]

    def test_a_program_is_refused_in_words_and_the_words_stay(self, client, sara, box, mail, maryam, address):
        program = SimpleUploadedFile("x.exe", b"MZ\x90\x00" + b"\0" * 60)
        shown = client.post(address, self.said(maryam, text="Here it is", files=[program]))
        assert shown.status_code == 422 and "x.exe: " in shown.text and "Here it is" in shown.text
        assert not Message.objects.exists()

    def test_leads_to_what_goes_on_unless_it_is_hidden(self, client, sara, box, mail, maryam, address):
        first = begin(maryam, sara)
        shown = client.post(address, self.said(maryam))
        assert shown.status_code == 409 and f"/inbox/conversations/{first.conversation_id}/" in shown.text
        team = make_team(members=[make_agent()], is_private=True)
        Conversation.objects.update(team=team, assignee=None)
        shown = client.post(address, self.said(maryam))
        assert shown.status_code == 409 and f"/inbox/conversations/{first.conversation_id}/" not in shown.text

    def test_tells_where_nobody_can_be_reached(self, client, sara, maryam, address):
        assert "There is no way to reach them yet" in client.get(address).text
        assert client.post(address, {"client_id": str(uuid4()), "way": "1:x", "text": "Hi"}).status_code == 422
