"""'When someone says … the bot must …': tests, and their runs with progress."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.bot import services
from rafiq.bot.desk import articles
from rafiq.bot.desk.forms.teaching import EditCase
from rafiq.bot.models import Case, Trial
from rafiq.bot.services.publishing import MOST_CASES, PATIENCE
from rafiq.platform.ui import pages

DEEDS = {
    "ANSWER": gettext_lazy("answer from an article"), "INTENT": gettext_lazy("understand an intent"),
    "HAND_OVER": gettext_lazy("hand over to a person"), "ABSTAIN": gettext_lazy("say that it does not know"),
    "CLARIFY": gettext_lazy("ask which is meant"), "SMALL_TALK": gettext_lazy("be polite"),
}  # fmt: skip


def deed(plain: dict[str, Any], titles: dict[str, str]) -> str:
    """Say what was expected or found, in words."""
    words = str(DEEDS.get(plain.get("kind", ""), "—"))
    more = plain.get("intent") or titles.get(plain.get("article_key", ""), plain.get("article_key", ""))
    return f"{words}: {more}" if more else words


class Cases(ForAdministrators):
    """All tests with what was found last; POST adds one."""

    def get(self, request: AgentRequest) -> HttpResponse:
        form = EditCase(reader_language=request.user.language, initial={"language": request.user.language})
        return self._page(request, form)

    def post(self, request: AgentRequest) -> HttpResponse:
        form = EditCase(request.POST, reader_language=request.user.language)
        is_full = Case.objects.count() >= MOST_CASES
        if is_full:
            form.add_error(None, _("There are as many tests as can be run. Remove one first."))
        if is_full or not form.is_valid():
            return self._page(request, form, status=422)
        Case.objects.create(**services_values(form.cleaned_data))
        messages.success(request, _("The test was added."))
        return pages.go(request, reverse("bot_settings:cases"))

    def _page(self, request: AgentRequest, form: EditCase, *, status: int = 200) -> HttpResponse:
        form.focus_first_error()
        rows = list(Case.objects.select_related("intent").order_by("passed", "-pk")[:MOST_CASES])
        context = {
            "section": "cases", "form": form, "cases": shown(rows, request.user.language),
            "failing": sum(one.passed is False for one in rows), "trial": Trial.objects.order_by("-pk").first(),
            "now": timezone.now(), "patience": PATIENCE,
        }  # fmt: skip
        return pages.show(request, "bot/desk/cases.html", context, part="form" if status == 422 else "", status=status)


def services_values(given: dict[str, Any]) -> dict[str, Any]:
    """Keep of a valid form only what its expectation has use for."""
    return {
        "text": given["text"], "language": given["language"], "expected": given["expected"],
        "article_key": given["article_key"] if given["expected"] == Case.Expected.ANSWER else "",
        "intent": given["intent"] if given["expected"] == Case.Expected.INTENT else None,
    }  # fmt: skip


def shown(rows: Iterable[Case], language: str) -> list[dict[str, Any]]:
    """Return each test with what is expected and what was found, in words."""
    rows = list(rows)
    titles = articles.titles(
        {key for one in rows for key in (one.article_key, one.got.get("article_key", ""))}, language
    )
    return [
        {
            "case": one,
            "got": deed(one.got, titles) if one.ran_at else "",
            "expected": deed(
                {"kind": one.expected, "article_key": one.article_key, "intent": one.intent.name if one.intent else ""},
                titles,
            ),
        }
        for one in rows
    ]


class CaseRemoval(ForAdministrators):
    """A test that is not needed any more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        get_object_or_404(Case, pk=pk).delete()
        messages.success(request, _("The test was removed."))
        return pages.go(request, reverse("bot_settings:cases"))


class Trials(ForAdministrators):
    """POST: all tests are run now, against what is written."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest) -> HttpResponse:
        trial = services.try_tests(by=request.user, at=timezone.now())
        return pages.go(request, reverse("bot_settings:trial", args=[trial.pk]))


class TrialPage(ForAdministrators):
    """GET: how far a run has come, and what it found."""

    http_method_names = ["get"]

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        trial = get_object_or_404(Trial.objects.select_related("publication", "asked_by"), pk=pk)
        keys = {str(one[side].get("article_key", "")) for one in trial.failing for side in ("expected", "got")}
        titles = articles.titles(keys, request.user.language)
        failing = [
            {**one, "expected": deed(one["expected"], titles), "got": deed(one["got"], titles)} for one in trial.failing
        ]
        is_running = trial.state == Trial.State.RUNNING
        context = {
            "section": "publications" if trial.publishes else "cases", "trial": trial, "failing": failing,
            "is_running": is_running and timezone.now() - trial.asked_at < PATIENCE,
            "is_lost": is_running and timezone.now() - trial.asked_at >= PATIENCE,
        }  # fmt: skip
        return pages.show(request, "bot/desk/trial.html", context, part="progress")
