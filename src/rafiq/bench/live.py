"""How long it takes from a visitor's send to the poke on an agent's stream, and to the bubble on the agent's screen.

All the while 200 messages a second come in. What is on the screen is watched by a real Chromium.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from rafiq.bench import _orders, _product, _report
from rafiq.bench._orders import Helper
from rafiq.bench._product import Product
from rafiq.bench._report import Measured, Size, percentile, say
from rafiq.cli import chromium

TOPICS = 50  # of one stream: as many as the gateway allows
PAUSE = 0.7  # seconds between two messages of the visitor on the screen


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure."""

    visitors: int
    rate: float  # messages a second, of all visitors together
    seconds: float
    on_screen: int  # messages to the conversation on the screen


PLANS = {
    Size.FULL: Plan(visitors=100, rate=200, seconds=20, on_screen=30),
    Size.QUICK: Plan(visitors=100, rate=200, seconds=8, on_screen=12),
    Size.TINY: Plan(visitors=10, rate=20, seconds=1, on_screen=2),
}


def main(words: list[str]) -> int:
    """Measure and print."""
    return _report.run(words, bench="live", description=__doc__ or "", measure=lambda size: measure(PLANS[size]))


def measure(plan: Plan) -> Measured:
    """Start a product and measure it."""
    with _product.folder() as data, _product.running(data) as product:
        return measure_on(plan, product)


def measure_on(plan: Plan, product: Product) -> Measured:
    """Put it under a steady load, first with streams alone, then with a screen beside them.

    Raises:
        RuntimeError: if a poke never came.
    """
    with _orders.helper("_office", data=product.data, database_url=product.database_url) as office:
        key = office.order("furnish", agents=4, teams=2, tags=4)["key"]
        cookies = office.order("log_in", count=3)["cookies"]
    with _orders.helper("_pace", str(product.port), key, data=product.data) as crowd:
        crowd.order("connect", count=plan.visitors + 1)
        crowd.order("greet")
        conversations = crowd.order("watch", cookies=cookies[:2], topics=TOPICS)["conversations"]
        crowd.order("pace", seconds=min(2, plan.seconds), rate=plan.rate)  # warms up
        say(f"{plan.rate:g} messages a second for {plan.seconds:g} s …")
        found = crowd.order("pace", seconds=plan.seconds, rate=plan.rate)
        if found["lost"]:
            raise RuntimeError(f"{found['lost']} pokes never came")
        screen = _on_screen(plan, product, crowd, cookie=cookies[2], conversation=conversations[-1])
    return Measured(
        figures={
            "p50_ms": round(percentile(found["ms"], 0.5), 1), "p99_ms": round(percentile(found["ms"], 0.99), 1),
            "screen_p50_ms": round(percentile(screen, 0.5), 1), "messages_per_second": plan.rate,
            "visitors": plan.visitors, "messages": found["sent"], "messages_on_screen": len(screen),
        }
    )  # fmt: skip


def _on_screen(plan: Plan, product: Product, crowd: Helper, *, cookie: str, conversation: int) -> list[float]:
    """Let the last visitor write to the conversation on the screen; return how many milliseconds each bubble took.

    Raises:
        RuntimeError: without a Chromium, or if a bubble never appeared.
    """
    program = chromium.path()
    if program is None:
        raise RuntimeError("there is no Chromium to measure with")
    say("and with a screen …")
    with _orders.helper("_screen", program, data=product.data) as screen:
        address = f"http://127.0.0.1:{product.port}/inbox/conversations/{conversation}/"
        screen.order("open", url=address, cookie=cookie)
        sent = {}
        for number in range(plan.on_screen):
            words = f"bench {number:04}"
            sent[words] = crowd.order("say", number=plan.visitors, text=words)["at"]
            # The others go on meanwhile.
            crowd.order("pace", seconds=PAUSE, rate=plan.rate)
        time.sleep(1)
        appeared = screen.order("appeared")["appeared"]
    if missing := sorted(set(sent) - set(appeared)):
        raise RuntimeError(f"never on the screen: {missing}")
    return [appeared[words] - at for words, at in sent.items()]
