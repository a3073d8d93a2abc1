"""The switch, what the bot does on each channel, how sure it must be, and when a person takes over."""

from __future__ import annotations

from datetime import datetime
from typing import Any, override

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.bot import queries, services
from rafiq.bot.desk import charts, curves
from rafiq.bot.desk.forms.behaviour import HIGHEST, LOWEST, EditBehaviour, state_of, values_of
from rafiq.bot.models import BotSettings
from rafiq.inbox.models import Channel
from rafiq.platform import text
from rafiq.platform.ui.editing import Edit, State


class Behaviour(ForAdministrators, Edit[BotSettings]):
    """How the bot behaves, as one form."""

    template_name = "bot/desk/behaviour.html"
    form_class = EditBehaviour

    @override
    def rows(self) -> QuerySet[BotSettings]:
        return BotSettings.objects.all()

    @override
    def find(self, *, is_locked: bool = False) -> BotSettings | None:
        if not is_locked:
            return queries.settings()
        BotSettings.objects.get_or_create(pk=1)
        return BotSettings.objects.select_for_update(no_key=True).get(pk=1)

    @override
    def state(self, row: BotSettings | None) -> State:
        return state_of(row or queries.settings(), self.channels())

    @override
    def save(self, row: BotSettings | None, *, values: State, at: datetime) -> str:
        services.save_settings(values_of(values, self.channels()), at=at)
        return _("How the bot behaves was saved.")

    @override
    def form_options(self) -> State:
        return {"channels": self.channels()}

    @override
    def context(self, row: BotSettings | None) -> State:
        wrong = self.request.POST.get("wrong") or str(round((row or queries.settings()).error_rate * 100))
        return {"section": "behaviour", **meaning(wrong)}

    def channels(self) -> list[Channel]:
        """List the channels that are used, the same in one request."""
        if not hasattr(self, "_channels"):
            self._channels = list(Channel.objects.filter(is_active=True).order_by("name", "pk"))
        return self._channels


class ErrorMeaning(ForAdministrators):
    """GET: what an error rate means on the company's own questions, while the slider moves."""

    http_method_names = ["get"]

    def get(self, request: AgentRequest) -> HttpResponse:
        return render(request, "bot/desk/behaviour.html#meaning", meaning(request.GET.get("wrong", "")))


def meaning(given: str) -> dict[str, Any]:
    """Put a rate beside what was measured: the share answered, the share left to people, and the curve."""
    plain = text.ascii_digits(given)
    wrong = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 4 else LOWEST
    wrong = min(max(wrong, LOWEST), HIGHEST)
    calibration = queries.calibration()
    points = curves.curve(calibration)
    point, language = curves.chosen(points, wrong / 100), get_language() or "en"
    is_rtl = text.language_direction(language) == "rtl"
    return {
        "wrong": wrong, "calibration": calibration, "points": points, "point": point,
        "answered": text.percent(point.answered, language=language) if point else "",
        "left": text.percent(1 - point.answered, language=language) if point else "",
        "questions": _questions(calibration), "is_rtl": is_rtl,
        "curve": charts.error_curve(points, mark=point, error_rate=wrong / 100, is_rtl=is_rtl) if points else None,
    }  # fmt: skip


def _questions(calibration: Any) -> int:  # noqa: ANN401  # a row or nothing
    found = calibration.figures.get("questions") if calibration else None
    return found if isinstance(found, int) else 0
