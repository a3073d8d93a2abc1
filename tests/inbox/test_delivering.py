"""The one door out: tries, pauses, order, reports."""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from rafiq.inbox import jobs
from rafiq.inbox import services as inbox
from rafiq.inbox.contracts import DeliveryFailed, Outbound, ProviderAway
from rafiq.inbox.models import Channel, Conversation, Delivery, Message
from rafiq.platform import files
from rafiq.platform import jobs as platform_jobs
from rafiq.platform.log.models import Entry
from tests.conftest import _run_waiting
from tests.inbox.playing import Played
from tests.makers import NOON, make_agent, make_channel, make_conversation, make_reply, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(play) -> Played:
    return play("played")


@pytest.fixture
def conversation(provider) -> Conversation:
    return make_conversation("Hello", channel=make_channel("played", sender="narvan"), thread="t-1")


def refuse(times: int, *, is_permanent: bool = False):
    """Refuse so many messages, then take them."""
    left = [times]

    def react(message: Outbound) -> None:
        if left[0]:
            left[0] -= 1
            raise DeliveryFailed("mailbox is full", is_permanent=is_permanent)

    return react


def away(message: Outbound) -> None:
    raise ProviderAway("nobody answers", retry_after=30)


def waiting_jobs() -> list[tuple[str, int]]:
    """List the deliveries that are queued: what for, and in how many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'message_id', coalesce(extract(epoch FROM scheduled_at - now()), 0)::int"
            " FROM procrastinate_jobs WHERE status = 'todo' AND task_name = %s ORDER BY id",
            [inbox.DELIVER_JOB],
        )
        return cursor.fetchall()


class TestWhatAnAdapterIsTold:
    def test_everything_there_is_to_a_message(self, conversation, provider):
        agent = make_agent("Sara")
        file = files.store_bytes(b"%PDF-1", name="invoice.pdf", owner=agent.actor, at=NOON)
        heard = receive("And?", channel=conversation.channel, thread="t-1", external_id="heard-2")
        answer = inbox.reply(
            conversation=conversation, author=agent, body="Here", client_id=uuid4(), at=NOON, files=[file.token],
            extras={"subject": "Your invoice", "cc": ["boss@narvan.example"]},
        )  # fmt: skip

        inbox.deliver(answer.pk, at=NOON)

        [told] = provider.taken
        assert (told.thread, told.channel_id, told.answers) == ("t-1", conversation.channel_id, "heard-2")
        assert (told.customer_id, told.author, told.language) == (heard.customer_id, "Sara", "en")
        assert (told.subject, told.extras["cc"]) == ("Your invoice", ["boss@narvan.example"])
        assert (told.settings, told.secret) == ({"sender": "narvan"}, "s3cret")
        assert [files.read(one.token) for one in told.files] == [b"%PDF-1"]
        assert "s3cret" not in repr(told)

    def test_the_key_is_the_same_in_every_try(self, conversation, provider):
        keys = []
        answer = make_reply(conversation, make_agent())

        def note(message: Outbound) -> None:
            keys.append(message.key)
            raise DeliveryFailed("busy")

        provider.react = note
        for _ in range(2):
            with pytest.raises(inbox.NotYet):
                inbox.deliver(answer.pk, at=NOON)

        assert keys == [str(answer.client_id)] * 2


class TestRefusals:
    def test_are_tried_again_until_it_works(self, transactional_db, conversation, provider, run_jobs):
        provider.react = refuse(2)
        answer = make_reply(conversation, make_agent())

        run_jobs()

        answer.refresh_from_db()
        assert (answer.delivery, answer.attempts, len(provider.taken)) == (Delivery.SENT, 2, 1)

    def test_end_visibly_after_six(self, transactional_db, conversation, provider, run_jobs):
        provider.react = refuse(99)
        answer = make_reply(conversation, make_agent())

        run_jobs()

        answer.refresh_from_db()
        assert (answer.delivery, answer.attempts, provider.asked) == (Delivery.FAILED, 6, 6)
        assert Entry.objects.filter(kind="inbox.delivery.changed", payload__delivery="FAILED").exists()

    def test_for_good_say_why_and_can_be_tried_again(self, transactional_db, conversation, provider, run_jobs):
        provider.react = refuse(1, is_permanent=True)
        answer = make_reply(conversation, make_agent())
        run_jobs()
        answer.refresh_from_db()
        assert (answer.delivery, answer.failure) == (Delivery.FAILED, "mailbox is full")

        inbox.retry_delivery(message=answer, by=make_agent(), at=NOON)
        run_jobs()

        answer.refresh_from_db()
        assert (answer.delivery, len(provider.taken)) == (Delivery.SENT, 1)

    def test_an_adapters_own_fault_is_a_try_with_its_reason(self, transactional_db, conversation, provider, run_jobs):
        def broken(message: Outbound) -> None:
            raise KeyError("chat_id")

        provider.react = broken
        answer = make_reply(conversation, make_agent())

        run_jobs()

        answer.refresh_from_db()
        assert (answer.delivery, answer.failure, provider.asked) == (Delivery.FAILED, "KeyError: 'chat_id'", 6)

    def test_wait_longer_every_time(self, conversation, provider):
        provider.react = refuse(99)
        answer = make_reply(conversation, make_agent())
        waits = []
        for _ in range(5):
            with pytest.raises(inbox.NotYet) as told:
                inbox.deliver(answer.pk, at=NOON)
            waits.append(told.value.seconds)

        assert waits == [4, 16, 64, 256, 1024]

    def test_over_a_channel_that_is_off_nothing_goes(self, conversation, provider):
        answer = make_reply(conversation, make_agent())
        Channel.objects.update(is_active=False)

        inbox.deliver(answer.pk, at=NOON)

        answer.refresh_from_db()
        assert (answer.delivery, provider.asked) == (Delivery.FAILED, 0)

    def test_repeating_the_job_sends_once(self, conversation, provider):
        answer = make_reply(conversation, make_agent())

        for _ in range(3):
            inbox.deliver(answer.pk, at=NOON)

        assert len(provider.taken) == 1

    def test_only_a_failed_message_can_be_tried_again(self, conversation):
        answer = make_reply(conversation, make_agent())

        with pytest.raises(inbox.NotFailed):
            inbox.retry_delivery(message=answer, by=make_agent(), at=NOON)


class TestOrder:
    def test_a_later_message_waits_for_an_earlier_one_that_is_tried_again(
        self, transactional_db, conversation, provider, run_jobs
    ):
        provider.react = refuse(3)
        for number in range(3):
            make_reply(conversation, make_agent(), str(number))

        run_jobs()

        assert provider.texts == ["0", "1", "2"]

    def test_a_job_delivers_what_is_older_in_its_thread_first(self, conversation, provider):
        answers = [make_reply(conversation, make_agent(), str(number)) for number in range(3)]

        inbox.deliver(answers[2].pk, at=NOON)

        assert provider.texts == ["0", "1", "2"]

    def test_another_thread_is_not_held_up(self, transactional_db, conversation, provider, run_jobs):
        other = make_conversation("Hello", channel=conversation.channel, thread="t-2")
        make_reply(conversation, make_agent(), "refused")
        make_reply(other, make_agent(), "fine")

        def react(message: Outbound) -> None:
            if message.text == "refused":
                raise DeliveryFailed("no")

        provider.react = react
        run_jobs()

        assert provider.texts == ["fine"]


class TestAway:
    def test_pauses_the_channel_and_is_no_try(self, conversation, provider):
        provider.react = away
        answer = make_reply(conversation, make_agent())

        with pytest.raises(inbox.NotYet) as told:
            inbox.deliver(answer.pk, at=NOON)

        answer.refresh_from_db()
        channel = Channel.objects.get()
        assert (answer.delivery, answer.attempts, told.value.seconds) == (Delivery.QUEUED, 0, 30)
        assert (channel.paused_until - NOON).total_seconds() == pytest.approx(30, abs=5)
        assert channel.pause_reason == "nobody answers"

    def test_while_paused_nothing_touches_the_network(self, conversation, provider):
        provider.react = away
        answers = [make_reply(conversation, make_agent()) for _ in range(3)]
        with pytest.raises(inbox.NotYet):
            inbox.deliver(answers[0].pk, at=NOON)

        for answer in answers:
            inbox.deliver(answer.pk, at=NOON + timedelta(seconds=5))

        assert provider.asked == 1

    def test_one_tries_the_door_while_the_others_wait(self, conversation, provider):
        other = make_conversation("Hello", channel=conversation.channel, thread="t-2")
        first, second = make_reply(conversation, make_agent()), make_reply(other, make_agent())
        provider.react = away
        with pytest.raises(inbox.NotYet):
            inbox.deliver(first.pk, at=NOON)

        def look_in(message: Outbound) -> None:
            """While the first is on its way again, somebody else wants to go."""
            inbox.deliver(second.pk, at=NOON + timedelta(minutes=1))

        provider.react = look_in
        inbox.deliver(first.pk, at=NOON + timedelta(minutes=1))

        assert provider.asked == 2
        assert Channel.objects.get().paused_until is None
        assert [int(message_id) for message_id, _ in waiting_jobs()][-1] == second.pk

    def test_when_it_is_over_nobody_waits_for_longer(self, conversation, provider):
        """Neither who met the pause on the way, nor whoever is behind them in the thread."""
        other = make_conversation("Hello", channel=conversation.channel, thread="t-2")
        first, second = make_reply(conversation, make_agent()), make_reply(other, make_agent())
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 minute', attempts = 1"
                " WHERE args->>'message_id' = %s",
                [str(second.pk)],
            )
        Channel.objects.update(paused_until=NOON)

        inbox.deliver(first.pk, at=NOON)

        assert (str(second.pk), 0) in waiting_jobs()
        assert all(seconds == 0 for _, seconds in waiting_jobs())

    def test_when_it_is_over_who_was_refused_goes_on_waiting(self, conversation, provider):
        other = make_conversation("Hello", channel=conversation.channel, thread="t-2")
        first, second = make_reply(conversation, make_agent()), make_reply(other, make_agent())
        Message.objects.filter(pk=second.pk).update(attempts=3)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '5 minutes'")
        Channel.objects.update(paused_until=NOON)

        inbox.deliver(first.pk, at=NOON)

        assert max(seconds for message_id, seconds in waiting_jobs() if message_id == str(second.pk)) > 200

    def test_a_provider_that_refuses_is_there(self, conversation, provider):
        answer = make_reply(conversation, make_agent())
        provider.react = away
        with pytest.raises(inbox.NotYet):
            inbox.deliver(answer.pk, at=NOON)

        provider.react = refuse(1)
        with pytest.raises(inbox.NotYet):
            inbox.deliver(answer.pk, at=NOON + timedelta(minutes=1))

        assert Channel.objects.get().paused_until is None

    def test_for_two_days_fails_what_waited_so_long(self, conversation, provider):
        provider.react = away
        old = make_reply(conversation, make_agent(), at=NOON)
        young = make_reply(conversation, make_agent(), at=NOON + timedelta(hours=40))
        with pytest.raises(inbox.NotYet):
            inbox.deliver(old.pk, at=NOON + timedelta(hours=47))

        inbox.deliver_left(at=NOON + timedelta(hours=47))
        old.refresh_from_db()
        assert old.delivery == Delivery.QUEUED
        inbox.deliver_left(at=NOON + timedelta(hours=49))

        old.refresh_from_db()
        young.refresh_from_db()
        assert (old.delivery, old.failure) == (Delivery.FAILED, "nobody answers")
        assert young.delivery == Delivery.QUEUED

    def test_thirty_messages_all_arrive_once_and_in_order(self, transactional_db, conversation, provider):
        """The provider goes away in the middle, for as long as it is asked three times, and comes back."""
        threads = [conversation, make_conversation("Hello", channel=conversation.channel, thread="t-2")]
        for number in range(30):
            make_reply(threads[number % 2], make_agent(), f"{number:02}")
        absent = [3]

        def react(message: Outbound) -> None:
            if len(provider.taken) >= 12 and absent[0]:
                absent[0] -= 1
                raise ProviderAway("gone", retry_after=0.3)

        provider.react = react
        _work_until(lambda: not Message.objects.filter(delivery=Delivery.QUEUED).exists())

        for thread in ("t-1", "t-2"):
            came = [one.text for one in provider.taken if one.thread == thread]
            assert came == sorted(came)
        assert sorted(provider.texts) == [f"{number:02}" for number in range(30)]
        assert provider.asked <= 30 + 3 + 4  # four may have been on their way when it went

    def test_what_lost_its_job_is_found_again(self, conversation, provider):
        answer = make_reply(conversation, make_agent())
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")

        assert inbox.deliver_left(at=NOON + timedelta(minutes=1)) == 0
        assert inbox.deliver_left(at=NOON + timedelta(minutes=3)) == 1
        assert inbox.deliver_left(at=NOON + timedelta(minutes=4)) == 0

        assert [int(message_id) for message_id, _ in waiting_jobs()] == [answer.pk]


def _work_until(is_done) -> None:
    """Let the worker run as it does in the product, waiting where jobs wait."""
    import asyncio

    until = time.monotonic() + 60
    while not is_done():
        assert time.monotonic() < until, "it never ends"
        asyncio.run(_run_waiting())
        time.sleep(0.05)


def test_a_job_that_meets_something_unforeseen_comes_again():
    decision = jobs.AsTold().get_retry_decision(exception=OSError(), job=_job(attempts=3))
    assert decision is not None
    assert jobs.AsTold().get_retry_decision(exception=OSError(), job=_job(attempts=99)) is None
    late = jobs.AsTold().get_retry_decision(exception=inbox.NotYet(30), job=_job(attempts=9999))
    assert late is not None


def _job(*, attempts: int):
    from procrastinate.jobs import Job

    return Job(queue="default", lock=None, queueing_lock=None, task_name="x", attempts=attempts)


def test_a_job_exists_exactly_if_the_change_does():
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        platform_jobs.enqueue(inbox.DELIVER_JOB, [platform_jobs.Wish({"message_id": 1})])
        raise RuntimeError
    assert waiting_jobs() == []
