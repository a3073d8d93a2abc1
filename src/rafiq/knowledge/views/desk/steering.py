"""What is decided about an article: who reads it, where it stands, its address, the words it is found by."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents, ForSupervisors
from rafiq.knowledge import services
from rafiq.knowledge.desk_forms import Address, Place, Writing
from rafiq.knowledge.models import AskedWay, State, Translation
from rafiq.knowledge.queries import ArticlePage, Shown
from rafiq.knowledge.views.base import NOT_KEPT
from rafiq.knowledge.views.desk import common
from rafiq.knowledge.views.desk.editor import Desk, own_words
from rafiq.knowledge.views.pages import ArticleView
from rafiq.platform.ui import pages

MOST_POSITIONS = 2**31 - 2


class Placing(ForSupervisors):
    """POST: the collection, and who may read it."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        article, shelves = common.article_of(pk), common.collections()
        form = Place(request.POST, collections=shelves, reader=request.user)
        language = article.translations.order_by("pk").values_list("language", flat=True)[0]
        if not form.is_valid():
            return refused(request, pk, language, common.told(form), status=422)
        at, said = timezone.now(), form.cleaned_data
        shelf = next(one for one in shelves if str(one.pk) == said["collection"])
        with transaction.atomic():
            services.change_audience(article, audience=said["audience"], by=request.user, at=at)
            if shelf.pk != article.collection_id:
                last = shelf.articles.order_by("-position").values_list("position", flat=True).first() or 0
                position = min(last + 1, MOST_POSITIONS)
                services.move(article, collection=shelf, position=position, by=request.user, at=at)
        messages.success(request, _("Kept. It counts from the next page a reader opens."))
        return pages.go(request, reverse("articles:article", args=[pk]))


class Renaming(ForSupervisors):
    """POST: another address; the old one leads on to it."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, language: str) -> HttpResponse:
        translation, form = common.translation_of(pk, language), Address(request.POST)
        if not form.is_valid():
            return refused(request, pk, language, common.told(form), status=422)
        try:
            services.rename_slug(translation, slug=form.cleaned_data["slug"], by=request.user, at=timezone.now())
        except (services.BadSlug, services.SlugTaken) as refusal:
            return refused(request, pk, language, str(common.REFUSALS[type(refusal)]), status=422)
        messages.success(request, _("The address was changed. The old one leads to it."))
        return pages.go(request, reverse("articles:editor", args=[pk, language]))


class Recall(ForAgents):
    """POST: no review any more; a supervisor also ends a plan."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, language: str) -> HttpResponse:
        translation = common.translation_of(pk, language)
        if translation.state == State.SCHEDULED and not request.user.is_supervisor:
            words = _("It is planned to be published. Until then only supervisors change it.")
            return refused(request, pk, language, words)
        services.withdraw(translation, by=request.user, at=timezone.now())
        messages.success(request, _("It is a draft again."))
        return pages.go(request, reverse("articles:editor", args=[pk, language]))


class Withdrawal(ForSupervisors):
    """POST: readers see it no more; it stays as a draft, or (`archive`) in the archive."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, language: str) -> HttpResponse:
        translation, is_archived = common.translation_of(pk, language), bool(request.POST.get("archive"))
        try:
            services.unpublish(translation, by=request.user, at=timezone.now(), archive=is_archived)
        except services.NotLive:
            return refused(request, pk, language, str(common.REFUSALS[services.NotLive]))
        words = _("Archived: readers see it no more.") if is_archived else _("Readers see it no more. It is a draft.")
        messages.success(request, words)
        return pages.go(request, reverse("articles:editor", args=[pk, language]))


class Way(ForSupervisors):
    """POST: a way of asking that was heard is one of this article's (`approve`), or not."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, language: str, way_pk: int) -> HttpResponse:
        translation = common.translation_of(pk, language)
        way = get_object_or_404(AskedWay, pk=way_pk, translation=translation)
        decide = services.approve_way if request.POST.get("approve") else services.dismiss_way
        decide(way, by=request.user, at=timezone.now())
        if not pages.is_partial(request):
            return pages.go(request, reverse("articles:editor", args=[pk, language]))
        way.refresh_from_db()
        context = {"way": way, "article": translation.article, "language_shown": language}
        return render(request, "knowledge/desk/_way.html", context)


class Visitor(ForAgents, ArticleView):
    """The newest version as a reader will see it, on the page that readers see."""

    request: AgentRequest  # of both bases

    http_method_names = ["get", "head"]

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:  # type: ignore[override]  # named by its number
        translation = common.translation_of(pk, self.language)
        version = translation.versions.get(number=translation.number)
        article = translation.article
        pictures = common.drawn_pictures(version.body, request.user)
        page = ArticlePage(
            translation=translation, article=article, collection=article.collection, version=version,
            asked_language=self.language, languages=[Shown(translation.language, translation.slug)], pictures=pictures,
        )  # fmt: skip
        response = self._shown(page)
        response["Cache-Control"] = NOT_KEPT
        return response


def refused(request: AgentRequest, pk: int, language: str, words: str, *, status: int = 409) -> HttpResponse:
    """Show the editor with the words that tell why it could not be done.

    Raises:
        Http404: if there is no such article.
    """
    article = common.article_of(pk)
    translation: Translation | None = common.written_in(article, language)
    if translation is None:
        raise Http404
    form = Writing(initial=own_words(translation))
    desk = Desk(request.user, article, language, translation)
    context = desk.context(form, problem=words, is_conflict=False, at=timezone.now())
    return render(request, "knowledge/desk/editor.html", context, status=status)
