"""Canned replies in the settings: find, make, change, remove."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View

from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.inbox import queries, services
from rafiq.inbox.models import CannedReply
from rafiq.inbox.views.settings_forms import EditCannedReply
from rafiq.platform import text
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State

MOST_SHOWN = 200
EXAMPLES = {"fa": "مریم", "ar": "مريم", "en": "Maryam"}
FIELDS = ("shortcut", "title", "language", "text")


class CannedReplies(ForSupervisors, View):
    """All of them, or those that contain the words looked for."""

    def get(self, request: AgentRequest) -> HttpResponse:
        words = text.clean(request.GET.get("q", ""), limit=100)
        if words:
            found = queries.find_canned(words, language=request.user.language, limit=MOST_SHOWN)
        else:
            found = list(queries.canned_replies()[:MOST_SHOWN])
        context = {"canned": found, "words": words, "is_cut": len(found) == MOST_SHOWN}
        return pages.show(request, "inbox/settings_canned.html", context, part="found")


class CannedReplyPage(ForSupervisors, Edit[CannedReply]):
    """A new canned reply, or one there is."""

    template_name = "inbox/settings_canned_reply.html"
    form_class = EditCannedReply
    refusals: ClassVar = {
        services.ShortcutTaken: ("shortcut", gettext_lazy("Another reply of this language has this shortcut."))
    }

    def rows(self) -> QuerySet[CannedReply]:
        return CannedReply.objects.all()

    def state(self, row: CannedReply | None) -> State:
        if row is None:
            return dict.fromkeys(FIELDS, "")
        return {name: getattr(row, name) for name in FIELDS}

    def save(self, row: CannedReply | None, *, values: State, at: datetime) -> str:
        services.save_canned_reply(
            row, shortcut=values["shortcut"], title=values["title"], body=values["text"], language=values["language"]
        )
        return _("The reply /%(shortcut)s was saved.") % {"shortcut": values["shortcut"]}

    def context(self, row: CannedReply | None) -> State:
        body = self.request.POST.get("text") or (row.text if row else "")
        return {"preview": filled(body, reader=self.request.user.name)}

    def where_next(self) -> str:
        return reverse("inbox_settings:canned_replies")


class CannedPreview(ForSupervisors, View):
    """What a customer would read, with example names in the placeholders; nothing is saved."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest) -> HttpResponse:
        preview = filled(request.POST.get("text", "")[:10_000], reader=request.user.name)
        return render(request, "inbox/settings_canned_reply.html#preview", {"preview": preview})


class CannedRemoval(ForSupervisors, View):
    """A canned reply that is not needed any more."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        canned = get_object_or_404(CannedReply, pk=pk)
        services.remove_canned_reply(canned)
        messages.success(request, _("The reply /%(shortcut)s was removed.") % {"shortcut": canned.shortcut})
        return pages.go(request, reverse("inbox_settings:canned_replies"))


def filled(body: str, *, reader: str) -> str:
    """Put an example customer and the reader's own name where the placeholders stand."""
    words = body.replace("{{customer}}", "").replace("{{agent}}", "")
    language = text.guess_language(words) or get_language() or "en"
    customer = EXAMPLES.get(language, EXAMPLES["en"])
    return body.replace("{{customer}}", customer).replace("{{agent}}", reader)
