"""The world outside for measurements: what the demo's providers take is counted by the number each message bears.

A helper process.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections import Counter
from dataclasses import asdict
from email import message_from_bytes
from typing import Any

from rafiq.bench import _orders
from rafiq.demo.outside.providers import Ports, Providers

TAKEN: dict[str, Counter[str]] = {"telegram": Counter(), "kavenegar": Counter(), "mail": Counter()}
MARK = re.compile(r"no\. (\d+)")


def take(kind: str, said: bytes) -> None:
    """Count one message by the number in its text."""
    if kind == "mail":
        letter = message_from_bytes(said)
        plain = next((part for part in letter.walk() if part.get_content_type() == "text/plain"), letter)
        payload = plain.get_payload(decode=True)
        said = payload if isinstance(payload, bytes) else b""
    found = MARK.search(said.decode("utf-8", "replace"))
    TAKEN[kind][found[1] if found else ""] += 1


def opened() -> Ports:
    """Open the providers on a thread of their own."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return asyncio.run_coroutine_threadsafe(Providers(take).open(), loop).result()


def counts() -> dict[str, Any]:
    """Tell how many messages each took: distinct ones, and repetitions."""
    return {
        kind: {"distinct": len(taken), "repeated": sum(taken.values()) - len(taken)} for kind, taken in TAKEN.items()
    }


if __name__ == "__main__":
    _orders.serve({"ports": lambda: asdict(opened()), "counts": counts})
