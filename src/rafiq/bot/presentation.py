"""What agents see of the bot in a conversation, in their own language, calendar and zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.bot.models import Silence
from rafiq.platform import calendars, text

_LANGUAGES = {"fa": lambda: _("Persian"), "ar": lambda: _("Arabic"), "en": lambda: _("English")}
_MOODS = {
    "ANGRY": lambda: _("Angry"),
    "UPSET": lambda: _("Upset"),
    "GLAD": lambda: _("Friendly"),
    "CALM": lambda: _("Calm"),
}
MOST = 10


def handover(kept: Any, reader: Agent) -> dict[str, Any] | None:  # noqa: ANN401  # JSON
    """Tell a hand-over as `services.calling.summary` kept it; what has lost its shape is left out."""
    if not isinstance(kept, Mapping):
        return None
    reason = str(kept.get("reason", ""))
    language = str(kept.get("language", ""))
    mood = str(kept.get("mood", ""))
    return {
        "reason": Silence(reason).label if reason in Silence.values else "",
        "language": _LANGUAGES[language]() if language in _LANGUAGES else "",
        "mood": _MOODS[mood]() if mood in _MOODS else "",
        "is_upset": mood in {"ANGRY", "UPSET"},
        "wants": _texts(kept.get("wants")),
        "shown": _texts(kept.get("shown")),
        "values": [(str(one[0]), str(one[1])) for one in _listed(kept.get("values")) if _is_pair(one)],
        "contact": str(kept.get("contact") or ""),
        "asked_contact": bool(kept.get("asked_contact")),
        "due": _moment(kept.get("due_at"), reader),
        "due_at": str(kept.get("due_at") or ""),
        "owed": _moment(kept.get("owed_at"), reader),
        "owed_at": str(kept.get("owed_at") or ""),
        "turns": text.digits(kept.get("turns") or 0, language=reader.language),
    }


def _listed(given: Any) -> list[Any]:  # noqa: ANN401  # JSON
    return given[:MOST] if isinstance(given, list) else []


def _texts(given: Any) -> list[str]:  # noqa: ANN401  # JSON
    return [one for one in _listed(given) if isinstance(one, str) and one]


def _is_pair(given: Any) -> bool:  # noqa: ANN401  # JSON
    return isinstance(given, list | tuple) and len(given) == 2


def _moment(given: Any, reader: Agent) -> str:  # noqa: ANN401  # JSON
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        return ""
    style = {"calendar": reader.calendar, "language": reader.language, "zone": reader.time_zone}
    return calendars.format_moment(moment, style="full", **style)
