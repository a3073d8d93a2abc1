from __future__ import annotations

import json
import uuid

import httpx
import pytest

from rafiq.gateway.limits import Limits
from rafiq.platform import files
from tests.gateway.clients import widget

BROKEN = [
    "not json",
    "[]",
    "{}",
    '{"t":"dance"}',
    '{"t":"hello","v":1}',
    '{"t":"msg","id":"no uuid","text":"x"}',
    '{"t":"msg","text":"x"}',
    '{"t":"msg","id":"00000000-0000-4000-8000-000000000000","text":5}',
    '{"t":"read"}',
    '{"t":"read","upto":-1}',
    '{"t":"read","upto":true}',
    '{"t":"read","upto":1e400}',
    '{"t":"typing","on":"yes"}',
    '{"t":"rate","conversation":1,"score":NaN}',
    "[" * 50_000,
    '{"t":"read","upto":' + "9" * 5_000 + "}",
]


@pytest.mark.parametrize("kind", ["before hello", "after hello"])
async def test_broken_frames_are_named_and_then_end_the_connection(serve, kind):
    served = serve(limits=f"strikes={len(BROKEN)}")
    async with widget(served, hello=kind == "after hello") as visitor:
        for frame in BROKEN:
            await visitor.socket.send(frame)
            if kind == "after hello" or "hello" not in frame:
                await visitor.hear("error", code="bad_frame")
        if kind == "after hello":
            assert await visitor.closed() == 4400


async def test_the_refused_message_is_named(served):
    message_id = str(uuid.uuid4())
    async with widget(served) as visitor:
        await visitor.say(t="msg", id=message_id, text=["x"])
        await visitor.hear("error", code="bad_frame", id=message_id)
        await visitor.exchange("a good one")


async def test_bytes_and_broken_utf_8_are_broken_frames(served):
    async with widget(served) as visitor:
        await visitor.socket.send(b"\xff\xfe")
        await visitor.hear("error", code="bad_frame")
        await visitor.socket.send(b"\xff\xfe", text=True)
        await visitor.hear("error", code="bad_frame")


async def test_a_message_of_a_hundred_kilobytes_is_too_long(served):
    async with widget(served) as visitor:
        message_id = await visitor.write("x" * 100_000)
        await visitor.hear("error", code="too_long", id=message_id, message="too_long in fa")
        await visitor.exchange("short")


async def test_a_long_message_in_small_pieces_arrives_whole(served, db):
    text = "سلام دنیا " * 4_000
    message_id = str(uuid.uuid4())
    frame = json.dumps({"t": "msg", "id": message_id, "text": text}, ensure_ascii=False)
    async with widget(served) as visitor:
        await visitor.socket.send(frame[at : at + 999] for at in range(0, len(frame), 999))
        await visitor.hear("ack", id=message_id)

    assert db.execute("SELECT text FROM message").fetchone() == (text,)


@pytest.mark.parametrize("pieces", [1, 50])
async def test_more_than_a_frame_may_hold_ends_the_connection(serve, pieces):
    served = serve(limits="closing_seconds=0.1")
    async with widget(served) as visitor:
        await visitor.socket.send("x" * (140_000 // pieces) for _ in range(pieces))
        assert await visitor.closed() == 4400


async def test_an_empty_message_is_refused(served):
    async with widget(served) as visitor:
        await visitor.hear("error", code="empty", id=await visitor.write(" \n "))
        await visitor.hear("error", code="bad_file", id=await visitor.write("x", files=["f"] * 11))
        await visitor.hear("error", code="bad_file", id=await visitor.write("refuse me"))


async def test_half_surrogates_and_nul_do_no_harm(served, db):
    message_id = str(uuid.uuid4())
    async with widget(served) as visitor:
        await visitor.say(t="msg", id=message_id, text="a\0b\ud83dc😀")
        await visitor.hear("ack", id=message_id)

    assert db.execute("SELECT text FROM message").fetchone() == ("ab\ufffdc😀",)


async def test_someone_who_reads_nothing_is_cut_off_and_the_others_are_served(serve, db):
    served = serve(limits="unsent_bytes=20000 burst=100000 closing_seconds=0.2")
    async with widget(served, max_queue=1) as deaf, widget(served) as other:
        deaf.socket.transport.pause_reading()
        for _ in range(300):
            await deaf.say(t="msg", id=str(uuid.uuid4()))
            for _ in range(10):
                await deaf.say(t="ping", filler="x" * 3_000)
        await other.exchange("still here")


async def test_hammering_in_spite_of_slow_down_ends_the_connection(serve):
    served = serve(limits="burst=1 messages_per_second=0.001")
    async with widget(served) as visitor:
        for _ in range(800):
            await visitor.write("now")
        assert await visitor.closed() == 1013


@pytest.mark.parametrize("pieces", [1, 5])
async def test_a_body_larger_than_any_file_is_not_taken_in(serve, pieces):
    served = serve(limits="body_bytes=1000")

    def put(size):
        content = b"x" * size if pieces == 1 else (b"x" * (size // pieces) for _ in range(pieces))
        return httpx.post(served.url("/page?lang=fa"), content=content, trust_env=False)

    assert (put(1000).status_code, put(2000).status_code) == (200, 413)
    assert put(2000).json() == {"code": "too_large", "message": "too_large in fa"}
    assert put(2000).headers["access-control-allow-origin"] == "*"


def test_the_largest_file_fits_through():
    assert Limits().body_bytes > files.MAX_BYTES + 64 * 1024
