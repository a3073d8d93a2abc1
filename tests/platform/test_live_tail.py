from __future__ import annotations

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from rafiq.platform.live import LogTail, Snapshot

ADD = "INSERT INTO platform_log (kind, key, actor, payload, occurred_at) VALUES (%s, %s, '', '{}', now()) RETURNING id"


def connect(**options):
    given = connection.get_connection_params()
    wanted = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if name in given}
    return wanted | options


class Reader:
    """A tail with a connection of its own."""

    def __init__(self):
        self.tail = LogTail()

    async def __aenter__(self):
        self.connection = await psycopg.AsyncConnection.connect(**connect(autocommit=True))
        assert await self.read() is None  # the first look only says where to begin
        return self

    async def __aexit__(self, *_):
        await self.connection.close()

    async def read(self):
        return await self.tail.read(self.connection)

    async def keys(self):
        return [row.key for row in await self.read()]


def test_a_snapshot_is_read_from_its_text():
    assert Snapshot.parse("10:20:10,14,15") == Snapshot(20, ("10", "14", "15"))
    assert Snapshot.parse("10:10:") == Snapshot(10, ())


@pytest.mark.django_db(transaction=True)
async def test_each_row_comes_once_in_the_order_of_its_transaction():
    async with Reader() as reader, await psycopg.AsyncConnection.connect(**connect(autocommit=True)) as writer:
        for key in ("a-1", "a-2"):
            await writer.execute(ADD, ["kind", key])
        assert await reader.keys() == ["a-1", "a-2"]
        assert await reader.keys() == []


@pytest.mark.django_db(transaction=True)
async def test_a_row_that_commits_late_is_not_missed_and_holds_nobody_up():
    async with Reader() as reader, await psycopg.AsyncConnection.connect(**connect()) as slow:
        await slow.execute(ADD, ["kind", "slow-1"])
        async with await psycopg.AsyncConnection.connect(**connect()) as quick:
            await quick.execute(ADD, ["kind", "quick-1"])
        assert await reader.keys() == ["quick-1"]
        assert await reader.keys() == []
        await slow.commit()
        assert await reader.keys() == ["slow-1"]
        assert await reader.keys() == []


@pytest.mark.django_db(transaction=True)
async def test_rows_of_rolled_back_work_never_come():
    async with Reader() as reader, await psycopg.AsyncConnection.connect(**connect()) as writer:
        await writer.execute(ADD, ["kind", "no-1"])
        await reader.read()
        await writer.rollback()
        assert await reader.keys() == []


@pytest.mark.django_db(transaction=True)
async def test_a_flood_is_told_as_a_gap_and_reading_goes_on_after_it():
    async with Reader() as reader, await psycopg.AsyncConnection.connect(**connect(autocommit=True)) as writer:
        await writer.execute(
            "INSERT INTO platform_log (kind, key, actor, payload, occurred_at)"
            " SELECT 'kind', 'many-1', '', '{}', now() FROM generate_series(1, 6000)"
        )
        assert await reader.read() is None
        await writer.execute(ADD, ["kind", "after-1"])
        assert await reader.keys() == ["after-1"]


def write_in_strange_order(seed):
    """Write rows in overlapping transactions, some of them rolled back; return the ids of those that stay."""
    dice = random.Random(seed)
    kept = []
    with psycopg.connect(**connect()) as one, psycopg.connect(**connect()) as other:
        for _ in range(40):
            writer = dice.choice([one, other])
            kept.append((writer, writer.execute(ADD, ["kind", f"w-{seed}"]).fetchone()[0]))
            if dice.random() < 0.5:
                ending = dice.choice([one, other])
                if dice.random() < 0.2:
                    ending.rollback()
                    kept = [(writer, number) for writer, number in kept if writer is not ending]
                else:
                    ending.commit()
                    kept = [(None if writer is ending else writer, number) for writer, number in kept]
    return [number for _, number in kept]


@pytest.mark.django_db(transaction=True)
async def test_with_many_writers_at_once_every_row_comes_exactly_once():
    seen = []
    async with Reader() as reader:
        with ThreadPoolExecutor(6) as pool:
            writers = [asyncio.wrap_future(pool.submit(write_in_strange_order, seed)) for seed in range(6)]
            while not all(writer.done() for writer in writers):
                seen += [row.id for row in await reader.read()]
                await asyncio.sleep(0)
            seen += [row.id for row in await reader.read()]
            written = [number for writer in writers for number in writer.result()]

    assert sorted(seen) == sorted(written)
