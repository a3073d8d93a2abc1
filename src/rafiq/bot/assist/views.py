"""Help above the composer, shown on demand: suggestions, a summary, how the customer feels."""

from __future__ import annotations

from datetime import datetime
from typing import override

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.models import Role
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.bot.assist import lines, sentiment, services, suggesting, summary
from rafiq.bot.assist.forms import EditAssistance
from rafiq.bot.models import AssistSettings
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Conversation
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State

FEELS = 8
"""Messages of the customer that tell how they feel now."""


class OfConversation(ForAgents):
    """A part of a conversation this agent may see, for agents who want to be helped."""

    def find(self, pk: int) -> Conversation | None:
        """Return the conversation; None where nothing shall be shown.

        Raises:
            Http404: if there is none; what is hidden does not exist.
        """
        found = inbox.visible_to(self.request.user).select_related("customer").filter(pk=pk).first()
        if found is None:
            raise Http404
        return found if services.is_wanted(self.request.user) else None


class Strip(OfConversation):
    """What there is to ask for, and the language and mood; nothing in a conversation that needs no answer."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation, settings = self.find(pk), services.settings()
        if conversation is None or not conversation.is_open or not settings.is_any:
            return HttpResponse()
        said = lines.of(conversation)
        theirs = [one for one in said if one.is_customer]
        context = {
            "conversation": conversation, "settings": settings, "last": theirs[-1].id if theirs else 0,
            "is_long": settings.sums_up and len(said) >= summary.LONG, "newest": said[-1].id if said else 0,
            "can_suggest": settings.suggests and bool(theirs),
        }  # fmt: skip
        if settings.shows_mood:
            context["language"] = lines.language(said, conversation)
            context["feeling"] = sentiment.over([one.text for one in theirs[-FEELS:]]).name
        return render(request, "assist/_strip.html", context)


class Found(OfConversation):
    """Answers an agent may take into the composer."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation, settings = self.find(pk), services.settings()
        if conversation is None or not settings.suggests:
            return HttpResponse()
        origin = f"{request.scheme}://{request.get_host()}"
        found = suggesting.suggest(request.user, conversation, settings=settings, origin=origin)
        return render(request, "assist/_suggestions.html", {"found": found})


class SummaryPart(OfConversation):
    """POST: the conversation in three parts; a language model may be asked, if one is on for that."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = self.find(pk)
        if conversation is None or not services.settings().sums_up:
            return HttpResponse()
        said = lines.of(conversation)
        names = [conversation.customer.name, conversation.customer.company_name]
        worded = summary.by_model(said, names=names, language=request.user.language, at=timezone.now())
        return render(request, "assist/_summary.html", {"summary": worded or summary.plain(said)})


class Choice(ForAgents):
    """POST: an agent wants to be helped, or not."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest) -> HttpResponse:
        is_wanted = request.POST.get("is_wanted") == "yes"
        services.choose(request.user, is_wanted=is_wanted)
        messages.success(
            request, _("You are helped while answering.") if is_wanted else _("Nothing is shown any more.")
        )
        return pages.go(request, reverse("assist:settings"))


class SettingsPage(ForAgents, Edit[AssistSettings]):
    """What the company offers (administrators change it), and what each agent wants."""

    template_name = "assist/settings.html"
    form_class = EditAssistance
    needs_to_change = Role.ADMINISTRATOR

    @override
    def rows(self) -> QuerySet[AssistSettings]:
        return AssistSettings.objects.filter(pk=1)

    @override
    def find(self, *, is_locked: bool = False) -> AssistSettings:
        if is_locked:
            return self.rows().select_for_update(no_key=True).first() or AssistSettings(pk=1)
        return services.settings()

    @override
    def state(self, row: AssistSettings | None) -> State:
        found = row or AssistSettings(pk=1)
        return {name: getattr(found, name) for name in services.FIELDS}

    @override
    def save(self, row: AssistSettings | None, *, values: State, at: datetime) -> str:
        services.save(values)
        return _("What agents are helped with was saved.")

    @override
    def context(self, row: AssistSettings | None) -> State:
        return {"is_wanted": services.is_wanted(self.request.user)}
