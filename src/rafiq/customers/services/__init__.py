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
    note_new,
    remove_identity,
)
from rafiq.customers.services.importing import JOB as IMPORT_JOB
from rafiq.customers.services.importing import (
    NotADraft,
    content_of,
    forget_drafts,
    put_down,
    reread,
    shape_of,
)
from rafiq.customers.services.importing import begin as begin_import
from rafiq.customers.services.importing import cancel as cancel_import
from rafiq.customers.services.importing import run as run_import
from rafiq.customers.services.merging import (
    AlreadyMerged,
    CannotMergeWithItself,
    forget_moves,
    merge,
    moved_things,
    note_moves,
)
from rafiq.customers.services.notes import add_note, pin_note, remove_note
from rafiq.customers.services.people import (
    Facts,
    change,
    create,
    note_claims,
    refresh_search_key,
    search_key,
    shown_address,
)
from rafiq.customers.services.segments import remove_segment, save_segment
from rafiq.customers.services.undoing import AddressIsAnothers, AlreadyUndone, undo_merge

__all__ = [
    "IMPORT_JOB",
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
    "NotADraft",
    "NotAnAddress",
    "add_identity",
    "add_note",
    "begin_import",
    "cancel_import",
    "change",
    "confirm_identity",
    "content_of",
    "create",
    "dismiss",
    "find_or_make",
    "forget_drafts",
    "forget_moves",
    "identify",
    "look_at",
    "look_at_all",
    "look_at_new",
    "merge",
    "moved_things",
    "normal_value",
    "note_claims",
    "note_moves",
    "note_new",
    "pin_note",
    "put_down",
    "refresh_search_key",
    "remove_field",
    "remove_identity",
    "remove_note",
    "remove_organisation",
    "remove_segment",
    "reread",
    "run_import",
    "save_field",
    "save_organisation",
    "save_segment",
    "search_key",
    "shape_of",
    "shown_address",
    "undo_merge",
]
