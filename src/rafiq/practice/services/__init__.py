"""Changes in the ways things are done: one function an intention; each locks, changes, and announces at once."""

from rafiq.practice.services.approvals import (
    EXPIRE_JOB,
    AlreadyAsked,
    AlreadyDecided,
    AlreadyEnded,
    NoAmount,
    NobodyToAsk,
    NoReason,
    NoSuchKind,
    NotAnApprover,
    NotNeeded,
    ask,
    decide,
    expire,
    expire_left,
    withdraw,
)
from rafiq.practice.services.checklists import NoAnswer, NoSuchStep, give_up, set_aside, take_up, tick, untick
from rafiq.practice.services.closing import close, find_lacking, note_unready
from rafiq.practice.services.fields import BadValues, NoSuchField, fill
from rafiq.practice.services.macros import AlreadyRun, Stopped, run_macro
from rafiq.practice.services.standards import Draft, NoName, order, remove, save

__all__ = [
    "EXPIRE_JOB",
    "AlreadyAsked",
    "AlreadyDecided",
    "AlreadyEnded",
    "AlreadyRun",
    "BadValues",
    "Draft",
    "NoAmount",
    "NoAnswer",
    "NoName",
    "NoReason",
    "NoSuchField",
    "NoSuchKind",
    "NoSuchStep",
    "NobodyToAsk",
    "NotAnApprover",
    "NotNeeded",
    "Stopped",
    "ask",
    "close",
    "decide",
    "expire",
    "expire_left",
    "fill",
    "find_lacking",
    "give_up",
    "note_unready",
    "order",
    "remove",
    "run_macro",
    "save",
    "set_aside",
    "take_up",
    "tick",
    "untick",
    "withdraw",
]
