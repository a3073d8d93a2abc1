from __future__ import annotations

import asyncio

import psycopg
import pytest
from websockets.exceptions import InvalidStatus

from tests.gateway import world
from tests.gateway.clients import widget


async def test_a_new_visitor_gets_a_token_and_its_message_is_stored(served, db):
    async with widget(served) as visitor:
        assert visitor.welcome["messages"] == []
        ack = await visitor.exchange("سلام")

    assert db.execute("SELECT id, text FROM message").fetchall() == [(ack["n"], "سلام")]


async def test_coming_back_shows_what_was_said(served):
    async with widget(served) as visitor:
        ack = await visitor.exchange("Hello")
    async with widget(served, token=visitor.token) as again:
        assert [message["n"] for message in again.welcome["messages"]] == [ack["n"]]
    async with widget(served, token=visitor.token, after=ack["n"]) as third:
        assert third.welcome["messages"] == []


async def test_a_message_sent_twice_is_stored_once_and_acknowledged_twice(served, db):
    async with widget(served) as visitor:
        first = await visitor.exchange("Hello")
        await visitor.say(t="msg", id=first["id"], text="Hello")
        assert await visitor.hear("ack") == first

    assert db.execute("SELECT count(*) FROM message").fetchone() == (1,)


async def test_the_same_message_from_two_sockets_at_once_is_stored_once(served, database, db):
    async with widget(served) as visitor, widget(served, token=visitor.token) as twin:
        with psycopg.connect(database) as gate:
            gate.execute("SELECT pg_advisory_xact_lock(%s)", [world.COMMIT_GATE])
            message_id = await visitor.write("Hello")
            await twin.say(t="msg", id=message_id, text="Hello")
        assert (await visitor.hear("ack"))["n"] == (await twin.hear("ack"))["n"]

    assert db.execute("SELECT count(*) FROM message").fetchone() == (1,)


async def test_nothing_is_acknowledged_before_the_commit(served, database, db):
    async with widget(served) as visitor:
        with psycopg.connect(database) as gate:
            gate.execute("SELECT pg_advisory_xact_lock(%s)", [world.COMMIT_GATE])
            await visitor.write("Hello")
            await visitor.say(t="ping")
            await visitor.hear("pong")
            assert not any(frame["t"] == "ack" for frame in visitor.seen)
        await visitor.hear("ack")


async def test_messages_of_many_are_committed_together_each_in_its_order(serve, database, db):
    served = serve(limits="burst=1000")
    visitors = [widget(served) for _ in range(20)]
    opened = [await each.__aenter__() for each in visitors]
    with psycopg.connect(database) as gate:
        gate.execute("SELECT pg_advisory_xact_lock(%s)", [world.COMMIT_GATE])
        for number in range(20):
            for visitor in opened:
                await visitor.write(str(number))
    for visitor in opened:
        acks = [await visitor.hear("ack") for _ in range(20)]
        assert acks == sorted(acks, key=lambda ack: ack["n"])
    for each in visitors:
        await each.__aexit__(None, None, None)

    texts = "SELECT array_agg(text ORDER BY id) FROM message GROUP BY customer_id"
    assert db.execute(texts).fetchall() == [([str(number) for number in range(20)],)] * 20
    assert db.execute("SELECT count(*) FROM batch").fetchone()[0] < 40


async def test_a_message_the_database_cannot_take_harms_no_other(serve, database):
    served = serve()
    async with widget(served) as good, widget(served) as bad:
        with psycopg.connect(database) as gate:
            gate.execute("SELECT pg_advisory_xact_lock(%s)", [world.COMMIT_GATE])
            ids = [await good.write("one"), await bad.write("poison"), await good.write("two")]
        assert [(await good.hear("ack"))["id"] for _ in range(2)] == [ids[0], ids[2]]
        assert (await bad.hear("error"))["id"] == ids[1]
        await bad.exchange("I am well again")
    served.process.terminate()
    served.process.communicate()  # it rightly complained


async def test_an_agents_answer_arrives_and_the_own_message_is_not_repeated(served, db):
    async with widget(served) as visitor:
        ack = await visitor.exchange("Hello")
        customer = (await visitor.hear("sync"))["conversation"]["id"]
        seen = len(visitor.seen)
        number = world.say(db, customer, "How can I help?")
        frame = await visitor.hear_message("How can I help?")

    assert [message["n"] for message in frame["messages"]] in ([number], [ack["n"], number])
    assert len(visitor.seen) == seen + 1


