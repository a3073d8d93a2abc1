"""Every saved state of an article in one language: what changed, and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.knowledge import queries, services
from rafiq.knowledge.contracts import Line
from rafiq.knowledge.models import State, Translation, Version
from rafiq.knowledge.views.desk import common
from rafiq.knowledge.views.desk.steering import refused
from rafiq.platform import text
from rafiq.platform.ui import pages, paging

MOST = 200


class Versions(ForAgents):
    """The list, and what is different between two of them: those named, else what readers see and the newest."""

    def get(self, request: AgentRequest, pk: int, language: str) -> HttpResponse:
        translation = common.translation_of(pk, language)
        versions = list(queries.versions_of(translation)[:MOST])
        before, after = _chosen(translation, versions, request.GET.get("before"), request.GET.get("after"))
        context = {
            "article": translation.article, "translation": translation, "language_shown": language,
            "versions": versions, "reviews": queries.reviews_of(translation)[:MOST],
            "before": before, "after": after, "compared": _compared(before, after),
        }  # fmt: skip
        return render(request, "knowledge/desk/versions.html", context)


class Restoration(ForAgents):
    """POST: an earlier version becomes the newest; readers see it only once it is published."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, language: str, number: int) -> HttpResponse:
        translation = common.translation_of(pk, language)
        get_object_or_404(translation.versions, number=number)
        if translation.state == State.SCHEDULED and not request.user.is_supervisor:
            words = _("It is planned to be published. Until then only supervisors change it.")
            return refused(request, pk, language, words)
        try:
            services.restore_version(
                translation, restored=number, number=translation.number, by=request.user, at=timezone.now()
            )
        except services.Conflict:
            return refused(request, pk, language, _("Somebody saved another version meanwhile. Look at it first."))
        words = text.digits(number, language=request.user.language)
        messages.success(request, _("Version %(number)s is the newest draft now.") % {"number": words})
        return pages.go(request, reverse("articles:editor", args=[pk, language]))


def _chosen(
    translation: Translation, versions: list[Version], before: str | None, after: str | None
) -> tuple[Version | None, Version]:
    by_number = {one.number: one for one in versions}
    newest = versions[0]
    chosen = by_number.get(paging.natural(after) or 0, newest)
    shown = translation.live.number if translation.live else 0
    usual = shown if shown not in {0, chosen.number} else 0
    earlier = next((one.number for one in versions if one.number < chosen.number), 0)
    return by_number.get(paging.natural(before) or usual or earlier), chosen


def _compared(before: Version | None, after: Version) -> list[tuple[str, list[Line]]]:
    """Compare each part that is different; against nothing all is new."""
    names = {"title": _("Title"), "summary": _("Summary"), "body": _("Text"), "asked": _("Ways people ask for it")}
    return [
        (words, queries.compare(_part(before, name), _part(after, name)))
        for name, words in names.items()
        if _part(before, name) != _part(after, name)
    ]


def _part(version: Version | None, name: str) -> str:
    if version is None:
        return ""
    return "\n".join(version.asked) if name == "asked" else str(getattr(version, name))
