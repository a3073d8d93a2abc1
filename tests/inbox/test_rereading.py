"""Messages of before are found under the terms of today, after the work of a few steps in the background."""

from __future__ import annotations

import pytest
from django.db import connection

from rafiq.inbox import queries, services
from rafiq.inbox.models import Message, Rereading
from tests.makers import NOON, make_agent, make_conversation, make_reply

pytestmark = pytest.mark.django_db


def forget_terms(**which):
    """Leave messages as an older version of the product wrote them."""
    with connection.cursor() as cursor:
        ids = list(Message.objects.filter(**which).values_list("pk", flat=True))
        cursor.execute("UPDATE inbox_message SET terms = array_to_tsvector('{older}') WHERE id = ANY(%s)", [ids])


def found(words):
    return [hit.conversation.id for hit in queries.search(make_agent(role="ADMINISTRATOR"), words)]


def test_older_messages_become_findable_step_by_step():
    conversations = [make_conversation(f"سفارشامون نرسید {number}") for number in range(5)]
    forget_terms()
    assert found("سفارش") == []

    run = services.reread_messages(at=NOON, seconds=0, limit=2)
    assert 0 < run.share < 1
    assert len(found("سفارش")) == 2

    assert services.reread_messages(at=NOON, limit=2).share == 1
    assert sorted(found("سفارش")) == sorted(one.pk for one in conversations)


def test_what_is_done_is_not_done_again():
    make_conversation("سفارشامون نرسید")
    services.reread_messages(at=NOON)
    forget_terms()

    services.reread_messages(at=NOON)

    assert found("سفارش") == []
    assert Rereading.objects.get().finished_at == NOON


def test_an_installation_without_messages_has_nothing_to_read():
    assert services.reread_messages(at=NOON).finished_at == NOON


def test_subjects_and_answers_are_read_as_well(django_assert_max_num_queries):
    conversation = make_conversation("hello", subject="broken kettles")
    make_reply(conversation, make_agent(), "کتری‌هایتان را بفرستید")
    forget_terms()

    with django_assert_max_num_queries(20):
        services.reread_messages(at=NOON)

    assert found("kettle") == found("کتری") == [conversation.pk]
