"""Changes in the room of the board: conversations are moved, listened in to; alerts watch and tell; screens open."""

from rafiq.board.services.listening import follow, leave, leave_left, shows_listening, whisper
from rafiq.board.services.mailing import MAIL_JOB, NoMailbox, mail_notice
from rafiq.board.services.moving import (
    MovedMeanwhile,
    NobodyThere,
    Target,
    move,
    state_of,
)
from rafiq.board.services.settings import (
    AlreadyWatched,
    make_screen,
    remove_alert,
    revoke_screen,
    save_alert,
    save_screen,
    show_listening,
)
from rafiq.board.services.watching import CHECK_JOB, check, see_notice, sweep, want

__all__ = [
    "CHECK_JOB",
    "MAIL_JOB",
    "AlreadyWatched",
    "MovedMeanwhile",
    "NoMailbox",
    "NobodyThere",
    "Target",
    "check",
    "follow",
    "leave",
    "leave_left",
    "mail_notice",
    "make_screen",
    "move",
    "remove_alert",
    "revoke_screen",
    "save_alert",
    "save_screen",
    "see_notice",
    "show_listening",
    "shows_listening",
    "state_of",
    "sweep",
    "want",
    "whisper",
]
