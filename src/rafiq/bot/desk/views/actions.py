"""What the bot can do: declared, and tried against the company's own address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, override

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.bot import services
from rafiq.bot.declaring import Parameter
from rafiq.bot.desk import calling
from rafiq.bot.desk.forms.actions import (
    MOST,
    EditAction,
    EditParameter,
    by_language,
    moved,
    parameter_forms,
    posted_forms,
    spread,
)
from rafiq.bot.dialogue import slots
from rafiq.bot.dialogue.wording import worded
from rafiq.bot.models import Action
from rafiq.bot.services import acting
from rafiq.platform import calendars
from rafiq.platform.ui import forms as ui
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State


class ActionPage(ForAdministrators, Edit[Action]):
    """A new action, or one there is, with its parameters."""

    template_name = "bot/desk/action.html"
    form_class = EditAction
    refusals: ClassVar = {services.NameTaken: ("name", gettext_lazy("Another action has this name."))}
    made: Action | None = None
    secret = ""
    parameters: list[EditParameter] | None = None
    focus = -1

    @override
    def rows(self) -> QuerySet[Action]:
        return Action.objects.all()

    @override
    def state(self, row: Action | None) -> State:
        one = row or Action()
        return {
            "name": one.name, "url": one.url, "method": one.method, "who": one.who,
            "needs_confirmation": one.needs_confirmation, "parameters": one.parameters,
            **spread(one.titles, "title"), **spread(one.results, "result"),
        }  # fmt: skip

    @override
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.parameters = posted_forms(request.POST)
        if move := request.POST.get("move"):
            self.parameters, self.focus = moved(self.parameters, move)
            form = EditAction(initial={name: request.POST.get(name, "") for name in EditAction.base_fields})
            return self._page(form, self.find(), version=request.POST.get("version", ""))
        if not self._are_valid(self.parameters):
            form = EditAction(request.POST)
            form.is_valid()
            return self._page(form, self.find(), version=request.POST.get("version", ""), status=422)
        response = super().post(request, *args, **kwargs)
        return self._with_secret(request) if self.made is not None and self.secret else response

    def _with_secret(self, request: HttpRequest) -> HttpResponse:
        """Show the secret of a new action, this once."""
        list(messages.get_messages(request))  # said on this page itself
        shown = {"form": EditAction(), "row": self.made, "secret": self.secret, "section": "flow"}
        answer = pages.show(request, self.template_name, shown, part="form")
        answer["Cache-Control"] = "no-store"
        return answer

    def _are_valid(self, those: list[EditParameter]) -> bool:
        """Check all, so that everything that is wrong is shown at once; names must differ."""
        valid = [one.is_valid() for one in those].count(False) == 0
        seen: set[str] = set()
        for one in those:
            name = one.cleaned_data.get("name") if one.is_bound else None
            if name and name in seen:
                one.add_error("name", _("Another parameter has this name."))
                valid = False
            seen.add(str(name))
        return valid

    @override
    def save(self, row: Action | None, *, values: State, at: datetime) -> str:
        fields = {name: values[name] for name in ("name", "url", "method", "who", "needs_confirmation")}
        texts = {"titles": by_language(values, "title"), "results": by_language(values, "result")}
        declared = [one.parameter() for one in self.parameters or []]
        self.made, self.secret = services.save_action(row, fields | texts, parameters=declared, at=at)
        return _("The action %(name)s was saved. Publish it to make it live.") % {"name": values["name"]}

    @override
    def context(self, row: Action | None) -> State:
        stored = [Parameter.read(one) for one in row.parameters] if row else []
        shown = self.parameters if self.parameters is not None else parameter_forms(stored)
        return {
            "section": "flow", "parameters": shown, "focus": self.focus, "may_add": len(shown) < MOST,
            "last": len(shown) - 1, "asked": asked_of(row, self.request.user.language) if row else [],
        }  # fmt: skip

    @override
    def where_next(self) -> str:
        return reverse("bot_settings:flow")


def asked_of(action: Action, language: str, values: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return what is asked for before an action is tried."""
    declared = [Parameter.read(one) for one in action.parameters]
    return [
        {
            "name": one.name, "label": worded(one.titles, language) or one.name, "required": one.required,
            "value": (values or {}).get(one.name, ""), "choices": list(one.choices),
        }
        for one in declared
    ]  # fmt: skip


class ActionTrial(ForAdministrators):
    """POST: the address is asked, as the bot would; what it says is shown, and nothing is kept."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        action, agent = get_object_or_404(Action, pk=pk), request.user
        typed = {name[4:]: ui.Words(required=False).to_python(words) for name, words in _said(request).items()}
        now = timezone.now()
        today = calendars.local_date(now, zone=agent.time_zone)
        values, wrong = _values(action, typed, slots.Reading(agent.language, today))
        asked = asked_of(action, agent.language, typed)
        context: dict[str, Any] = {"row": action, "asked": asked, "wrong": wrong}
        if not wrong:
            answer = calling.call(action, values, language=agent.language, at=now)
            template = worded(action.results, agent.language)
            said = acting.filled(template, answer.json) if answer.is_good and template and answer.json else ""
            context |= {"answer": answer, "said": said}
        return pages.show(request, "bot/desk/action.html#trial", context, status=422 if wrong else 200)


def _said(request: AgentRequest) -> dict[str, str]:
    return {name: str(words)[:2_000] for name, words in request.POST.items() if name.startswith("try-")}


def _values(action: Action, typed: Mapping[str, str], reading: slots.Reading) -> tuple[dict[str, Any], list[str]]:
    """Read what was typed as the bot reads what customers write; the second names what does not fit."""
    values, wrong = {}, []
    for one in (Parameter.read(plain) for plain in action.parameters):
        words = typed.get(one.name, "")
        if not words and not one.required:
            continue
        try:
            values[one.name] = slots.fill(one, words, reading)
        except slots.BadSlot:
            wrong.append(one.name)
    return values, wrong


class ActionRemoval(ForAdministrators):
    """An action that is not needed any more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        action = get_object_or_404(Action, pk=pk)
        services.remove_action(action)
        messages.success(request, _("The action %(name)s was removed.") % {"name": action.name})
        return pages.go(request, reverse("bot_settings:flow"))
