"""How long somebody will wait, told from who is before them, how fast people were handled lately, and who gives up."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

KEPT: Final = 0.98
"""Weight of what was known when one more is learnt: about the last fifty count."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How it went lately; newer ones weigh more. Seconds, and how many they were."""

    handled: float = 0.0
    busy: float = 0.0
    gave_up: float = 0.0
    waited: float = 0.0

    def and_handled(self, seconds: float) -> Pace:
        """Learn from one more that was handled in so many seconds."""
        return Pace(KEPT * self.handled + 1, KEPT * self.busy + seconds, self.gave_up, self.waited)

    def and_waited(self, seconds: float, *, gave_up: bool) -> Pace:
        """Learn from one more who waited, and was taken or gave up."""
        return Pace(self.handled, self.busy, KEPT * self.gave_up + gave_up, KEPT * self.waited + seconds)

    @property
    def handling(self) -> float:
        """Mean seconds one takes; 0 where nothing is known."""
        return self.busy / self.handled if self.handled else 0.0

    @property
    def giving_up(self) -> float:
        """How many of those who wait give up in a second: those who did, over all seconds waited.

        This is the maximum-likelihood estimate of a constant rate where some were taken before (right-censored).
        """
        return self.gave_up / self.waited if self.waited else 0.0


def expected_wait(ahead: float, *, servers: float, handling: float, giving_up: float = 0.0) -> float | None:
    """Return the mean seconds until somebody with so many before them is taken; None where nobody takes any.

    With all `servers` busy, somebody is freed every `handling / servers` seconds, and each of those ahead gives up at
    the rate `giving_up` (per second): the sum over k from 0 to `ahead` of 1 / (servers / handling + k * giving_up).
    This is the estimator QL_m of R. Ibrahim and W. Whitt, "Real-time delay estimation in overloaded multiserver
    queues with abandonments", Management Science 55 (2009), after W. Whitt, "Predicting queueing delays", Management
    Science 45 (1999). A part of a person ahead counts as that part of a step.
    """
    if servers <= 0 or handling <= 0:
        return None
    rate, whole = servers / handling, int(ahead)
    if not giving_up:
        return (ahead + 1) / rate
    steps = sum(1.0 / (rate + k * giving_up) for k in range(whole + 1))
    return steps + (ahead - whole) / (rate + (whole + 1) * giving_up)


def place(ahead: Mapping[int, int], *, mine: Set[int], able: Mapping[int, Set[int]]) -> float:
    """Return how many are before somebody for whom the agents `mine` are: of each lane the share they will take of it.

    `ahead` counts who is more urgent by lane, `able` are the agents of each lane. A lane half of whose agents could
    take this one, too, counts half.
    """
    return sum(
        count * len(able[lane] & mine) / len(able[lane]) for lane, count in ahead.items() if count and able.get(lane)
    )
