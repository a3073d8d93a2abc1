"""The demo company's mail address, SMS line and bot. Where their providers listen is written anew at every start."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

from rafiq.channels.telegram import bot
from rafiq.demo.answers import taught
from rafiq.demo.outside.providers import Ports, Providers
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Channel

ADDRESS, LINE = "care@narvan.example", "10004346"
KEYS = {"mail": "rk_narvan_mail", "kavenegar": "rk_narvan_sms", "telegram": "rk_narvan_bot"}
NAMES = {"mail": "care@narvan.example", "kavenegar": "10004346", "telegram": "@narvan_bot"}
TOKEN = "1:demo"  # noqa: S105  # of no account
_SETTINGS: dict[str, dict[str, Any]] = {
    "mail": {"address": ADDRESS, "sender_name": "Narvan", "sender_name_fa": "نارون", "sender_name_ar": "نارفان",
             "inbound": "listener", "outbound": "smtp", "smtp_host": "127.0.0.1", "smtp_security": "none"},
    "kavenegar": {"line": LINE, "country": "IR", "poll": False},
    "telegram": {"mode": "webhook"},
}  # fmt: skip


def open_all(*, at: datetime) -> dict[str, Channel]:
    """Make the three channels; their providers are not known yet."""
    secrets = {"kavenegar": json.dumps({"api_key": "demo"}), "telegram": bot.as_secret(TOKEN)}
    made = {}
    for kind, settings in _SETTINGS.items():
        channel = inbox.save_channel(
            None, kind=kind, name=NAMES[kind], settings=dict(settings), at=at, secret=secrets.get(kind)
        )
        channel.key = KEYS[kind]
        channel.save(update_fields=["key"])
        made[kind] = channel
    return made


async def serve() -> None:
    """Be the providers for as long as the worker runs."""
    ports = await Providers(lambda _kind, _words: None).open()
    await asyncio.to_thread(point, ports)
    await asyncio.Event().wait()


def point(ports: Ports) -> None:
    """Tell the demo's channels where their providers listen."""
    world = f"http://127.0.0.1:{ports.http}"
    places: dict[str, dict[str, Any]] = {
        "mail": {"smtp_port": ports.smtp},
        "kavenegar": {"host": world},
        "telegram": {"api_url": world},
    }
    for kind, place in places.items():
        for channel in Channel.objects.filter(key=KEYS[kind]):
            channel.settings = {**channel.settings, **place}
            channel.save(update_fields=["settings"])
    taught.point(world)
