"""Conversations change hands and state: assignment, tags, snooze, resolution. Resources, not verbs."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Team
from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.inbox import forms, queries, services
from rafiq.inbox.models import Conversation, Tag
from rafiq.inbox.presentation import snoozing
from rafiq.inbox.views import common
from rafiq.platform import text


class Assignment(ForAgents):
    """GET: who could have it. PUT: who shall; empty gives it back to everybody."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        wanted = text.fold(text.clean(request.GET.get("q", ""), limit=80))
        me = [request.user] if wanted in text.fold(request.user.name) else []
        others = [one for one in accounts.active_agents() if one != request.user and wanted in text.fold(one.name)]
        teams = [one for one in accounts.teams() if wanted in text.fold(one.name)]
        context = {"conversation": conversation, "agents": [*me, *others][:40], "teams": teams, "wanted": wanted}
        return render(request, "inbox/_assignment.html", context)

    def put(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        form = forms.Assignment(common.body(request))
        if not form.is_valid():
            return common.refused(request, conversation, _("There is nobody of that number."))
        assignee_id, team_id = form.cleaned_data["assignee"], form.cleaned_data["team"]
        assignee = get_object_or_404(accounts.active_agents(), pk=assignee_id) if assignee_id else None
        team = get_object_or_404(accounts.teams(), pk=team_id) if team_id else None
        if assignee and not team:
            team = conversation.team  # a colleague takes it within the team that has it
        services.assign(conversation=conversation, assignee=assignee, team=team, by=request.user, at=timezone.now())
        return common.done(request, conversation, _assigned(request.user, assignee, team if team_id else None))


class Tags(ForAgents):
    """GET: the tags to choose from."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        found = queries.find_tags(text.clean(request.GET.get("q", ""), limit=80))
        chosen = {tag.pk for tag in queries.tags_of(conversation)}
        return render(request, "inbox/_tags.html", {"conversation": conversation, "found": found, "chosen": chosen})


class TagOn(ForAgents):
    """PUT: put a tag on. DELETE: take it off."""

    def put(self, request: AgentRequest, pk: int, tag_pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        tag = get_object_or_404(Tag, pk=tag_pk)
        services.tag(conversation=conversation, tag=tag, by=request.user, at=timezone.now())
        return common.changed(HttpResponse(status=204), conversation)

    def delete(self, request: AgentRequest, pk: int, tag_pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        tag = get_object_or_404(Tag, pk=tag_pk)
        services.untag(conversation=conversation, tag=tag, by=request.user, at=timezone.now())
        return common.changed(HttpResponse(status=204), conversation)


class Snooze(ForAgents):
    """GET: until when it could be put aside. PUT: do it. DELETE: take it up again."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        return self._menu(request, pk, None)

    def put(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        agent, at = request.user, timezone.now()
        form = forms.Snooze(common.body(request), calendar=agent.calendar, zone=agent.time_zone, at=at)
        if not form.is_valid():
            return self._menu(request, pk, form)
        try:
            services.snooze(conversation=conversation, until=form.cleaned_data["until"], by=agent, at=at)
        except services.NotOpen:
            return common.refused(request, conversation, _("It is closed already. Open it again first."))
        until = snoozing.in_words(form.cleaned_data["until"], agent)
        words = _("Snoozed until %(until)s") % {"until": until}
        return common.done(request, conversation, words, undo=reverse("inbox:snooze", args=[pk]))

    def delete(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        services.wake(conversation=conversation, by=request.user, at=timezone.now())
        return common.changed(HttpResponse(status=204), conversation)

    def _menu(self, request: AgentRequest, pk: int, form: forms.Snooze | None) -> HttpResponse:
        conversation = common.find(request, pk)
        at = timezone.now()
        context = {
            "conversation": conversation,
            "choices": snoozing.choices(request.user, at=at),
            "form": form,
            "day": snoozing.day_to_write(at + timedelta(days=1), request.user),
        }
        response = render(request, "inbox/_snooze.html", context, status=422 if form else 200)
        if form:
            response["HX-Retarget"] = "#snooze-choices"
            response["HX-Reswap"] = "innerHTML"
        return response


class Joining(ForAgents):
    """PUT: everything of this conversation goes into another one. DELETE: back again."""

    def put(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        form = forms.Joining(common.body(request))
        if not form.is_valid():
            return common.refused(request, conversation, _("There is no conversation of that number."))
        into = common.find(request, form.cleaned_data["into"])
        try:
            services.join(conversation, into=into, by=request.user, at=timezone.now())
        except services.NotTheSameCustomer:
            return common.refused(request, into, _("Only conversations of the same customer can be joined."))
        except services.AlreadyJoined:
            return common.refused(request, into, _("It was joined into another conversation a moment before."))
        except services.NotOpen:
            return common.refused(request, into, _("It is closed already. Open it again first."))
        words = _("#%(number)s was joined into this conversation") % {
            "number": text.digits(pk, language=get_language() or "en")
        }
        return self._both(common.done(request, into, words, undo=reverse("inbox:joining", args=[pk])), conversation)

    def delete(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        into = queries.joined_into(conversation)
        try:
            services.part(conversation, by=request.user, at=timezone.now())
        except services.NotJoined:
            return common.refused(request, conversation, _("It was given everything back already."))
        stayed = queries.visible_to(request.user).filter(pk=into or pk).first() or conversation
        return self._both(common.changed(HttpResponse(status=204), stayed), conversation)

    def _both(self, response: HttpResponse, other: Conversation) -> HttpResponse:
        response["HX-Trigger"] = f"{response['HX-Trigger']}, {other.topic}"
        return response


class Resolution(ForAgents):
    """PUT: the matter is settled. DELETE: it is not."""

    def put(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        try:
            services.resolve(conversation=conversation, by=request.user, at=timezone.now())
        except services.AlreadyResolved:
            return common.refused(request, conversation, _("Somebody closed it a moment before you."))
        except services.NotReady as refusal:
            return common.not_ready(request, conversation, refusal.lacking)
        undo = reverse("inbox:resolution", args=[pk])
        return common.done(request, conversation, pgettext("done", "Closed"), undo=undo)

    def delete(self, request: AgentRequest, pk: int) -> HttpResponse:
        conversation = common.find(request, pk)
        try:
            services.reopen(conversation=conversation, by=request.user, at=timezone.now())
        except services.AlreadyJoined:
            words = _("It was joined into another conversation. Part them first.")
            return common.refused(request, conversation, words)
        except services.NotOpen:
            words = _("The customer has begun a newer conversation here. Go on in that one.")
            return common.refused(request, conversation, words)
        return common.changed(HttpResponse(status=204), conversation)


def _assigned(by: Agent, assignee: Agent | None, team: Team | None) -> str:
    if assignee == by:
        return _("It is yours now")
    whom = assignee or team
    return _("Handed over to %(name)s") % {"name": whom.name} if whom else _("Given back: everybody can take it")
