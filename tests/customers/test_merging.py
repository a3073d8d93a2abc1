"""Two people become one and two again: whatever the order, nothing is lost and nothing is left over."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from rafiq.customers import services
from rafiq.customers.events import CustomerSplit
from rafiq.customers.models import Customer, Identity, LikelyPair, Merge, Note
from rafiq.feedback import services as feedback
from rafiq.feedback.models import Rating
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform import events
from rafiq.platform.log.models import Entry
from rafiq.platform.log.subscriptions import all_subscriptions
from tests.makers import NOON, make_agent, make_channel, make_conversation, receive

pytestmark = pytest.mark.django_db


def make_customer(name="", **facts):
    return services.create(facts=services.Facts(name=name, **facts), language="", at=NOON)


def claim(customer, kind, value):
    return Identity.objects.create(customer=customer, kind=kind, value=value, added_at=NOON)


def merge(source, into, **more):
    return services.merge(source=source, into=into, at=NOON, **more)


@pytest.fixture
def feed():
    """Hand the subscribers what the log says since the last time, as the bus does once the transaction has ended."""
    fed = [0]

    def feed_all():
        for entry in Entry.objects.filter(id__gt=fed[0]).order_by("id"):
            fed[0] = entry.id
            event = events.by_name(entry.kind).restore(
                payload=entry.payload, occurred_at=entry.occurred_at, actor=entry.actor
            )
            for one in all_subscriptions():
                if entry.kind in one.kinds and one.name.split(".")[1] in {"customers", "inbox", "feedback"}:
                    one.take(event)

    return feed_all


def stored():
    """Everything a merge may touch, as it lies in the database."""
    customers = Customer.objects.order_by("pk").values_list(
        "pk", "name", "language", "company_name", "organisation", "city", "about", "preferred_kind", "custom",
        "merged_into", "search_key",
    )  # fmt: skip
    identities = Identity.objects.order_by("pk").values_list()
    others = [
        list(model.objects.order_by("pk").values_list("pk", "customer")) for model in (Note, Conversation, Rating)
    ]
    return list(customers), list(identities), others


class TestMerging:
    def test_the_one_who_stays_keeps_what_they_have_and_gets_what_they_lack(self):
        source, into = make_customer("Maryam S."), make_customer("Maryam")
        source.city, source.about = "Shiraz", "Theirs"
        source.save()
        Customer.objects.filter(pk=into.pk).update(about="Ours")

        merge(source, into, choices={"about": "both"})

        into.refresh_from_db()
        assert (into.name, into.city, into.about) == ("Maryam", "Shiraz", "Ours\n\nTheirs")

    def test_a_chosen_value_stays(self):
        source, into = make_customer("مریم شریفی"), make_customer("Maryam")
        services.change(source, name=source.name, company_name="Aftab", city="", about="", actor="system", at=NOON)
        source.custom = {"f1": 7}
        source.save()
        Customer.objects.filter(pk=into.pk).update(custom={"f1": 3})

        merge(source, into, choices={"name": "source", "custom.f1": "source"})

        into.refresh_from_db()
        assert (into.name, into.company_name, into.custom) == ("مریم شریفی", "Aftab", {"f1": 7})

    def test_a_verified_double_makes_the_others_claim_verified(self):
        source, into = make_customer(email="m@mail.example"), make_customer()
        ours = claim(into, "EMAIL", "m@mail.example")

        merge(source, into)

        ours.refresh_from_db()
        assert ours.is_verified
        assert Identity.objects.filter(customer=into, kind="EMAIL").count() == 1

    def test_with_oneself_or_with_somebody_merged_is_refused(self):
        one, other, third = make_customer(), make_customer(), make_customer()
        merge(one, other)

        with pytest.raises(services.CannotMergeWithItself):
            merge(other, other)
        with pytest.raises(services.AlreadyMerged):
            merge(one, third)


class TestUndoing:
    @pytest.mark.django_db(transaction=True)
    def test_everything_goes_home(self, run_jobs):
        agent, channel = make_agent(), make_channel()
        talk = make_conversation("Hello", channel=channel, thread="visitor-1", email="m@mail.example")
        other = make_conversation("Hi", channel=channel, thread="visitor-2", name="Maryam", email="m@mail.example")
        source, into = talk.customer, other.customer
        services.add_note(customer=source, words="Call first", is_pinned=True, by=agent, at=NOON)
        rated = {"conversation_id": talk.pk, "customer_id": source.pk, "agent_id": None, "score": 5, "comment": ""}
        feedback.rate(**rated, at=NOON)
        services.refresh_search_key(source)
        services.refresh_search_key(into)
        run_jobs()
        before = stored()

        made = merge(source, into, by=agent)
        run_jobs()
        for model in (Conversation, Note, Rating):
            assert not model.objects.filter(customer=source).exists()
        services.undo_merge(made, at=NOON, by=agent)
        run_jobs()

        assert stored() == before
        assert Entry.objects.filter(kind=CustomerSplit.name).count() == 1

    def test_before_the_conversations_have_followed_works_too(self, feed):
        talk = make_conversation()
        into = make_customer("Maryam")
        feed()

        services.undo_merge(merge(talk.customer, into), at=NOON)
        feed()

        talk.refresh_from_db()
        assert talk.customer_id != into.pk

    def test_what_their_address_began_since_goes_with_it(self, feed):
        channel = make_channel()
        old = make_conversation(channel=channel, thread="visitor-1")
        source, into = old.customer, make_conversation(channel=channel, thread="visitor-2").customer
        made = merge(source, into)
        feed()
        begun = receive(channel=channel, thread="chat-9", sender=("VISITOR", "visitor-1"))
        ours = receive(channel=channel, thread="chat-8", sender=("VISITOR", "visitor-2"))
        assert begun.customer_id == into.pk

        services.undo_merge(made, at=NOON)
        feed()

        assert Conversation.objects.get(pk=begun.conversation_id).customer_id == source.pk
        assert Conversation.objects.get(pk=ours.conversation_id).customer_id == into.pk

    def test_what_came_in_at_the_very_moment_follows_later_and_goes_home_too(self, feed):
        source, into, last = make_customer(), make_customer(), make_customer()
        made = merge(source, into)
        merge(into, last)
        feed()
        late = make_conversation()
        Conversation.objects.filter(pk=late.pk).update(customer=source)

        assert inbox.follow_late(since=NOON) == 2  # first to the one they became, then to the one that one became
        late.refresh_from_db()
        assert late.customer_id == last.pk
        services.undo_merge(made, at=NOON)
        feed()

        late.refresh_from_db()
        assert late.customer_id == source.pk

    def test_what_was_corrected_since_stays_corrected(self):
        source, into = make_customer("Maryam"), make_customer()
        made = merge(source, into)
        into.refresh_from_db()
        services.change(into, name="Mary", company_name="", city="", about="", actor="agent-1", at=NOON)

        services.undo_merge(made, at=NOON)

        into.refresh_from_db()
        assert into.name == "Mary"

    def test_twice_is_refused(self):
        made = merge(make_customer(), make_customer())
        services.undo_merge(made, at=NOON)

        with pytest.raises(services.AlreadyUndone):
            services.undo_merge(made, at=NOON)

    def test_is_refused_while_an_address_leads_to_a_third_person(self):
        agent = make_agent()
        source, into, third = make_customer(email="m@mail.example"), make_customer(), make_customer()
        ours = claim(into, "EMAIL", "m@mail.example")
        made = merge(source, into)
        ours.refresh_from_db()
        services.remove_identity(ours, by=agent, at=NOON)
        services.add_identity(third, kind="EMAIL", raw="m@mail.example", by=agent, at=NOON)
        before = stored()

        with pytest.raises(services.AddressIsAnothers) as refusal:
            services.undo_merge(made, at=NOON)

        assert refusal.value.customer_id == third.pk
        assert stored() == before

    def test_a_pair_that_was_parted_is_not_suggested_for_the_same_reasons(self, feed):
        source = make_customer("Maryam Sharifi", phone="+989121234567")
        into = make_customer("مریم شریفی")
        claim(into, "PHONE", "+989121234567")
        services.look_at([into.pk], at=NOON)
        feed()

        services.undo_merge(merge(source, into), at=NOON)
        feed()

        assert LikelyPair.objects.get().state == "DISMISSED"

    @pytest.mark.parametrize("seed", range(25))
    def test_of_many_merges_in_any_order_leaves_the_very_same_rows(self, seed, feed):
        dice = random.Random(seed)
        people = [furnish(dice, number) for number in range(5)]
        before = stored()

        for _ in range(dice.randint(1, 4)):
            living = [one for one in people if Customer.objects.get(pk=one.pk).merged_into_id is None]
            source, into = dice.sample(living, 2)
            fields = ("name", "city", "about", "organisation_id", "custom.f1")
            merge(source, into, choices={field: dice.choice(["source", "both", ""]) for field in fields})
            if dice.random() < 0.3:
                feed()
        done = list(Merge.objects.all())
        dice.shuffle(done)
        for made in done:
            services.undo_merge(made, at=NOON)
            assert_sound()
        feed()

        assert changed(before, stored()) == []


def changed(before, after):
    """The rows that are not as they were."""
    flat = [[(place, row) for place, rows in enumerate([*one[:2], *one[2]]) for row in rows] for one in (before, after)]
    return [pair for pair in zip(*flat, strict=True) if pair[0] != pair[1]]


def furnish(dice, number):
    """A customer with some of few addresses, so that many are shared; at most one of each is verified."""
    one = make_customer(dice.choice(["", "Maryam", "مریم"]))
    company = dice.choice(["", "Aftab", "Mahtab"])
    about = dice.choice(["", "A", "B"])
    custom = {"f1": dice.randint(1, 3)} if dice.random() < 0.5 else {}
    services.change(
        one, name=one.name, company_name=company, city=dice.choice(["", "Shiraz"]), about=about, custom=custom,
        actor="system", at=NOON,
    )  # fmt: skip
    for kind, value in [("EMAIL", "a@mail.example"), ("EMAIL", "b@mail.example"), ("PHONE", "+989121234567")]:
        if dice.random() < 0.6:
            is_free = not Identity.objects.filter(kind=kind, value=value, is_verified=True).exists()
            row = claim(one, kind, value)
            row.is_verified = is_free and dice.random() < 0.6
            row.save()
    services.refresh_search_key(one)
    Note.objects.create(customer=one, text="x", written_at=NOON)
    make_conversation(sender=("VISITOR", f"v-{number}"))
    Identity.objects.filter(kind="VISITOR", value=f"v-{number}").update(customer=one)
    Conversation.objects.filter(begun_by=f"VISITOR v-{number}").update(customer=one)
    return one


def assert_sound():
    """In every state: a verified address leads to somebody living."""
    lost = Identity.objects.filter(is_verified=True, customer__merged_into__isnull=False)
    assert not lost.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_who_merge_the_same_two_at_once_merge_them_once():
    one, other = make_customer("A", email="a@mail.example"), make_customer("B", phone="+989121234567")

    def try_it(number):
        source, into = (one, other) if number % 2 else (other, one)
        try:
            return merge(Customer.objects.get(pk=source.pk), Customer.objects.get(pk=into.pk)).pk
        except services.AlreadyMerged:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        done = [made for made in pool.map(try_it, range(8)) if made]

    assert len(done) == 1
    assert Customer.objects.filter(merged_into=None).count() == 1
    assert Identity.objects.filter(customer__merged_into=None).count() == 2
