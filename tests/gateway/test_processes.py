"""Several processes, restarts, and a database that goes away."""

from __future__ import annotations

import asyncio
import contextlib
import signal

import httpx
import psycopg
import pytest
from psycopg import conninfo

from tests.gateway import world
from tests.gateway.clients import PATIENCE, browser, post_typing, staff, widget


@pytest.fixture
def sara(db):
    staff(db, "Sara", "inbox", "conversation-1", "customer-1")


@pytest.fixture
def badr(db):
    staff(db, "Badr", "conversation-1", number=8)


@pytest.mark.usefixtures("sara", "badr")
async def test_two_processes_share_pokes_typing_and_presence(serve):
    one, two = serve(), serve()
    async with widget(one) as visitor, browser(two, "inbox", "conversation-1", "customer-1") as agent:
        await visitor.exchange("Hello")
        await agent.hear("inbox")
        await visitor.say(t="typing", on=True)
        await agent.hear("typing", who="visitor")
        await post_typing(two, 1)
        await visitor.hear("typing", name="Sara")
        async with browser(one, "conversation-1", cookie="badr") as badr:
            await agent.hear("presence", topic="conversation-1", agents=SARA_AND_BADR)
            await badr.hear("presence", topic="conversation-1", agents=SARA_AND_BADR)
        await agent.hear("presence", topic="conversation-1", agents=SARA_AND_BADR[:1])
        async with widget(two, token=visitor.token) as other_tab:
            await visitor.write("from the first process")
            await other_tab.hear_message("from the first process")


SARA_AND_BADR = [{"id": 7, "name": "Sara"}, {"id": 8, "name": "Badr"}]


async def test_a_restart_commits_and_acknowledges_what_is_under_way(serve, database, db):
    served = serve()
    async with widget(served) as visitor:
        with psycopg.connect(database) as gate:
            gate.execute("SELECT pg_advisory_xact_lock(%s)", [world.COMMIT_GATE])
            message_id = await visitor.write("just in time")
            await visitor.say(t="ping")
            await visitor.hear("pong")
            served.process.send_signal(signal.SIGTERM)
        await visitor.hear("ack", id=message_id)
        assert await visitor.closed() == 1012
    assert await asyncio.to_thread(served.process.wait, PATIENCE) in {0, -signal.SIGTERM}


@pytest.mark.usefixtures("sara")
async def test_a_restart_ends_streams(serve):
    served = serve()
    async with browser(served, "inbox") as agent:
        served.process.send_signal(signal.SIGTERM)
        await agent.ended()
    assert await asyncio.to_thread(served.process.wait, PATIENCE) in {0, -signal.SIGTERM}


@pytest.mark.usefixtures("sara")
async def test_a_database_that_goes_away_for_a_while(serve, admin_url, database):
    served = serve()
    name = conninfo.conninfo_to_dict(database)["dbname"]
    async with widget(served) as visitor, browser(served, "inbox") as agent:
        await visitor.exchange("before")
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            lost = await visitor.write("during")
            await visitor.hear("error", code="unavailable", id=lost)
            assert await visitor.closed() == 1013
            await _health(served, 503)
            await agent.ended()  # so that the page can say that live updates are away
            admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await _health(served, 200)
        async with widget(served, token=visitor.token) as again, browser(served, "inbox") as returned:
            await again.say(t="msg", id=lost, text="during")
            await again.hear("ack", id=lost)
            await returned.hear("inbox")
    with psycopg.connect(database) as db:
        assert [text for (text,) in db.execute("SELECT text FROM message ORDER BY id")] == ["before", "during"]
    served.process.terminate()
    served.process.communicate()  # it rightly complained


async def _health(served, wanted):
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(trust_env=False) as client:
        while (await client.get(served.url("/health"))).status_code != wanted:
            await asyncio.sleep(0.05)


async def test_a_server_starts_while_the_database_is_away_and_recovers(serve, admin_url, database):
    name = conninfo.conninfo_to_dict(database)["dbname"]
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        served = serve(is_healthy=False)
        async with widget(served, hello=False) as visitor:
            await visitor.say(t="hello", v=1)
            await visitor.hear("error", code="unavailable")
            assert await visitor.closed() == 1013
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    await _health(served, 200)
    async with widget(served) as visitor:
        await visitor.exchange("Hello")


@pytest.mark.usefixtures("sara")
async def test_an_open_transaction_delays_no_one_and_its_row_comes_with_the_commit(served, database, db):
    async with browser(served, "inbox", "conversation-1") as agent:
        with psycopg.connect(database) as slow:
            world.announce(slow, 1, kind="written early, committed late")
            world.announce(db, 2, kind="written late, committed early")
            await agent.hear("inbox")
            assert "conversation-1" not in [name for name, _ in agent.seen]
        await agent.hear("conversation-1")


@pytest.mark.usefixtures("sara")
async def test_a_flood_of_rows_still_pokes_everyone(served, database):
    async with browser(served, "conversation-1") as agent:
        with psycopg.connect(database) as seeding:
            many = "SELECT 'seeded', 'conversation-' || n FROM generate_series(2, 9000) n"
            seeding.execute(f"INSERT INTO platform_log (kind, key) {many}")
        await agent.hear("conversation-1")


async def test_sockets_that_break_without_farewell_are_forgotten(serve):
    served = serve(limits="sockets=3")
    for _ in range(4):
        async with contextlib.AsyncExitStack() as opened:
            for _ in range(3):
                visitor = await opened.enter_async_context(widget(served))
                await visitor.exchange("Hello")
                visitor.socket.transport.abort()
