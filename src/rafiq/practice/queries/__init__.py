"""Reads of the ways things are done."""

from rafiq.practice.queries.approvals import (
    Askable,
    Wish,
    askable,
    asked_by,
    decided_by,
    one_of,
    waiting_for,
    wishes_in,
)
from rafiq.practice.queries.checklists import Followed, Item, followed
from rafiq.practice.queries.fields import Noted, fields_of, key_of, unready_lately, unready_of
from rafiq.practice.queries.macros import Usable, macro_for, macros_for, uses
from rafiq.practice.queries.standards import newest, newest_of

__all__ = [
    "Askable",
    "Followed",
    "Item",
    "Noted",
    "Usable",
    "Wish",
    "askable",
    "asked_by",
    "decided_by",
    "fields_of",
    "followed",
    "key_of",
    "macro_for",
    "macros_for",
    "newest",
    "newest_of",
    "one_of",
    "unready_lately",
    "unready_of",
    "uses",
    "waiting_for",
    "wishes_in",
]
