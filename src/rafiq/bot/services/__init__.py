"""Changes to the bot and what it does; one function an intention."""

from rafiq.bot.services.acting import TRIES, Again, run
from rafiq.bot.services.calling import ACTOR
from rafiq.bot.services.publishing import publish, republish, run_trial, try_tests
from rafiq.bot.services.seeing import is_listening, see
from rafiq.bot.services.settings import read_from_here, remove_snippet, save_settings, save_snippet
from rafiq.bot.services.standing import can_stand_in, stand_in
from rafiq.bot.services.taking import RUN_JOB, TAKE_JOB, queue, take, write_turn
from rafiq.bot.services.teaching import (
    NameTaken,
    learn,
    remove_action,
    remove_intent,
    save_action,
    save_intent,
    snapshot,
)
from rafiq.bot.services.yielding import (
    a_person_answered,
    begin_anew,
    fall_silent,
    follow_joining,
    mark_suggestion,
    settle_quiet,
)

__all__ = [
    "ACTOR",
    "RUN_JOB",
    "TAKE_JOB",
    "TRIES",
    "Again",
    "NameTaken",
    "a_person_answered",
    "begin_anew",
    "can_stand_in",
    "fall_silent",
    "follow_joining",
    "is_listening",
    "learn",
    "mark_suggestion",
    "publish",
    "queue",
    "read_from_here",
    "remove_action",
    "remove_intent",
    "remove_snippet",
    "republish",
    "run",
    "run_trial",
    "save_action",
    "save_intent",
    "save_settings",
    "save_snippet",
    "see",
    "settle_quiet",
    "snapshot",
    "stand_in",
    "take",
    "try_tests",
    "write_turn",
]
