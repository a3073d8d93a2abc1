"""How fast mail and messages of other channels come in and go out, through the whole running product.

Mails of the shared corpus understood (`mails_per_second`) beside the standard library's parser alone, and the same
mails journaled, threaded and stored by the worker with all their files (`mails_stored_per_second`); webhook calls until
each is a message; answers until a local server has taken each; and how long a mail that arrives at a real IMAP server
takes to an agent's live stream.
"""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rafiq.bench import _dovecot, _orders, _product, _report
from rafiq.bench._orders import Helper
from rafiq.bench._product import Product
from rafiq.bench._report import Figures, Measured, Size, percentile, say
from rafiq.cli import places

PAUSE = 0.3  # seconds between two letters to the mailbox
LONGEST_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: rounds over the corpus, webhook calls, answers, letters to the mailbox."""

    rounds: int
    mails: int  # of the corpus at most
    calls: int
    answers: int
    letters: int


PLANS = {
    Size.FULL: Plan(rounds=4, mails=10_000, calls=3_000, answers=1_500, letters=40),
    Size.QUICK: Plan(rounds=1, mails=10_000, calls=600, answers=300, letters=10),
    Size.TINY: Plan(rounds=1, mails=20, calls=20, answers=10, letters=2),
}


def main(words: list[str]) -> int:
    """Measure and print."""
    return _report.run(words, bench="channels", description=__doc__ or "", measure=lambda size: measure(PLANS[size]))


def measure(plan: Plan) -> Measured:
    """Start a product with its outside world and measure it."""
    with (
        _product.folder() as data,
        _orders.helper("_outside", data=data) as world,
        _product.running(data) as product,
        _orders.helper("_post_office", data=data, database_url=product.database_url) as clerk,
    ):
        channels = clerk.order("open_channels", **world.order("ports"))
        figures, floor, ratios = _mails(plan, clerk, channels["mail"]["id"])
        figures |= _webhooks(plan, product, clerk, channels["telegram"])
        figures |= _answers(plan, clerk, channels["telegram"]["id"])
        figures |= _idle(plan, product, clerk)
    return Measured(figures, floor, ratios)


def _mails(plan: Plan, clerk: Helper, channel: int) -> tuple[Figures, Figures, dict[str, float]]:
    """Take the corpus in, and parse it with the standard library alone, in turns."""
    corpus = places.required_checkout().parent / "shared" / "mail"
    if not corpus.is_dir():
        say("THE SHARED CORPUS OF MAILS IS MISSING: nothing is measured about taking mails in")
        return {"mails": 0}, {}, {}
    rates: dict[str, list[float]] = {"parse": [], "read": [], "take_in": []}
    count = aside = 0
    for turn in range(plan.rounds):
        say(f"the corpus, round {turn + 1} of {plan.rounds} …")
        asked = {"folder": str(corpus), "turn": turn, "most": plan.mails}
        found = {what: clerk.order(what, **asked) for what in ("parse", "read", "parse", "read")}
        found["take_in"] = clerk.order("take_in", channel=channel, seconds=300, **asked)
        for what, told in found.items():
            rates[what].append(told["mails"] / told["seconds"])
        count, aside = found["take_in"]["mails"], found["take_in"]["set_aside"]
    middle = {what: statistics.median(values) for what, values in rates.items()}
    figures: Figures = {
        "mails_per_second": round(middle["read"]), "mails_stored_per_second": round(middle["take_in"]),
        "mails": count, "mails_set_aside": aside,
    }  # fmt: skip
    ratio = round(middle["read"] / middle["parse"], 3)
    return figures, {"mails_per_second": round(middle["parse"])}, {"mails_per_second": ratio}


def _webhooks(plan: Plan, product: Product, clerk: Helper, bot: dict[str, Any]) -> Figures:
    """Call a webhook from several connections; every call is a message of somebody new."""
    say(f"{plan.calls} webhook calls …")
    began = time.monotonic()
    with _orders.helper("_traffic", data=product.data) as traffic:
        calls = traffic.order(
            "telegram", port=product.port, key=bot["key"], secret=bot["secret"], first=1, count=plan.calls
        )
    _arrived(clerk, channel=bot["id"], inbound=plan.calls, outbound=0)
    return {
        "webhook_messages_per_second": round(plan.calls / (time.monotonic() - began)),
        "webhook_calls_per_second": round(plan.calls / calls["seconds"]),
    }


def _answers(plan: Plan, clerk: Helper, channel: int) -> Figures:
    """Write answers while others leave; until the last is delivered."""
    say(f"{plan.answers} answers …")
    began = time.monotonic()
    clerk.order("write", channel=channel, first=1, count=plan.answers)
    _arrived(clerk, channel=channel, inbound=0, outbound=plan.answers)
    return {"deliveries_per_second": round(plan.answers / (time.monotonic() - began))}


def _idle(plan: Plan, product: Product, clerk: Helper) -> Figures:
    """Lay letters of one thread into a mailbox that is watched; wait for each on an agent's stream."""
    program = _dovecot.program()
    if program is None:
        return {"idle_letters": 0}
    say(f"{plan.letters} letters to a watched mailbox …")
    with _dovecot.running(program) as port:
        opened = clerk.order("open_mailbox", port=port, user=_dovecot.USER, password=_dovecot.PASSWORD)
        _dovecot.put(port, _letter(0))
        _arrived(clerk, channel=opened["id"], inbound=1, outbound=0)
        found = clerk.order("conversation_of", channel=opened["id"])
        pokes = _pokes(product.port, cookie=found["cookie"], conversation=found["id"])
        next(pokes)
        took = []
        for number in range(1, plan.letters + 1):
            time.sleep(PAUSE)
            laid = _dovecot.put(port, _letter(number))
            took.append(next(pokes) - laid)
    return {
        "idle_p95_s": round(percentile(took, 0.95), 3), "idle_p50_s": round(percentile(took, 0.5), 3),
        "idle_letters": len(took),
    }  # fmt: skip


def _pokes(port: int, *, cookie: str, conversation: int) -> Iterator[float]:
    """Listen as an agent's page does: first the connection, then the moment of every poke about a new message."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_WAIT)
    headers = {"Cookie": f"sessionid={cookie}", "Accept": "text/event-stream"}
    line.request("GET", f"/live/agent?topic=conversation-{conversation}", headers=headers)
    stream = line.getresponse()
    while said := stream.readline():
        if said.startswith((b"event: connected", f"event: conversation-{conversation}".encode())):
            yield time.monotonic()
    raise RuntimeError("the stream ended")


def _letter(number: int) -> bytes:
    answers = "In-Reply-To: <first@outside.example>\r\nReferences: <first@outside.example>\r\n" if number else ""
    own = f"answer-{number}" if number else "first"
    return (
        f"From: Maryam <maryam@outside.example>\r\nTo: care@mailbox.example\r\nSubject: My order\r\n"
        f"Message-ID: <{own}@outside.example>\r\n{answers}Content-Type: text/plain; charset=utf-8\r\n\r\n"
        f"Hello, no. {number}\r\n"
    ).encode()


def _arrived(clerk: Helper, *, channel: int, inbound: int, outbound: int) -> None:
    if not clerk.order("wait_for", channel=channel, inbound=inbound, outbound=outbound, seconds=300)["is_done"]:
        raise RuntimeError(f"channel {channel} does not come to rest")
