"""Tables of the bot."""

from rafiq.bot.models.helping import AssistChoice, AssistSettings, LanguageModel, ModelUse
from rafiq.bot.models.settings import USUAL_MODES, BotSettings, Calibration, Learned, Mode
from rafiq.bot.models.talking import ActionRun, Promise, Session, Silence, Turn
from rafiq.bot.models.teaching import Action, Case, Intent, IntentExample, Publication, Snippet
from rafiq.bot.models.trying import Trial

__all__ = [
    "USUAL_MODES",
    "Action",
    "ActionRun",
    "AssistChoice",
    "AssistSettings",
    "BotSettings",
    "Calibration",
    "Case",
    "Intent",
    "IntentExample",
    "LanguageModel",
    "Learned",
    "Mode",
    "ModelUse",
    "Promise",
    "Publication",
    "Session",
    "Silence",
    "Snippet",
    "Trial",
    "Turn",
]
