"""How much one visitor, one address and one process may take up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The gateway's bounds. Times are in seconds, sizes in bytes, rates in messages a second."""

    sockets: int = 20_000
    sockets_per_address: int = 200  # not applied to this machine itself
    frame_bytes: int = 128 * 1024
    body_bytes: int = 11 * 1024 * 1024  # of a request for a page; the largest file and its wrapping fit in
    hello_seconds: float = 10
    idle_seconds: float = 70
    closing_seconds: float = 3
    messages_per_second: float = 5
    burst: float = 20
    strikes: int = 5  # broken frames before the socket is closed
    held_frames: int = 64  # while a hello or an identification is being checked
    unsent_bytes: int = 256 * 1024  # a reader slower than this is sent away
    unacknowledged: int = 100  # messages of one socket on their way to the database
    batch: int = 512
    lanes: int = 2  # batches under way at a time
    gather_seconds: float = 0.002
    waiting: int = 4_096  # messages waiting for commit; beyond it sockets are read no further
    streams: int = 2_000
    streams_per_agent: int = 20
    topics_per_stream: int = 50
    recheck_seconds: float = 45  # an agent's rights
    heartbeat_seconds: float = 15
    trusted_proxies: frozenset[str] = frozenset({"127.0.0.1", "::1", ""})


SERVICE_RESTART, TRY_AGAIN_LATER = 1012, 1013
BROKEN_FRAMES, NO_HELLO, UNKNOWN_KEY = 4400, 4401, 4404
