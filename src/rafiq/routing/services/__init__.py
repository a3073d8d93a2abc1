"""Changes in the room of routing: one function an intention; each locks, changes, and announces in one transaction."""

from rafiq.routing.services.answering import (
    FORGIVE_JOB,
    OfferGone,
    accept,
    decline,
    expire,
    expire_due,
    forgive,
)
from rafiq.routing.services.changing import (
    RELANE_JOB,
    Loops,
    NameTaken,
    NeverHolds,
    StillUsed,
    order_rules,
    relane,
    remove_queue,
    remove_rule,
    save_queue,
    save_rule,
)
from rafiq.routing.services.deciding import EXPIRE_JOB, fill, offer
from rafiq.routing.services.entering import CLOSE_JOB, FOLLOW_JOB, OVERFLOW_JOB, enter, follow, follow_soon, is_on
from rafiq.routing.services.keeping import forget, start, sweep
from rafiq.routing.services.overflowing import close, overflow
from rafiq.routing.services.seating import FILL_JOB, SEAT_JOB, Person, lane_for, seat, seat_soon, sit
from rafiq.routing.services.steering import NobodyWaits, QueueGone, move_by_hand
from rafiq.routing.services.telling import TELL_JOB, tell

__all__ = [
    "CLOSE_JOB",
    "EXPIRE_JOB",
    "FILL_JOB",
    "FOLLOW_JOB",
    "FORGIVE_JOB",
    "OVERFLOW_JOB",
    "RELANE_JOB",
    "SEAT_JOB",
    "TELL_JOB",
    "Loops",
    "NameTaken",
    "NeverHolds",
    "NobodyWaits",
    "OfferGone",
    "Person",
    "QueueGone",
    "StillUsed",
    "accept",
    "close",
    "decline",
    "enter",
    "expire",
    "expire_due",
    "fill",
    "follow",
    "follow_soon",
    "forget",
    "forgive",
    "is_on",
    "lane_for",
    "move_by_hand",
    "offer",
    "order_rules",
    "overflow",
    "relane",
    "remove_queue",
    "remove_rule",
    "save_queue",
    "save_rule",
    "seat",
    "seat_soon",
    "sit",
    "start",
    "sweep",
    "tell",
]
