from __future__ import annotations

import pytest

from tests.gateway import world
from tests.gateway.clients import browser, post_typing, staff, widget


@pytest.fixture
def sara(db):
    staff(db, "Sara", "inbox", "agent-7", "conversation-1", "customer-1")


@pytest.fixture
def badr(db):
    staff(db, "Badr", "inbox", "conversation-1", number=8)


@pytest.mark.usefixtures("sara")
async def test_a_visitors_message_pokes_the_inbox_and_the_conversation(served):
    async with browser(served, "inbox", "conversation-1") as agent, widget(served) as visitor:
        await visitor.exchange("Hello")
        assert await agent.hear("conversation-1") == {}
        assert await agent.hear("inbox") == {}


@pytest.mark.usefixtures("sara")
async def test_who_may_hear_nothing_is_turned_away(served):
    async with browser(served, "inbox", cookie="nobody") as stranger:
        assert stranger.response.status_code == 401
    async with browser(served, "conversation-2") as agent:
        assert agent.response.status_code == 403


@pytest.mark.usefixtures("sara")
async def test_topics_that_may_not_be_heard_are_left_out(served, db):
    async with browser(served, "conversation-2", "inbox", "strange%0Aevent") as agent:
        assert agent.seen[0][1] == {"topics": ["inbox"]}
        world.announce(db, 2, kind="tagged")
        await agent.hear("inbox")
    assert "conversation-2" not in [name for name, _ in agent.seen]


@pytest.mark.usefixtures("sara")
async def test_pokes_are_folded_together_and_the_last_is_never_lost(served, db):
    async with browser(served, "inbox", "agent-7") as agent:
        for _ in range(100):
            world.announce(db, 1, kind="tagged")
        world.announce(db, 1, kind="noted", mentions=[7])
        await agent.hear("agent-7")
        pokes = [name for name, _ in agent.seen if name == "inbox"]
        assert len(pokes) < 20
        world.announce(db, 1, kind="tagged")
        await agent.hear("inbox")


@pytest.mark.usefixtures("sara")
async def test_a_right_that_was_taken_away_ends_what_it_allowed(serve, db):
    served = serve(limits="recheck_seconds=0.1 heartbeat_seconds=0.1")
    async with browser(served, "inbox", "conversation-1") as agent:
        db.execute("DELETE FROM may_see WHERE topic = 'conversation-1'")
        await agent.hear("presence", topic="conversation-1")
        db.execute("DELETE FROM session")
        await agent.ended()


@pytest.mark.usefixtures("sara", "badr")
async def test_typing_goes_both_ways_and_to_colleagues(served):
    async with widget(served) as visitor:
        await visitor.exchange("Hello")
        await visitor.hear("sync")
        async with browser(served, "conversation-1") as agent, browser(served, "conversation-1", cookie="badr") as badr:
            await visitor.say(t="typing", on=True)
            assert (await agent.hear("typing"))["who"] == "visitor"
            assert await post_typing(served, 1) == 204
            assert await visitor.hear("typing") == {"t": "typing", "name": "Sara", "on": True}
            assert await badr.hear("typing", who="agent") == {
                "who": "agent", "id": 7, "name": "Sara", "on": True, "topic": "conversation-1",
            }  # fmt: skip
            assert await post_typing(served, 1, cookie="badr") == 204
            assert (await agent.hear("typing", who="agent"))["name"] == "Badr"
        assert "Sara" not in str([data for name, data in agent.seen if name == "typing"])


@pytest.mark.usefixtures("sara")
async def test_typing_is_taken_only_from_our_own_pages_and_where_allowed(served):
    assert await post_typing(served, 1, sec_fetch_site="cross-site") == 403
    assert await post_typing(served, 1, sec_fetch_site="same-origin") == 204
    assert await post_typing(served, 2) == 403
    assert await post_typing(served, "one") == 400
    assert await post_typing(served, 1, cookie="nobody") == 401


@pytest.mark.usefixtures("sara", "badr")
async def test_colleagues_see_who_looks_and_whether_the_visitor_is_there(served):
    async with browser(served, "conversation-1", "customer-1") as agent:
        async with browser(served, "conversation-1", cookie="badr"):
            both = [{"id": 7, "name": "Sara"}, {"id": 8, "name": "Badr"}]
            await agent.hear("presence", topic="conversation-1", agents=both)
        async with widget(served) as visitor:
            await visitor.exchange("Hello")
            await agent.hear("presence", topic="customer-1", visitor=True)
        await agent.hear("presence", topic="customer-1", visitor=False)


@pytest.mark.usefixtures("sara")
async def test_everything_else_is_djangos_or_not_there(served):
    import httpx

    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(served.url("/"))).text == "a page"
        assert (await client.get(served.url("/live/unknown"))).status_code == 404
        assert (await client.get(served.url("/live/typing"))).status_code == 405
        assert (await client.get(served.url("/health"))).json() == {"status": "ok"}
