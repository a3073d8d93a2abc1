"""Tags in the settings: name and colour."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.inbox import services
from rafiq.inbox.models import Tag
from rafiq.inbox.models.labels import HUES
from rafiq.inbox.queries.labels import tag_use, tags_with_use
from rafiq.inbox.views.settings_forms import EditTag
from rafiq.platform import text
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State


class Tags(ForSupervisors, View):
    """All tags and how many conversations carry each."""

    def get(self, request: AgentRequest) -> HttpResponse:
        tags = sorted(tags_with_use(), key=lambda tag: text.sort_key(tag.name))
        return pages.show(request, "inbox/settings_tags.html", {"tags": tags})


class TagPage(ForSupervisors, Edit[Tag]):
    """A new tag, or one there is."""

    template_name = "inbox/settings_tag.html"
    form_class = EditTag
    refusals: ClassVar = {services.TagTaken: ("name", gettext_lazy("Another tag has this name."))}

    def rows(self) -> QuerySet[Tag]:
        return Tag.objects.all()

    def state(self, row: Tag | None) -> State:
        if row is None:
            return {"name": "", "hue": Tag.objects.count() % HUES}
        return {"name": row.name, "hue": row.hue}

    def save(self, row: Tag | None, *, values: State, at: datetime) -> str:
        services.save_tag(row, name=values["name"], hue=values["hue"])
        return _("The tag %(name)s was saved.") % {"name": values["name"]}

    def context(self, row: Tag | None) -> State:
        return {"use": tag_use(row) if row else 0}

    def where_next(self) -> str:
        return reverse("inbox_settings:tags")


class TagRemoval(ForSupervisors, View):
    """A tag taken off every conversation and removed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        tag = get_object_or_404(Tag, pk=pk)
        services.remove_tag(tag)
        messages.success(request, _("The tag %(name)s was removed.") % {"name": tag.name})
        return pages.go(request, reverse("inbox_settings:tags"))
