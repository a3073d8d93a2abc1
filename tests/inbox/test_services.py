"""What agents do with conversations."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from rafiq.inbox import queries
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Delivery, Mention, Message
from rafiq.platform.log.models import Entry
from tests.makers import NOON, make_agent, make_conversation, make_reply, make_team, receive

pytestmark = pytest.mark.django_db


class TestReply:
    def test_owes_nothing_any_more_and_belongs_to_the_author(self):
        conversation, agent = make_conversation(), make_agent()

        make_reply(conversation, agent)

        conversation.refresh_from_db()
        assert (conversation.waiting_since, conversation.assignee) == (None, agent)
        assert conversation.first_answered_at == NOON

    def test_the_same_client_id_answers_once(self):
        conversation, agent, client_id = make_conversation(), make_agent(), uuid4()

        for _ in range(2):
            inbox.reply(conversation=conversation, author=agent, body="Hi", client_id=client_id, at=NOON)

        assert Message.objects.filter(kind="OUTBOUND").count() == 1

    def test_nothing_but_blanks_is_refused(self):
        with pytest.raises(inbox.EmptyMessage):
            make_reply(make_conversation(), make_agent(), " \n\x00 ")

    def test_is_delivered_by_a_job(self, transactional_db, run_jobs):
        answer = make_reply(make_conversation(), make_agent())
        assert answer.delivery == Delivery.QUEUED

        run_jobs()

        answer.refresh_from_db()
        assert answer.delivery == Delivery.SENT


class TestNote:
    def test_names_colleagues_who_find_it_in_their_mentions(self):
        conversation, sara, badr = make_conversation(), make_agent("Sara"), make_agent("Badr")

        inbox.write_note(
            conversation=conversation, author=sara, body="@Badr look", client_id=uuid4(), at=NOON, mentioned=[badr.pk]
        )

        assert queries.counts(badr)["mentions"] == 1
        assert [row.id for row in queries.conversation_list(badr, view=queries.View.MENTIONS)] == [conversation.pk]
        inbox.see_mentions(agent=badr, conversation=conversation, at=NOON)
        assert queries.counts(badr)["mentions"] == 0
        assert Mention.objects.count() == 1

    def test_does_not_end_the_waiting(self):
        conversation = make_conversation()
        inbox.write_note(conversation=conversation, author=make_agent(), body="hm", client_id=uuid4(), at=NOON)

        conversation.refresh_from_db()
        assert conversation.waiting_since == NOON


class TestMoving:
    def test_settling_twice_tells_who_was_second(self):
        conversation, agent = make_conversation(), make_agent()
        inbox.resolve(conversation=conversation, by=agent, at=NOON)

        with pytest.raises(inbox.AlreadyResolved):
            inbox.resolve(conversation=conversation, by=agent, at=NOON)

    def test_snoozed_ones_come_back_when_due(self):
        conversation = make_conversation()
        inbox.snooze(conversation=conversation, until=NOON + timedelta(hours=1), by=make_agent(), at=NOON)
        assert inbox.wake_due(at=NOON) == 0

        assert inbox.wake_due(at=NOON + timedelta(hours=2)) == 1

        conversation.refresh_from_db()
        assert not conversation.is_snoozed

    def test_an_older_conversation_is_not_opened_beside_a_newer_one(self):
        conversation, agent = make_conversation(thread="t"), make_agent()
        inbox.resolve(conversation=conversation, by=agent, at=NOON)
        receive("again", thread="t", at=NOON + timedelta(days=9))

        with pytest.raises(inbox.NotOpen):
            inbox.reopen(conversation=conversation, by=agent, at=NOON)

    def test_taking_it_twice_is_told_once(self):
        conversation, agent = make_conversation(), make_agent()

        for _ in range(2):
            inbox.assign(conversation=conversation, assignee=agent, team=None, by=agent, at=NOON)

        assert Entry.objects.filter(kind="inbox.conversation.assigned").count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_eight_agents_settling_at_once_settle_it_once(self):
        conversation, agent = make_conversation(), make_agent()

        def settle(_: int) -> bool:
            try:
                inbox.resolve(conversation=conversation, by=agent, at=NOON)
            except inbox.AlreadyResolved:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(settle, range(8))) == 1


class TestRights:
    def test_a_private_teams_conversations_are_its_own(self):
        member, stranger = make_agent("Member"), make_agent("Stranger")
        boss = make_agent("Chief", role="SUPERVISOR")
        team = make_team("Legal", members=[member], is_private=True)
        conversation = make_conversation()
        inbox.assign(conversation=conversation, assignee=None, team=team, by=boss, at=NOON)

        may = {agent.name: bool(queries.may_see(agent, [conversation.pk])) for agent in (member, stranger, boss)}

        assert may == {"Member": True, "Stranger": False, "Chief": True}
        assert queries.search(stranger, "Hello") == []


class TestSearch:
    def test_does_not_care_how_letters_are_written(self):
        conversation = make_conversation("يخچال من كار نمي‌كند، سفارش ۴۸۲۱۳")

        for words in ("یخچال", "يخچال", "نمیکند", "48213", "٤٨٢١٣"):
            assert [hit.conversation.id for hit in queries.search(make_agent(), words)] == [conversation.pk], words

    def test_finds_by_number(self):
        conversation = make_conversation()

        assert queries.search(make_agent(), f"#{conversation.pk}")[0].conversation.id == conversation.pk

    @pytest.mark.parametrize("words", ["", "  ", "'", "a & b | !", ":*", "\\", "<script>", "\x00", "%%"])
    def test_takes_any_nonsense(self, words):
        make_conversation()

        queries.search(make_agent(), words)
