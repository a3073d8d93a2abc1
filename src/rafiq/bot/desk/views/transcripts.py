"""What customers asked and what the bot made of it; one click says what it should have been."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.models import Language
from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.bot import queries as bot
from rafiq.bot.desk import articles, explaining
from rafiq.bot.desk.queries import dashboard, turns
from rafiq.bot.desk.views.dashboard import wanted_of
from rafiq.bot.models import Intent, Turn
from rafiq.bot.services import correcting
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Channel
from rafiq.platform.ui import pages, paging


class Transcripts(ForSupervisors):
    """The newest turns, narrowed as the reader likes."""

    http_method_names = ["get"]

    def get(self, request: AgentRequest) -> HttpResponse:
        said = {name: str(value) for name, value in request.GET.items()}
        wanted = _wanted(request, said)
        rows = turns.page(request.user, wanted)
        context = {
            "section": "transcripts", "rows": rows, "said": said, "filters": turns.FILTERS,
            "languages": Language.choices, "channels": Channel.objects.order_by("name", "pk"), "wanted": wanted,
            "after": _mark(rows[-1]) if len(rows) == turns.PAGE else "", "outcome": said.get("outcome", ""),
            "kept": {name: said[name] for name in ("outcome", "week", "weeks") if said.get(name)},
        }  # fmt: skip
        return pages.show(request, "bot/desk/transcripts.html", context, part="rows")


def _wanted(request: AgentRequest, said: Mapping[str, str]) -> turns.Wanted:
    sessions = None
    shared = wanted_of(request, said)
    if said.get("outcome") in dashboard.OUTCOMES:
        given = said.get("week", "")
        week = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else None
        sessions = dashboard.listed(request.user, shared, outcome=said["outcome"], week=week)
    only = said.get("only", "")
    return turns.Wanted(
        only=only if only in turns.FILTERS else "", language=shared.language, channel_id=shared.channel_id,
        sessions=sessions, after=paging.key(said.get("after", "")),
    )  # fmt: skip


def _mark(row: turns.Row) -> str:
    return paging.written(row.taken_at, row.pk)


class Dialogue(ForSupervisors):
    """GET: one conversation with the bot, and why it did what it did."""

    http_method_names = ["get"]

    def get(self, request: AgentRequest, conversation_pk: int) -> HttpResponse:
        conversation = get_object_or_404(inbox.visible_to(request.user).select_related("customer"), pk=conversation_pk)
        rows = turns.of_conversation(request.user, conversation.pk)
        if not rows:
            raise Http404
        context = {
            "section": "transcripts", "conversation": conversation,
            "turns": [row_of(one, request.user.language) for one in rows],
        }  # fmt: skip
        return pages.show(request, "bot/desk/dialogue.html", context)


def row_of(turn: Turn, language: str) -> dict[str, Any]:
    """Return one turn as the page shows it."""
    calibration = bot.calibration()
    key = turn.correction.get("article_key") or turn.article_key
    titles = articles.titles({key, turn.article_key} - {""}, language)
    return {
        "turn": turn, "why": explaining.reasons(turn, threshold=calibration.threshold if calibration else None),
        "said": str(turn.answer.text if turn.answer else turn.said.get("text") or ""),
        "article": titles.get(turn.article_key, ""), "should": _should(turn, titles),
        "is_said": turn.answer_id is not None,
    }  # fmt: skip


def _should(turn: Turn, titles: Mapping[str, str]) -> str:
    """Say what a correction says."""
    match turn.correction.get("should"):
        case correcting.ARTICLE:
            key = turn.correction.get("article_key", "")
            return _("The right article is “%(title)s”.") % {"title": titles.get(key, key)}
        case correcting.INTENT:
            return _("It was the intent %(name)s.") % {"name": turn.correction.get("intent", "")}
        case correcting.PERSON:
            return _("It should have been a person.")
        case _:
            return ""


class Correction(ForSupervisors):
    """GET: what it could have been; POST: what it should have been."""

    http_method_names = ["get", "post"]

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        return self._page(request, _turn(request, pk))

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        turn = _turn(request, pk)
        problem = self._correct(request, turn)
        if problem:
            return self._page(request, turn, problem=problem, status=422)
        return show_turn(request, pk)

    def _correct(self, request: AgentRequest, turn: Turn) -> str:
        """Do what was chosen; return what stands in the way, in words."""
        by, now = request.user, timezone.now()
        try:
            if key := request.POST.get("article_key", ""):
                found = articles.translation(key[:80].replace("\0", ""), turn.language or by.language)
                if found is None:
                    return _("There is no such article any more.")
                correcting.correct_to_article(turn, found, by=by, at=now)
            elif name := request.POST.get("intent", ""):
                intent = Intent.objects.filter(name=name[:60].replace("\0", "")).first()
                if intent is None:
                    return _("There is no such intent any more.")
                correcting.correct_to_intent(turn, intent, by=by, at=now)
            elif request.POST.get("should") == correcting.PERSON:
                correcting.correct_to_person(turn, by=by, at=now)
            else:
                return _("Choose what it should have been.")
        except correcting.NothingToLearn:
            return _("The message has no words to learn from.")
        return ""

    def _page(self, request: AgentRequest, turn: Turn, *, problem: str = "", status: int = 200) -> HttpResponse:
        language = turn.language or request.user.language
        context = {
            "section": "transcripts", "turn": turn, "problem": problem, "row": row_of(turn, request.user.language),
            "likely": articles.likely(turn.message.text, language=language) if turn.message.text.strip() else [],
            "articles": articles.choices(request.user.language), "intents": Intent.objects.order_by("name"),
        }  # fmt: skip
        context["is_part"] = pages.is_partial(request)
        answer = pages.show(request, "bot/desk/correction.html", context, part="form", status=status)
        if status == HTTPStatus.UNPROCESSABLE_ENTITY:  # the form comes back to its place, and the turn stays
            answer["HX-Retarget"], answer["HX-Reswap"] = f"#turn-{turn.pk} .bot-correct", "innerHTML"
        return answer


class CorrectionUndo(ForSupervisors):
    """POST: a correction is taken back, with what was learned from it."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        correcting.undo_correction(_turn(request, pk), by=request.user, at=timezone.now())
        return show_turn(request, pk)


def show_turn(request: AgentRequest, pk: int) -> HttpResponse:
    """Show one turn anew in its place; without htmx, the dialogue it belongs to."""
    turn = _turn(request, pk)
    if not pages.is_partial(request):
        return pages.go(request, f"{reverse('bot_settings:dialogue', args=[turn.session.conversation_id])}#turn-{pk}")
    return pages.show(request, "bot/desk/_turn.html", {"row": row_of(turn, request.user.language)})


def _turn(request: AgentRequest, pk: int) -> Turn:
    found = turns.visible_to(request.user).select_related(
        "session", "message", "answer", "corrected_by", "snippet"
    )  # fmt: skip
    return get_object_or_404(found, pk=pk)
