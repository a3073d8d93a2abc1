"""Changes of promises, policies and priorities."""

from rafiq.promises.services.following import FOLLOWED, follow
from rafiq.promises.services.giving import NoSuchPolicy, NothingOpen, give_policy
from rafiq.promises.services.past import follow_past
from rafiq.promises.services.policies import (
    NeverOpens,
    NothingPromised,
    Terms,
    TooLong,
    WarnsTooLate,
    order_policies,
    remove_policy,
    save_policy,
)
from rafiq.promises.services.priority import set_priority
from rafiq.promises.services.ringing import AGAIN, MOST_TRIES, NotReadSoFar, ring, ring_left
from rafiq.promises.services.timing import RING_JOB

__all__ = [
    "AGAIN",
    "FOLLOWED",
    "MOST_TRIES",
    "RING_JOB",
    "NeverOpens",
    "NoSuchPolicy",
    "NotReadSoFar",
    "NothingOpen",
    "NothingPromised",
    "Terms",
    "TooLong",
    "WarnsTooLate",
    "follow",
    "follow_past",
    "give_policy",
    "order_policies",
    "remove_policy",
    "ring",
    "ring_left",
    "save_policy",
    "set_priority",
]
