"""Short answers kept for the bot."""

from __future__ import annotations

from datetime import datetime
from typing import override

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.bot import services
from rafiq.bot.desk import examples
from rafiq.bot.desk.forms.teaching import EditSnippet
from rafiq.bot.models import Snippet
from rafiq.platform import text
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State

MOST_SHOWN = 300


class Snippets(ForAdministrators):
    """All of them."""

    http_method_names = ["get"]

    def get(self, request: AgentRequest) -> HttpResponse:
        found = sorted(Snippet.objects.order_by("pk")[:MOST_SHOWN], key=lambda one: text.sort_key(one.title))
        return render(request, "bot/desk/snippets.html", {"section": "snippets", "snippets": found})


class SnippetPage(ForAdministrators, Edit[Snippet]):
    """A new snippet, or one there is."""

    template_name = "bot/desk/snippet.html"
    form_class = EditSnippet

    @override
    def rows(self) -> QuerySet[Snippet]:
        return Snippet.objects.all()

    @override
    def state(self, row: Snippet | None) -> State:
        one = row or Snippet(language=self.request.user.language)
        names = ("language", "title", "text", "audience", "is_approved")
        return {**{name: getattr(one, name) for name in names}, "asked": "\n".join(one.asked)}

    @override
    def save(self, row: Snippet | None, *, values: State, at: datetime) -> str:
        asked = examples.lines(values["asked"])
        services.save_snippet(
            row, language=values["language"], title=values["title"], body=values["text"], asked=asked,
            audience=values["audience"], is_approved=values["is_approved"], at=at,
        )  # fmt: skip
        return _("The snippet “%(title)s” was saved.") % {"title": values["title"]}

    @override
    def context(self, row: Snippet | None) -> State:
        return {"section": "snippets"}

    @override
    def where_next(self) -> str:
        return reverse("bot_settings:snippets")


class SnippetRemoval(ForAdministrators):
    """A snippet that is not needed any more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        snippet = get_object_or_404(Snippet, pk=pk)
        title = snippet.title
        services.remove_snippet(snippet)
        messages.success(request, _("The snippet “%(title)s” was removed.") % {"title": title})
        return pages.go(request, reverse("bot_settings:snippets"))
