"""Whether anything is lost or doubled when worker and web process are killed again and again in the middle.

Messages come in by mail, SMS and Telegram while as many go out; `kill -9` hits both processes meanwhile. At the end
every message is there exactly once; every answer was delivered at least once, and by the gateway that knows
idempotency keys (SMS) exactly once.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rafiq.bench import _memory, _orders, _product, _report
from rafiq.bench._orders import Helper
from rafiq.bench._product import Product
from rafiq.bench._report import Figures, Measured, Size, say

KINDS = ("telegram", "kavenegar", "mail")
VICTIMS = ("worker", "web")


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to send each way, in all, and how often both processes are killed."""

    messages: int
    kills: int
    pause: float
    patience: float


PLANS = {
    Size.FULL: Plan(messages=5_000, kills=6, pause=5, patience=600),
    Size.QUICK: Plan(messages=600, kills=2, pause=3, patience=120),
    Size.TINY: Plan(messages=90, kills=1, pause=1, patience=120),
}


def main(words: list[str]) -> int:
    """Measure and print."""
    return _report.run(words, bench="survival", description=__doc__ or "", measure=lambda size: measure(PLANS[size]))


def measure(plan: Plan) -> Measured:
    """Run the product, send both ways, kill, count.

    Raises:
        RuntimeError: if a message was lost or doubled, or an answer was not delivered.
    """
    with _product.folder() as data, _orders.helper("_outside", data=data) as world:
        ports, mail_port = world.order("ports"), _free_port()
        with _product.running(data, more={"RAFIQ_SMTP_PORT": str(mail_port)}) as product:
            office = _orders.helper("_post_office", data=data, database_url=product.database_url)
            with office as clerk:
                channels = clerk.order("open_channels", **ports)
                figures = _run(plan, product, clerk, channels, world=world, mail_port=mail_port)
    return Measured(figures)


def _run(
    plan: Plan, product: Product, clerk: Helper, channels: dict[str, Any], *, world: Helper, mail_port: int
) -> Figures:
    each = plan.messages // len(KINDS)
    half = each // 2
    say(f"{half} conversations begin over each of {', '.join(KINDS)} …")
    _bring(product, channels, data=product.data, mail_port=mail_port, first=0, count=half)
    _settle(clerk, channels, inbound=half, outbound=0, patience=plan.patience)
    say(f"as many go on, {each} answers leave over each, and processes are killed …")
    killer = threading.Thread(target=_kill, args=(plan, product))
    killer.start()
    incoming = threading.Thread(
        target=_bring, args=(product, channels),
        kwargs={"data": product.data, "mail_port": mail_port, "first": half, "count": each - half},
    )  # fmt: skip
    incoming.start()
    for place, kind in enumerate(KINDS):
        for turn in range(2):  # every conversation is answered twice
            clerk.order("write", channel=channels[kind]["id"], first=1_000_000 * (place + 1) + turn * half, count=half)
    killer.join()
    incoming.join()
    _settle(clerk, channels, inbound=each, outbound=2 * half, patience=plan.patience)
    return _judge(clerk, channels, world, inbound=each, outbound=2 * half, kills=plan.kills * len(VICTIMS))


def _bring(product: Product, channels: dict[str, Any], *, data: Path, mail_port: int, first: int, count: int) -> None:
    """Have three helpers bring messages in at the same time."""
    details: dict[str, dict[str, Any]] = {
        "telegram": {name: channels["telegram"][name] for name in ("key", "secret")} | {"port": product.port},
        "kavenegar": {"path": channels["kavenegar"]["path"], "port": product.port},
        "mail": {"address": channels["mail"]["address"], "port": mail_port},
    }
    threads = [
        threading.Thread(target=_send, args=(kind, data), kwargs=details[kind] | {"first": first, "count": count})
        for kind in KINDS
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _send(kind: str, data: Path, **details: Any) -> None:  # noqa: ANN401  # what the helper's order takes
    with _orders.helper("_traffic", data=data) as traffic:
        found = traffic.order(kind, **details)
        say(f"{kind}: {details['count']} brought in {found['seconds']:.1f} s, {found['repeated']} tries refused")


def _kill(plan: Plan, product: Product) -> None:
    for _ in range(plan.kills):
        for name in VICTIMS:
            time.sleep(plan.pause)
            for pid in _memory.children_named(product.process.pid, name):
                say(f"kill -9 {name} ({pid})")
                os.kill(pid, signal.SIGKILL)


def _settle(clerk: Helper, channels: dict[str, Any], *, inbound: int, outbound: int, patience: float) -> None:
    for kind in KINDS:
        done = clerk.order(
            "wait_for", channel=channels[kind]["id"], inbound=inbound, outbound=outbound, seconds=patience
        )
        if not done["is_done"]:
            heard, sent = (clerk.order(what, channel=channels[kind]["id"]) for what in ("heard", "sent"))
            raise RuntimeError(f"{kind} does not come to rest: {heard}, {sent}; wanted {inbound} in, {outbound} out")


def _judge(
    clerk: Helper, channels: dict[str, Any], world: Helper, *, inbound: int, outbound: int, kills: int
) -> Figures:
    figures: Figures = {"kills": kills}
    delivered, wrong = world.order("counts"), []
    for kind in KINDS:
        heard, sent = (clerk.order(what, channel=channels[kind]["id"]) for what in ("heard", "sent"))
        out = delivered[kind]
        figures |= {
            f"{kind}_in_sent": inbound, f"{kind}_in_rows": heard["rows"], f"{kind}_in_distinct": heard["distinct"],
            f"{kind}_out_written": outbound, f"{kind}_out_delivered": out["distinct"],
            f"{kind}_out_repeated": out["repeated"], f"{kind}_out_failed": sent["failed"],
        }  # fmt: skip
        say(f"{kind}: in {heard}, out {sent}, delivered {out}")
        wrong += [kind] if not heard["rows"] == heard["distinct"] == inbound else []
        wrong += [kind] if out["distinct"] != outbound or sent["failed"] else []
    wrong += ["kavenegar"] if delivered["kavenegar"]["repeated"] else []
    if wrong:
        raise RuntimeError(f"lost or doubled over {sorted(set(wrong))}: {figures}")
    return figures


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
