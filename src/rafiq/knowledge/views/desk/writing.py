"""The editor: what is typed is kept, compared with what others kept, and brought to readers."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents, ForSupervisors
from rafiq.knowledge import queries, services
from rafiq.knowledge.desk_forms import Planning, Writing
from rafiq.knowledge.models import State, Translation, Version
from rafiq.knowledge.views.desk import common
from rafiq.knowledge.views.desk.editor import Desk, Refused, own_words, source_for
from rafiq.platform import calendars
from rafiq.platform.ui import pages, paging


class Editor(ForAgents):
    """GET: the editor. POST: what was written is kept as a draft."""

    def get(self, request: AgentRequest, pk: int, language: str) -> HttpResponse:
        article = common.article_of(pk)
        translation = common.written_in(article, language)
        form = Writing(initial=own_words(translation))
        if translation is not None:
            services.see_answers(translation, by=request.user, at=timezone.now())
        return self._page(Desk(request.user, article, language, translation), form)

    def post(self, request: AgentRequest, pk: int, language: str) -> HttpResponse:
        article = common.article_of(pk)
        translation = common.written_in(article, language)
        desk, form = Desk(request.user, article, language, translation), Writing(request.POST)
        if not form.is_valid():
            return self._page(desk, form, status=422)
        try:
            with transaction.atomic():
                kept = keep(desk, form, at=timezone.now())
                done = self.then(kept.translation, number=kept.number)
        except services.Conflict:
            return self._page(
                Desk(request.user, article, language, common.written_in(article, language)), form, status=409
            )
        except Refused as refusal:
            return self._page(desk, form, problem=str(refusal), status=409)
        except tuple(common.REFUSALS) as refusal:
            return self._page(desk, form, problem=str(common.REFUSALS[type(refusal)]), status=422)
        messages.success(request, done)
        return pages.go(request, reverse("articles:editor", args=[pk, language]))

    def then(self, translation: Translation, *, number: int) -> str:
        """Do what follows once the words are kept; return in words what was done."""
        return _("The draft is kept.")

    def _page(self, desk: Desk, form: Writing, *, problem: str = "", status: int = 200) -> HttpResponse:
        form.focus_first_error()
        context = desk.context(form, problem=problem, is_conflict=status == 409 and not problem, at=timezone.now())
        return render(self.request, "knowledge/desk/editor.html", context, status=status)


class Review(Editor):
    """POST: somebody else, a chosen one or whoever may, shall look at it before it is published."""

    http_method_names = ["post"]

    def then(self, translation: Translation, *, number: int) -> str:
        asker, chosen = self.request.user, self.request.POST.get("reviewer", "")
        reviewer = queries.reviewers_for(asker).filter(pk=paging.natural(chosen) or 0).first()
        if chosen and reviewer is None:
            raise services.NotAReviewer
        services.submit(translation, number=number, by=asker, at=timezone.now(), reviewer=reviewer)
        if reviewer is None:
            return _("It waits for a review now.")
        return _("%(name)s was asked for a review.") % {"name": reviewer.name}


class Publication(ForSupervisors, Editor):
    """POST: readers shall see what was written."""

    http_method_names = ["post"]

    def then(self, translation: Translation, *, number: int) -> str:
        services.publish(translation, number=number, by=self.request.user, at=timezone.now())
        return _("Published: readers see this version now.")


class Schedule(ForSupervisors, Editor):
    """POST: readers shall see it from a moment on."""

    http_method_names = ["post"]

    def then(self, translation: Translation, *, number: int) -> str:
        reader = self.request.user
        form = Planning(self.request.POST, reader=reader)
        if not form.is_valid():
            raise Refused(common.told(form))
        moment = form.moment
        services.schedule(translation, number=number, publish_at=moment, by=reader, at=timezone.now())
        words = calendars.format_moment(
            moment, calendar=reader.calendar, language=reader.language, zone=reader.time_zone
        )
        return _("It will be published by itself: %(moment)s.") % {"moment": words}


class Autosave(ForAgents):
    """POST: what is being typed is kept; says when, or what stands in the way."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, language: str) -> HttpResponse:
        article = common.article_of(pk)
        desk = Desk(request.user, article, language, common.written_in(article, language))
        form, at = Writing(request.POST), timezone.now()
        if not form.is_valid():
            return self._told(422, problem=common.told(form))
        try:
            with transaction.atomic():
                kept = keep(desk, form, at=at, is_by_itself=True)
        except services.Conflict:
            return self._told(409, is_conflict=True)
        except Refused as refusal:
            return self._told(409, problem=str(refusal))
        except tuple(common.REFUSALS) as refusal:
            return self._told(422, problem=str(common.REFUSALS[type(refusal)]))
        return self._told(200, number=kept.number, kept_at=at)

    def _told(self, status: int, **told: object) -> HttpResponse:
        return render(self.request, "knowledge/desk/_saved.html", told, status=status)


class Preview(ForAgents):
    """POST: what is being written, as readers will see it; nothing is kept."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, language: str) -> HttpResponse:
        article = common.article_of(pk)
        common.written_in(article, language)
        form = Writing(request.POST)
        form.is_valid()
        body = form.cleaned_data.get("body", "")
        context = {
            "preview": common.drawn(body, reader=request.user), "language_shown": language,
            "preview_title": form.cleaned_data.get("title", ""),
            "preview_summary": form.cleaned_data.get("summary", ""),
        }  # fmt: skip
        return render(request, "knowledge/desk/_preview.html", context)


def keep(desk: Desk, form: Writing, *, at: datetime, is_by_itself: bool = False) -> Version:
    """Keep what was written: as a further version, or as the first in this language.

    Raises:
        Refused: if it is planned to be published, and this agent may not change that; or if a plan or a review would
            end of words that are kept by themselves.
        Conflict, EmptyTitle, TooLong, LanguageTaken: of the services.
    """
    number, source = form.cleaned_data["number"] or 0, _newest(source_for(desk.article, desk.language))
    if desk.translation is None:
        made = services.add_translation(
            article=desk.article, language=desk.language, draft=form.draft, by=desk.reader, at=at, source=source
        )
        return made.versions.get(number=made.number)
    if desk.translation.state == State.SCHEDULED and not desk.reader.is_supervisor:
        raise Refused(_("It is planned to be published. Until then only supervisors change it."))
    if is_by_itself and (ended := _ended_by_words(desk.translation)):
        raise Refused(ended)
    is_checked = form.cleaned_data["is_checked"] and desk.translation.source_id is not None
    return services.keep_draft(
        desk.translation, draft=form.draft, number=number, by=desk.reader, at=at, is_by_itself=is_by_itself,
        source=source if is_checked else None,
    )  # fmt: skip


def _ended_by_words(translation: Translation) -> str:
    """Say what other words would end; nothing that somebody decided is undone while somebody merely types."""
    if translation.state == State.SCHEDULED:
        return _("It is planned to be published. 'Keep the draft' keeps what you change and ends the plan.")
    if translation.state == State.IN_REVIEW:
        return _("Somebody is to review it. 'Keep the draft' keeps what you change and ends the review.")
    return ""


def _newest(translation: Translation | None) -> Version | None:
    return translation.versions.filter(number=translation.number).first() if translation else None
