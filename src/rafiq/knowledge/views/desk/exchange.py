"""Articles as files: one or all of them out, one or many in."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents, ForSupervisors
from rafiq.knowledge import queries, services
from rafiq.knowledge.contracts import Report
from rafiq.knowledge.desk_forms import Import
from rafiq.knowledge.models import Import as Run
from rafiq.knowledge.views.desk import common
from rafiq.knowledge.views.desk.imports import words_of
from rafiq.platform import text
from rafiq.platform.ui import pages

FACTS = "---"
_MANY = {".jsonl": Run.Kind.LINES, ".zip": Run.Kind.PACK}
_BEFORE = 10


class Markdown(ForAgents):
    """The newest version as a Markdown file."""

    def get(self, request: AgentRequest, pk: int, language: str) -> HttpResponse:
        translation = common.translation_of(pk, language)
        name = f"{translation.article.key}.{language}.md"
        return _file(queries.markdown_of(translation).encode(), "text/markdown; charset=utf-8", name)


class Export(ForSupervisors):
    """Everything in one file that can be taken in again."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return _file(queries.archive(), "application/zip", "help-centre.zip")


class ImportPage(ForSupervisors):
    """GET: what can be taken in. POST: take it in and tell what became of it."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return self._page({"form": Import()}, status=200)

    def post(self, request: AgentRequest) -> HttpResponse:
        form = Import(request.POST, request.FILES)
        if not form.is_valid():
            return self._page({"form": form}, status=422)
        given = form.cleaned_data["file"]
        content, ending = given.read(), PurePath(given.name).suffix.lower()
        try:
            if ending in _MANY and services.is_long(content, kind=_MANY[ending]):
                return self._begun(content, ending, given.name)
            return self._taken(content, ending, PurePath(given.name).stem)
        except services.BadFile:
            form.add_error("file", _("This file cannot be read. Is it the pack that was exported here?"))
        except (services.EmptyTitle, services.TooLong) as refusal:
            form.add_error("file", str(common.REFUSALS[type(refusal)]))
        return self._page({"form": form}, status=422)

    def _begun(self, content: bytes, ending: str, name: str) -> HttpResponse:
        """Let a worker take it in, and lead to the page that tells how far it is."""
        agent, at = self.request.user, timezone.now()
        one = services.begin_import(content, name=name, kind=_MANY[ending], by=agent, at=at)
        return pages.go(self.request, reverse("articles:import_run", args=[one.pk]))

    def _taken(self, content: bytes, ending: str, stem: str) -> HttpResponse:
        """Take it in, as what its name says that it is."""
        agent, at = self.request.user, timezone.now()
        if ending == ".zip":
            return self._told(services.import_archive(content, by=agent, at=at))
        words = content.decode("utf-8-sig", "replace")
        if ending == ".jsonl":
            return self._told(services.import_lines(words.splitlines(), by=agent, at=at))
        if words.lstrip().startswith(FACTS):
            return self._told(services.import_markdown(words, by=agent, at=at))
        title, body = titled(text.clean(words), stem)
        language = text.guess_language(f"{title}\n{body}") or agent.language
        made = services.begin_article(title=title, body=body, language=language, by=agent, at=at)
        messages.success(self.request, _("A draft was made of it."))
        return pages.go(self.request, reverse("articles:editor", args=[made.article_id, made.language]))

    def _told(self, report: Report) -> HttpResponse:
        refused = [(name, words_of(reason)) for name, reason in report.refused.items()]
        is_nothing = refused and not (report.made or report.changed or report.unchanged)
        context = {"form": Import(), "report": report, "refused": refused}
        return self._page(context, status=422 if is_nothing else 200)

    def _page(self, context: dict[str, Any], *, status: int) -> HttpResponse:
        context["runs"] = Run.objects.select_related("by").order_by("-pk")[:_BEFORE]
        return render(self.request, "knowledge/desk/import.html", context, status=status)


def titled(words: str, stem: str) -> tuple[str, str]:
    """Take the title from the first heading of a Markdown text, else from the file's name."""
    first, _newline, rest = words.partition("\n")
    if first.startswith("# "):
        return first.removeprefix("# ").strip(), rest.strip()
    return stem, words


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
