"""What someone says → what the bot does: the picture of it, and the intents it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, override

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.bot import services
from rafiq.bot.desk import articles, comparing, examples
from rafiq.bot.desk.forms.actions import by_language, spread
from rafiq.bot.desk.forms.teaching import EXAMPLES_LONGEST, LANGUAGES, EditIntent
from rafiq.bot.dialogue.wording import worded
from rafiq.bot.models import Action, Intent, Publication, Snippet
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State

SHOWN = 3  # examples of each intent in the picture


class Flow(ForAdministrators):
    """The whole picture, and what of it is not live yet."""

    http_method_names = ["get"]

    def get(self, request: AgentRequest) -> HttpResponse:
        intents = list(Intent.objects.select_related("action").prefetch_related("examples").order_by("name"))
        titles = articles.titles((one.article_key for one in intents if one.article_key), request.user.language)
        live = Publication.objects.select_related("published_by").order_by("-number").first()
        changes = comparing.compare(live.snapshot if live else {}, services.snapshot())
        context = {
            "section": "flow", "rows": [_row(one, titles, request.user.language) for one in intents], "live": live,
            "changes": len(changes),
            "actions": Action.objects.annotate(uses=Count("intents")).order_by("name"),
            "snippets": Snippet.objects.filter(is_approved=True).count(),
        }  # fmt: skip
        return render(request, "bot/desk/flow.html", context)


def _row(intent: Intent, titles: Mapping[str, str], language: str) -> dict[str, Any]:
    """Return one line of the picture: what is said at one end, what is done at the other."""
    those = sorted(intent.examples.all(), key=lambda one: (one.language != language, one.pk))
    counts = [sum(one.language == code for one in those) for code in LANGUAGES]
    return {
        "intent": intent, "title": worded(intent.titles, language) or intent.name, "examples": those[:SHOWN],
        "more": len(those) - SHOWN, "few": any(0 < count < examples.ENOUGH for count in counts) or not those,
        "answer": worded(intent.answers, language), "article": titles.get(intent.article_key, ""),
        "action": (worded(intent.action.titles, language) or intent.action.name) if intent.action else "",
    }  # fmt: skip


class IntentPage(ForAdministrators, Edit[Intent]):
    """A new intent, or one there is."""

    template_name = "bot/desk/intent.html"
    form_class = EditIntent
    refusals: ClassVar = {services.NameTaken: ("name", gettext_lazy("Another intent has this name."))}

    @override
    def rows(self) -> QuerySet[Intent]:
        return Intent.objects.all()

    @override
    def state(self, row: Intent | None) -> State:
        row_or_new = row or Intent()
        those = list(row.examples.order_by("pk")) if row else []
        written = {
            f"examples_{code}": "\n".join(one.text for one in those if one.language == code) for code in LANGUAGES
        }
        return {
            "name": row_or_new.name, "is_active": row_or_new.is_active, "does": row_or_new.does,
            **spread(row_or_new.titles, "title"), **spread(row_or_new.answers, "answer"), **written,
            "article_key": row_or_new.article_key, "action": row_or_new.action_id,
        }  # fmt: skip

    @override
    def save(self, row: Intent | None, *, values: State, at: datetime) -> str:
        fields = {
            "name": values["name"], "is_active": values["is_active"], "does": values["does"],
            "titles": by_language(values, "title"), "answers": by_language(values, "answer"),
            "article_key": values["article_key"], "action": values["action"],
        }  # fmt: skip
        said = [(code, one) for code in LANGUAGES for one in examples.lines(values[f"examples_{code}"])]
        services.save_intent(row, fields, examples=said, at=at)
        return _("The intent %(name)s was saved. Publish it to make it live.") % {"name": values["name"]}

    @override
    def form_options(self) -> State:
        return {"language": self.request.user.language}

    @override
    def context(self, row: Intent | None) -> State:
        posted: Any = self.request.POST if self.request.method == "POST" else self.state(row)
        return {"section": "flow", "written": weighed(posted, intent_id=row.pk if row else None)}

    @override
    def where_next(self) -> str:
        return reverse("bot_settings:flow")


class Examples(ForAdministrators):
    """POST: how good the examples typed so far are; nothing is saved."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest) -> HttpResponse:
        given = request.GET.get("intent", "")
        intent_id = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None
        context = {"written": weighed(request.POST, intent_id=intent_id)}
        return render(request, "bot/desk/intent.html#examples", context)


def weighed(said: Mapping[str, Any], *, intent_id: int | None) -> list[examples.Written]:
    """Weigh the examples a form holds."""
    given = {code: examples.lines(str(said.get(f"examples_{code}") or "")[:EXAMPLES_LONGEST]) for code in LANGUAGES}
    return examples.weigh({code: those for code, those in given.items() if those}, intent_id=intent_id)


class IntentRemoval(ForAdministrators):
    """An intent that is not needed any more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        intent = get_object_or_404(Intent, pk=pk)
        services.remove_intent(intent)
        messages.success(request, _("The intent %(name)s was removed.") % {"name": intent.name})
        return pages.go(request, reverse("bot_settings:flow"))
