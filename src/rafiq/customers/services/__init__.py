"""Changes to customers: one function an intention; each locks, changes, and announces in one transaction."""

from rafiq.customers.services.companies import (
    DomainTaken,
    NameTaken,
    find_or_make,
    remove_organisation,
    save_organisation,
)
from rafiq.customers.services.duplicates import dismiss, look_at, look_at_all, look_at_new
from rafiq.customers.services.fields import LabelTaken, remove_field, save_field
from rafiq.customers.services.identifying import BelongsToAnother, identify
from rafiq.customers.services.identities import (
    LeadsToAnother,
    NotAnAddress,
    add_identity,
    confirm_identity,
    normal_value,
    remove_identity,
)
from rafiq.customers.services.merging import (
    AlreadyMerged,
    CannotMergeWithItself,
    forget_moves,
    merge,
    moved_things,
    note_moves,
)
from rafiq.customers.services.notes import add_note, pin_note, remove_note
from rafiq.customers.services.people import Facts, change, create, refresh_search_key, search_key
from rafiq.customers.services.segments import remove_segment, save_segment
from rafiq.customers.services.undoing import AddressIsAnothers, AlreadyUndone, undo_merge

__all__ = [
    "AddressIsAnothers",
    "AlreadyMerged",
    "AlreadyUndone",
    "BelongsToAnother",
    "CannotMergeWithItself",
    "DomainTaken",
    "Facts",
    "LabelTaken",
    "LeadsToAnother",
    "NameTaken",
    "NotAnAddress",
    "add_identity",
    "add_note",
    "change",
    "confirm_identity",
    "create",
    "dismiss",
    "find_or_make",
    "forget_moves",
    "identify",
    "look_at",
    "look_at_all",
    "look_at_new",
    "merge",
    "moved_things",
    "normal_value",
    "note_moves",
    "pin_note",
    "refresh_search_key",
    "remove_field",
    "remove_identity",
    "remove_note",
    "remove_organisation",
    "remove_segment",
    "save_field",
    "save_organisation",
    "save_segment",
    "search_key",
    "undo_merge",
]
