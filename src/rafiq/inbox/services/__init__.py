"""Changes in the inbox: one function an intention; each locks, changes, and announces in one transaction."""

from rafiq.inbox.services.automatic import note_automatically, say_automatically, settle_automatically
from rafiq.inbox.services.beginning import begin
from rafiq.inbox.services.delivering import TRIES, NotYet, deliver, deliver_left, retry_delivery
from rafiq.inbox.services.errors import (
    AlreadyJoined,
    AlreadyResolved,
    EmptyMessage,
    GoesOnElsewhere,
    IdUsed,
    NoSuchWay,
    NotFailed,
    NotJoined,
    NotOpen,
    NotReady,
    NotTheSameCustomer,
    ShortcutTaken,
    TagTaken,
)
from rafiq.inbox.services.following import follow_late, follow_merge, follow_split
from rafiq.inbox.services.joining import join, part
from rafiq.inbox.services.labels import (
    remove_canned_reply,
    remove_tag,
    save_canned_reply,
    save_tag,
    tag,
    tag_automatically,
    untag,
    untag_automatically,
)
from rafiq.inbox.services.moving import (
    assign,
    hand_over_automatically,
    reopen,
    reopen_automatically,
    resolve,
    resolve_automatically,
    see,
    snooze,
    snooze_automatically,
    wake,
    wake_due,
)
from rafiq.inbox.services.pausing import DELIVER_JOB
from rafiq.inbox.services.receipts import mark_arrived
from rafiq.inbox.services.reporting import apply_edits, note_reports
from rafiq.inbox.services.rereading import reread_messages
from rafiq.inbox.services.settings import save_channel
from rafiq.inbox.services.writing import reply, see_mentions, write_note

__all__ = [
    "DELIVER_JOB",
    "TRIES",
    "AlreadyJoined",
    "AlreadyResolved",
    "EmptyMessage",
    "GoesOnElsewhere",
    "IdUsed",
    "NoSuchWay",
    "NotFailed",
    "NotJoined",
    "NotOpen",
    "NotReady",
    "NotTheSameCustomer",
    "NotYet",
    "ShortcutTaken",
    "TagTaken",
    "apply_edits",
    "assign",
    "begin",
    "deliver",
    "deliver_left",
    "follow_late",
    "follow_merge",
    "follow_split",
    "hand_over_automatically",
    "join",
    "mark_arrived",
    "note_automatically",
    "note_reports",
    "part",
    "remove_canned_reply",
    "remove_tag",
    "reopen",
    "reopen_automatically",
    "reply",
    "reread_messages",
    "resolve",
    "resolve_automatically",
    "retry_delivery",
    "save_canned_reply",
    "save_channel",
    "save_tag",
    "say_automatically",
    "see",
    "see_mentions",
    "settle_automatically",
    "snooze",
    "snooze_automatically",
    "tag",
    "tag_automatically",
    "untag",
    "untag_automatically",
    "wake",
    "wake_due",
    "write_note",
]
