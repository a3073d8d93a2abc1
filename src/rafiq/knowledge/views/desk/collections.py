"""Collections: their order, their names, their icons."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.models import Language
from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.knowledge import services
from rafiq.knowledge.desk_forms import EditCollection
from rafiq.knowledge.models import Collection
from rafiq.knowledge.views.desk import common
from rafiq.platform.ui import pages, paging
from rafiq.platform.ui.editing import Edit, State


class Collections(ForSupervisors):
    """GET: all of them. POST: another order, told whole (`pk` …) or by a step (`up`, `down`)."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return pages.show(request, "knowledge/desk/collections.html", _shown(request), part="order")

    def post(self, request: AgentRequest) -> HttpResponse:
        known = [one.pk for one in common.collections()]
        order = [pk for given in request.POST.getlist("pk") if (pk := paging.natural(given)) in known]
        order += [pk for pk in known if pk not in order]
        for name, step in (("up", -1), ("down", 1)):
            pk = paging.natural(request.POST.get(name))
            if pk in order:
                _shift(order, order.index(pk), step)
        if order != known:
            services.order_collections(order, by=request.user, at=timezone.now())
        return self.get(request) if pages.is_partial(request) else pages.go(request, request.path)


class CollectionPage(ForSupervisors, Edit[Collection]):
    """A new collection, or one there is."""

    template_name = "knowledge/desk/collection.html"
    form_class = EditCollection
    refusals: ClassVar = {one: ("slug", common.REFUSALS[one]) for one in (services.SlugTaken, services.BadSlug)}

    def rows(self) -> QuerySet[Collection]:
        return Collection.objects.all()

    def state(self, row: Collection | None) -> State:
        row = row or Collection(icon="book")
        names = {f"name_{code}": row.names.get(code, "") for code in Language.values}
        about = {f"description_{code}": row.descriptions.get(code, "") for code in Language.values}
        return {**names, **about, "slug": row.slug, "icon": row.icon}

    def save(self, row: Collection | None, *, values: State, at: datetime) -> str:
        names = {code: values[f"name_{code}"] for code in Language.values}
        about = {code: values[f"description_{code}"] for code in Language.values}
        slug = values["slug"] or names["en"] or next(filter(None, names.values()))
        made = services.save_collection(
            row, slug=slug, names=names, descriptions=about, icon=values["icon"], by=self.request.user, at=at
        )
        return _("The collection %(name)s was kept.") % {"name": made.name(self.request.user.language)}

    def where_next(self) -> str:
        return reverse("articles:collections")


class CollectionRemoval(ForSupervisors):
    """POST: an empty collection that is not needed any more."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(Collection, pk=pk)
        try:
            services.remove_collection(row, by=request.user, at=timezone.now())
        except services.NotEmpty:
            messages.error(request, str(common.REFUSALS[services.NotEmpty]))
            return pages.show(request, "knowledge/desk/collections.html", _shown(request), status=409)
        messages.success(request, _("The collection was removed."))
        return pages.go(request, reverse("articles:collections"))


def _shown(request: AgentRequest) -> dict[str, object]:
    rows = Collection.objects.annotate(count=Count("articles")).order_by("position", "pk")
    return {"shown": [(one, one.name(request.user.language), one.count) for one in rows]}


def _shift(order: list[int], place: int, step: int) -> None:
    other = place + step
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
