"""What was live, since when and by whom; what differs; publish, and bring an older state back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.bot import services
from rafiq.bot.desk import comparing
from rafiq.bot.desk.forms.teaching import Reason
from rafiq.bot.models import Publication
from rafiq.platform import text
from rafiq.platform.ui import pages

MOST_SHOWN = 100
FIELDS = {
    "does": gettext_lazy("What it does"), "titles": gettext_lazy("Names"), "answers": gettext_lazy("Answers"),
    "article_key": gettext_lazy("Article"), "action": gettext_lazy("Action"), "examples": gettext_lazy("Examples"),
    "parameters": gettext_lazy("Parameters"), "url": gettext_lazy("Address"), "method": gettext_lazy("Method"),
    "secret": gettext_lazy("Secret"), "who": gettext_lazy("Who may use it"),
    "needs_confirmation": gettext_lazy("Asks first"), "results": gettext_lazy("Said afterwards"),
    "name": gettext_lazy("Name"),
}  # fmt: skip


class Publications(ForAdministrators):
    """All of them, the newest first, and what waits to be published; POST publishes, after the tests."""

    def get(self, request: AgentRequest) -> HttpResponse:
        found = list(Publication.objects.select_related("published_by").order_by("-number")[:MOST_SHOWN])
        waiting = comparing.compare(found[0].snapshot if found else {}, services.snapshot())
        context = {"section": "publications", "publications": found, "changes": labelled(waiting)}
        return render(request, "bot/desk/publications.html", context)

    def post(self, request: AgentRequest) -> HttpResponse:
        form = Reason(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        if "anyway" in request.POST and not reason:
            messages.error(request, _("Say why it shall be published although tests fail."))
            return pages.go(request, reverse("bot_settings:publications"))
        trial = services.try_tests(by=request.user, at=timezone.now(), publishes=True, reason=reason)
        return pages.go(request, reverse("bot_settings:trial", args=[trial.pk]))


class PublicationPage(ForAdministrators):
    """GET: one state that was live, and what it changed."""

    http_method_names = ["get"]

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(Publication.objects.select_related("published_by"), pk=pk)
        before = Publication.objects.filter(number__lt=one.number).order_by("-number").first()
        changes = comparing.compare(before.snapshot if before else {}, one.snapshot)
        newest = Publication.objects.order_by("-number").values_list("pk", flat=True).first()
        context = {
            "section": "publications", "one": one, "before": before, "changes": labelled(changes),
            "is_live": newest == one.pk,
        }  # fmt: skip
        return render(request, "bot/desk/publication.html", context)


class Restoration(ForAdministrators):
    """POST: an older state is live again, under a new number."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        older = get_object_or_404(Publication, pk=pk)
        made = services.republish(older, by=request.user, at=timezone.now())
        language = request.user.language
        numbers = {
            "old": text.number(older.number, language=language), "new": text.number(made.number, language=language)
        }  # fmt: skip
        messages.success(request, _("Version %(old)s is live again, as version %(new)s.") % numbers)
        return pages.go(request, reverse("bot_settings:publications"))


def labelled(changes: list[comparing.Change]) -> list[dict[str, Any]]:
    """Return changes with the names of their fields as people know them."""
    return [
        {
            "change": one,
            "differences": [(FIELDS.get(each.field, each.field), each) for each in one.differences],
        }
        for one in changes
    ]
