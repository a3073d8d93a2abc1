"""The list of articles, a new one, and the picker."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.models import Language
from rafiq.accounts.permissions import AgentRequest, ForAdministrators, ForAgents
from rafiq.knowledge import queries, services
from rafiq.knowledge.contracts import Draft
from rafiq.knowledge.desk_forms import Beginning
from rafiq.knowledge.models import Audience, Freshness, State, Translation
from rafiq.knowledge.queries import desk
from rafiq.knowledge.queries.desk import Wanted
from rafiq.knowledge.services.writing import TITLE_LIMIT
from rafiq.knowledge.views.desk import common
from rafiq.knowledge.words import one_line
from rafiq.platform.ui import pages, paging

NEEDS = (Freshness.MISSING, Freshness.OUTDATED, desk.DRAFT)
PICKED = 12


class Articles(ForAgents):
    """All of them, last changed first, or those that match."""

    def get(self, request: AgentRequest) -> HttpResponse:
        site, said = queries.site(), wanted_by(request)
        languages, before = common.languages_for(site), paging.natural(request.GET.get("before"))
        rows = desk.page(
            said, reader_language=request.user.language, default=site.default_language, languages=languages,
            before=before,
        )  # fmt: skip
        more = rows[-1].order if len(rows) == desk.PAGE else None
        context = {"rows": rows, "wanted": said, "more": more, "is_more": before is not None, "site": site}
        if pages.is_partial(request):
            return render(request, "knowledge/desk/_rows.html", context)
        context |= {
            "collections": [(one.pk, one.name(request.user.language)) for one in common.collections()],
            "states": State.choices, "audiences": Audience.choices,
            "languages": [(code, Language(code).label) for code in languages],
        }  # fmt: skip
        return render(request, "knowledge/desk/list.html", context)


class NewArticle(ForAgents):
    """The first words of a new article."""

    def get(self, request: AgentRequest) -> HttpResponse:
        site = queries.site()
        language = site.default_language if request.user.language not in site.languages else request.user.language
        title = one_line(request.GET.get("title", ""), limit=TITLE_LIMIT)
        initial = {"language": language, "audience": Audience.PUBLIC, "title": title}
        return self._page(request, self._form(request, initial=initial))

    def post(self, request: AgentRequest) -> HttpResponse:
        form = self._form(request, data=request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        said = form.cleaned_data
        shelf = next(one for one in common.collections() if str(one.pk) == said["collection"])
        made = services.create_article(
            collection=shelf, audience=said["audience"], language=said["language"], draft=Draft(title=said["title"]),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        return pages.go(request, reverse("articles:editor", args=[made.article_id, made.language]))

    def _form(self, request: AgentRequest, **named: object) -> Beginning:
        return Beginning(collections=common.collections(), reader=request.user, **named)

    def _page(self, request: AgentRequest, form: Beginning, *, status: int = 200) -> HttpResponse:
        form.focus_first_error()
        is_lacking = not form.fields["collection"].choices  # type: ignore[attr-defined]
        context = {"form": form, "is_lacking": is_lacking}
        return pages.show(request, "knowledge/desk/new.html", context, part="form", status=status)


class ArticlePage(ForAgents):
    """An article without a language leads to the reader's, else to the one it is written in."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        article = common.article_of(pk)
        written = list(article.translations.order_by("pk").values_list("language", flat=True))
        language = request.user.language if request.user.language in written else written[0]
        return redirect("articles:editor", pk, language)


class Picker(ForAgents):
    """Articles whose title has the words, to link to."""

    def get(self, request: AgentRequest) -> HttpResponse:
        context = {"found": picked(_words(request), language=_language(request))}
        return render(request, "knowledge/desk/_picked.html", context)


class Removal(ForAdministrators):
    """An article that shall be no more, with everything of it."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        article = common.article_of(pk)
        services.remove_article(article, by=request.user, at=timezone.now())
        messages.success(request, _("The article was removed."))
        return pages.go(request, reverse("articles:list"))


def picked(words: str, *, language: str) -> list[Translation]:
    """Find articles by words, one language of each, this one first."""
    rows = Translation.objects.filter(desk.found_by_words(words)) if words else Translation.objects.all()
    found: dict[int, Translation] = {}
    for row in rows.exclude(state=State.ARCHIVED).select_related("article").order_by("-pk")[: PICKED * 6]:
        if row.article_id not in found or row.language == language:
            found[row.article_id] = row
    return list(found.values())[:PICKED]


def wanted_by(request: AgentRequest) -> Wanted:
    """Read from an address which articles are wanted; what means nothing is passed over."""
    said = request.GET
    return Wanted(
        words=_words(request),
        collection_id=paging.natural(said.get("collection")),
        state=_one_of(said.get("state"), State.values),
        language=_one_of(said.get("language"), Language.values),
        audience=_one_of(said.get("audience"), Audience.values),
        needs=_one_of(said.get("needs"), [str(one) for one in NEEDS]),
    )


def _one_of(given: str | None, known: list[str]) -> str:
    return given if given in known else ""


def _language(request: AgentRequest) -> str:
    return _one_of(request.GET.get("language"), Language.values) or request.user.language


def _words(request: AgentRequest) -> str:
    return one_line(request.GET.get("q", ""), limit=TITLE_LIMIT)
