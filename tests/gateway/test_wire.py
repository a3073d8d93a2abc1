from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.gateway import wire


def masked(payload, *, opcode=wire.TEXT, last=True):
    """Write a frame as a browser does."""
    mask = os.urandom(4)
    head = bytes([(0x80 if last else 0) | opcode])
    if len(payload) < 126:
        head += bytes([0x80 | len(payload)])
    elif len(payload) < 1 << 16:
        head += bytes([0x80 | 126]) + len(payload).to_bytes(2)
    else:
        head += bytes([0x80 | 127]) + len(payload).to_bytes(8)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


def test_the_handshake_of_the_rfc():
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in wire.accept(b"dGhlIHNhbXBsZSBub25jZQ==")


@given(st.lists(st.binary(max_size=300), max_size=5), st.integers(1, 50))
def test_messages_arrive_whole_however_the_bytes_are_cut(messages, step):
    stream = b"".join(masked(message) for message in messages)
    decoder = wire.Decoder(limit=1000)

    pieces = [stream[at : at + step] for at in range(0, len(stream), step)]
    found = [payload for piece in pieces for _, payload in decoder.feed(piece)]

    assert found == messages


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 100_000])
def test_every_form_of_length(size):
    decoder = wire.Decoder(limit=1 << 20)
    payload = os.urandom(size)
    assert list(decoder.feed(masked(payload))) == [(wire.TEXT, payload)]
    assert wire.encode(payload).endswith(payload)


def test_control_frames_may_come_between_the_pieces_of_a_message():
    decoder = wire.Decoder(limit=100)
    stream = masked(b"one ", last=False) + masked(b"", opcode=wire.PING) + masked(b"two", opcode=wire.CONTINUATION)
    assert list(decoder.feed(stream)) == [(wire.PING, b""), (wire.TEXT, b"one two")]


@pytest.mark.parametrize(
    "stream",
    [
        wire.encode(b"without a mask"),
        b"\xc1" + masked(b"reserved bit")[1:],
        masked(b"unknown", opcode=0x3),
        masked(b"no beginning", opcode=wire.CONTINUATION),
        masked(b"a", last=False) + masked(b"b"),
        masked(b"x" * 101),
        masked(b"x" * 60, last=False) + masked(b"x" * 60, opcode=wire.CONTINUATION),
        masked(b"x" * 126, opcode=wire.PING),
        masked(b"piece", opcode=wire.PING, last=False),
        b"\x81\xff" + b"\xff" * 8,
    ],
    ids=["no mask", "reserved bit", "unknown kind", "no beginning", "begun twice", "too long", "too long in pieces",
         "long control frame", "control frame in pieces", "impossible length"],
)  # fmt: skip
def test_what_breaks_the_protocol_is_noticed(stream):
    with pytest.raises(wire.Broken):
        list(wire.Decoder(limit=100).feed(stream))
