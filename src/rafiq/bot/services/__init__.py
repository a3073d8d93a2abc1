"""Changes to the bot and what it does; one function an intention."""

from rafiq.bot.services.publishing import publish, republish, run_trial, try_tests
from rafiq.bot.services.settings import remove_snippet, save_settings, save_snippet
from rafiq.bot.services.teaching import (
    NameTaken,
    learn,
    remove_action,
    remove_intent,
    save_action,
    save_intent,
    snapshot,
)

__all__ = [
    "NameTaken",
    "learn",
    "publish",
    "remove_action",
    "remove_intent",
    "remove_snippet",
    "republish",
    "run_trial",
    "save_action",
    "save_intent",
    "save_settings",
    "save_snippet",
    "snapshot",
    "try_tests",
]
