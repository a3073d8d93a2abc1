"""What queueing theory says exactly of agents who are all alike, whose customers come at random: the yardstick.

A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
exchanges" (1917): M/M/c. C. Palm, "Research on telephone traffic carried by full availability groups" (1957):
M/M/c+M, in which customers give up. Computed as in O. Garnett, A. Mandelbaum, M. Reiman, "Designing a call center
with impatient customers", M&SOM 4 (2002); both in N. Gans, G. Koole, A. Mandelbaum, "Telephone call centers", M&SOM 5
(2003).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NEGLIGIBLE: Final = 1e-15


@dataclass(frozen=True, slots=True)
class Exact:
    """Chance to wait at all, mean seconds waited by everybody (those who give up included), share who give up."""

    waits: float
    mean_wait: float
    gives_up: float = 0.0


def erlang_c(*, arrivals: float, service: float, agents: int) -> Exact:
    """Solve M/M/c: rates per second of arrivals and of one agent's service; more must be served than come.

    With a = arrivals / service: B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)) is Erlang's loss; the chance to wait is
    C = B / (1 - (a / c)(1 - B)), the mean wait C / (c service - arrivals).
    """
    load, loss = arrivals / service, 1.0
    for count in range(1, agents + 1):
        loss = load * loss / (count + load * loss)
    waits = loss / (1 - load / agents * (1 - loss))
    return Exact(waits, waits / (agents * service - arrivals))


def erlang_a(*, arrivals: float, service: float, agents: int, giving_up: float) -> Exact:
    """Solve M/M/c+M: as `erlang_c`, while each who waits gives up at a rate per second.

    The states of the birth-and-death chain (how many are there) are weighed one after the other until what remains is
    nothing. Who comes sees them as they are (Poisson arrivals see time averages); by Little's law the mean wait is the
    mean number waiting over the arrivals, and those who give up are that number times `giving_up`, over the arrivals.
    """
    weight, total, waiting, queued, count = 1.0, 1.0, 0.0, 0.0, 0
    while weight > NEGLIGIBLE * total or count <= agents:
        if count >= agents:
            waiting += weight
            queued += (count - agents) * weight
        count += 1
        weight *= arrivals / (min(count, agents) * service + max(0, count - agents) * giving_up)
        total += weight
    number = queued / total
    return Exact(waiting / total, number / arrivals, giving_up * number / arrivals)