async def test_an_agent_seeing_the_first_message_is_told_to_the_widget_that_wrote_it(served, db):
    async with widget(served) as visitor:
        ack = await visitor.exchange("Hello")
        customer = (await visitor.hear("sync"))["conversation"]["id"]
        db.execute("UPDATE customer SET rating = 4 WHERE id = %s", [customer])  # stands for what is shown as seen
        world.announce(db, customer, kind="conversation.seen", message_id=ack["n"])

        assert (await visitor.hear("sync"))["conversation"]["rating"] == 4


async def test_another_tab_of_the_visitor_sees_its_message(served):
    async with widget(served) as visitor:
        await visitor.exchange("Hello")
        async with widget(served, token=visitor.token) as other:
            await visitor.write("from the first tab")
            await other.hear_message("from the first tab")


async def test_a_note_among_staff_sends_nothing(served, db):
    async with widget(served) as visitor:
        await visitor.exchange("Hello")
        customer = (await visitor.hear("sync"))["conversation"]["id"]
        seen = len(visitor.seen)
        world.say(db, customer, "an angry one", author="note")
        world.say(db, customer, "How can I help?")
        await visitor.hear_message("How can I help?")

    assert "angry" not in str(visitor.seen[seen:])


async def test_marks_ratings_and_identities_reach_the_domain(served, db):
    async with widget(served) as visitor:
        await visitor.exchange("Hello")
        customer = (await visitor.hear("sync"))["conversation"]["id"]
        await visitor.say(t="read", upto=9)
        await visitor.say(t="rate", conversation=customer, score=5)
        assert (await visitor.hear("sync"))["conversation"]["rating"] == 5
        await visitor.say(t="rate", conversation=customer, score=9)
        await visitor.hear("error", code="bad_rating", message="bad_rating in fa")
        await visitor.say(t="identify", email="a@b.example", hmac="wrong")
        await visitor.hear("error", code="bad_identity")

    assert db.execute("SELECT * FROM mark").fetchall() == [(customer, "read", 9)]


async def test_ratings_are_kept_in_the_order_they_are_given(served, db):
    async with widget(served) as visitor:
        await visitor.exchange("Hello")
        customer = (await visitor.hear("sync"))["conversation"]["id"]
        await visitor.say(t="rate", conversation=customer, score=1, comment="slow")
        await visitor.say(t="rate", conversation=customer, score=5)
        given = [1]
        while given[-1] != 5:  # two that are close together may be told as one: the last one counts
            given.append((await visitor.hear("sync"))["conversation"]["rating"])

    assert given == sorted(given)
    assert db.execute("SELECT rating FROM customer WHERE id = %s", [customer]).fetchone() == (5,)


async def test_a_hasty_visitor_is_slowed_down_and_loses_neither_messages_nor_their_order(serve, db):
    served = serve(limits="burst=3 messages_per_second=20")
    async with widget(served) as visitor:
        waiting = {await visitor.write(str(number)): str(number) for number in range(8)}
        refusals = 0
        while waiting:
            frame = await visitor.next()
            if frame["t"] == "ack":
                waiting.pop(frame["id"])
            elif frame["t"] == "error":
                assert frame["code"] == "slow_down"
                refusals += 1
                await asyncio.sleep(frame["retry_ms"] / 1000)
                await visitor.say(t="msg", id=frame["id"], text=waiting[frame["id"]])

    assert refusals
    assert [text for (text,) in db.execute("SELECT text FROM message ORDER BY id")] == [str(each) for each in range(8)]


@pytest.mark.parametrize("key", ["nobody", "strict"])
async def test_an_unknown_key_and_a_foreign_website_are_turned_away(served, key):
    async with widget(served, key=key, hello=False, origin="https://elsewhere.example") as visitor:
        await visitor.say(t="hello", v=1)
        assert await visitor.closed() == 4404
    assert visitor.seen[0]["code"] == "unknown_key"


async def test_a_forged_token_is_refused_and_a_fresh_start_is_possible(served):
    async with widget(served, hello=False) as visitor:
        await visitor.say(t="hello", v=1, token="forged")
        await visitor.hear("error", code="bad_token")
        await visitor.say(t="hello", v=1, token=None)
        await visitor.hear("welcome")


async def test_who_never_says_hello_or_falls_silent_is_sent_away(serve):
    served = serve(limits="hello_seconds=0.2 idle_seconds=0.4")
    async with widget(served, hello=False) as silent:
        assert await silent.closed() == 4401
    async with widget(served) as idle:
        assert await idle.closed() == 1013


async def test_a_server_with_enough_sockets_takes_no_more(serve):
    served = serve(limits="sockets=1")
    async with widget(served):
        with pytest.raises(InvalidStatus, match="503"):
            await widget(served).__aenter__()
    async with widget(served):
        pass
