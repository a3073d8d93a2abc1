"""Files of many articles: how far they have come, what was refused, and the way to stop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.knowledge import services
from rafiq.knowledge.models import Import, ImportProblem
from rafiq.knowledge.views.desk import common
from rafiq.platform.ui import pages, paging

SHOWN = 200
_REASONS: dict[str, Promise] = {
    "no_line": gettext_lazy("This line is no JSON object."),
    "no_facts": gettext_lazy("It does not begin with facts between two lines of dashes."),
    "bad_fact": gettext_lazy("One of the lines on top is no fact like “title: …”."),
    "needed": gettext_lazy("Its title, language or key is missing."),
    "bad_key": gettext_lazy("Its key may have small Latin letters, digits and hyphens only."),
    "unknown": gettext_lazy("Its language or its readers are none that are known here."),
    "broken": gettext_lazy("This part of the pack was damaged on the way."),
    "KeyTaken": gettext_lazy("Another article has this key already."),
}


class ImportRun(ForSupervisors):
    """GET: how far a file has come, and what was refused so far."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(Import.objects.select_related("by"), pk=pk)
        after = paging.natural(request.GET.get("after")) or 0
        rows = list(ImportProblem.objects.filter(of=one, pk__gt=after).order_by("pk")[:SHOWN])
        context = {
            "one": one, "problems": [(row.name, words_of(row.code)) for row in rows],
            "more": rows[-1].pk if len(rows) == SHOWN else None,
        }  # fmt: skip
        return pages.show(request, "knowledge/desk/import_run.html", context, part="progress")


class ImportCancel(ForSupervisors):
    """POST: stop; whatever is in stays."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(Import, pk=pk)
        services.cancel_import(one, at=timezone.now())
        messages.success(request, _("Stopped. Articles that were taken in before stay."))
        return pages.go(request, reverse("articles:import_run", args=[one.pk]))


def words_of(code: str) -> str:
    """Say why something was not taken in."""
    known = {kind.__name__: words for kind, words in common.REFUSALS.items()} | _REASONS
    return str(known.get(code) or _("It could not be kept."))
