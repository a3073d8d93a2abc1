"""What readers lack, and how to see to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.models import Language
from rafiq.accounts.permissions import AgentRequest, ForAgents, ForSupervisors
from rafiq.knowledge import queries, services
from rafiq.knowledge.contracts import Staff
from rafiq.knowledge.models import Search, Translation
from rafiq.knowledge.queries import gaps
from rafiq.knowledge.views.desk.lists import picked
from rafiq.knowledge.words import ASKED_LIMIT, one_line
from rafiq.platform.ui import pages, paging


class Gaps(ForAgents):
    """What was asked in vain, and articles that do not help."""

    def get(self, request: AgentRequest) -> HttpResponse:
        language = request.GET.get("language", "")
        language = language if language in Language.values else ""
        places = dict(Search.Place.choices)
        found = gaps.gaps(at=timezone.now(), language=language)
        context = {
            "gaps": [
                (gap, [Language(code).label for code in sorted(gap.languages) if code in Language.values],
                 [places[place] for place in sorted(gap.places) if place in places], _write_in(gap.languages, request))
                for gap in found
            ],
            "unhelpful": gaps.unhelpful(reader_language=request.user.language),
            "language_wanted": language, "languages": Language.choices,
        }  # fmt: skip
        return render(request, "knowledge/desk/gaps.html", context)


class GapArticle(ForAgents):
    """POST: an article is begun for what was asked."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest) -> HttpResponse:
        asked, language = _asked(request.POST.get("asked", "")), request.POST.get("language", "")
        if not asked or language not in Language.values:
            raise Http404
        title = asked[:1].upper() + asked[1:]
        made = services.begin_article(
            title=title, language=language, asked=(asked,), by=request.user, at=timezone.now()
        )
        messages.success(request, _("A draft was begun. It has the words people asked with already."))
        return pages.go(request, reverse("articles:editor", args=[made.article_id, made.language]))


class GapAnswer(ForAgents):
    """GET: articles that could answer what was asked. POST: this one does."""

    def get(self, request: AgentRequest) -> HttpResponse:
        asked = _asked(request.GET.get("asked", ""))
        words = _asked(request.GET.get("q", ""))
        language = request.GET.get("language", "")
        language = language if language in Language.values else request.user.language
        found = picked(words, language=language) if words else _likely(asked, request, language)
        context = {"asked": asked, "words": words, "language_wanted": language, "found": found}
        return pages.show(request, "knowledge/desk/gap_answer.html", context, part="found")

    def post(self, request: AgentRequest) -> HttpResponse:
        asked, pk = _asked(request.POST.get("asked", "")), paging.natural(request.POST.get("translation"))
        if not asked or pk is None:
            raise Http404
        translation = get_object_or_404(Translation, pk=pk)
        is_decided = request.user.is_supervisor
        services.answer_gap(asked, translation=translation, is_decided=is_decided, by=request.user, at=timezone.now())
        words = _("From now on people find it with these words.")
        messages.success(request, words if is_decided else _("Suggested. A supervisor approves it in the editor."))
        return pages.go(request, reverse("articles:gaps"))


class GapSettled(ForSupervisors):
    """POST: no article is needed for what was asked."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest) -> HttpResponse:
        asked = _asked(request.POST.get("asked", ""))
        if not asked:
            raise Http404
        services.settle_gap(asked, by=request.user, at=timezone.now())
        return HttpResponse("") if pages.is_partial(request) else pages.go(request, reverse("articles:gaps"))


def _likely(asked: str, request: AgentRequest, language: str) -> list[Translation]:
    """Find what a search of the staff finds for the words, in its order."""
    found = queries.search(Staff(request.user.pk), asked, language=language, limit=8) if asked else []
    rows = {
        (row.article_id, row.language): row
        for row in Translation.objects.filter(article__in=[one.article_id for one in found]).select_related("article")
    }
    return [rows[one.article_id, one.language] for one in found if (one.article_id, one.language) in rows]


def _write_in(languages: set[str], request: AgentRequest) -> str:
    mine = request.user.language
    return mine if mine in languages else next(iter(sorted(languages & set(Language.values))), mine)


def _asked(given: str) -> str:
    return one_line(given, limit=ASKED_LIMIT)
