"""Saved filters: put together row by row, with a live count of who belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.customers import finding, forms, registry, segmenting, services
from rafiq.customers.models import Segment
from rafiq.customers.segmenting import BadCondition, Condition, Filterable
from rafiq.platform.ui import pages

_ROWS = range(segmenting.MOST)


def conditions_in(said: Mapping[str, str]) -> list[Condition]:
    """Read the rows of the form, as many as there are."""
    return [
        Condition(said[f"field_{place}"], said.get(f"operator_{place}", ""), said.get(f"value_{place}", ""))
        for place in _ROWS
        if said.get(f"field_{place}")
    ]


def row_of(place: int, condition: Condition, known: dict[str, Filterable], *, problem: bool = False) -> dict[str, Any]:
    """Return what one row shows: the fields there are, the operators of the chosen one, and what is asked for."""
    chosen = known.get(condition.field) or next(iter(known.values()))
    operator = condition.operator if condition.operator in chosen.operators else chosen.operators[0]
    return {
        "place": place,
        "fields": known.values(),
        "chosen": chosen,
        "operator": operator,
        "operators": [(key, segmenting.OPERATORS[key]) for key in chosen.operators],
        "asks": operator not in segmenting.NO_VALUE,
        "choices": chosen.choices() if chosen.kind == "CHOICE" else [],
        "value": condition.value[: segmenting.VALUE_LONGEST],
        "problem": problem,
    }


class SegmentPage(ForAgents):
    """A new saved filter, or one there is."""

    def get(self, request: AgentRequest, pk: int | None = None) -> HttpResponse:
        segment = self._segment(pk)
        initial = {"name": segment.name, "is_shared": segment.is_shared, "is_any": "1" if segment.is_any else ""}
        form = forms.EditSegment(initial=initial)
        return self._page(segment, form, finding.conditions_of(segment) or [Condition("", "")])

    def post(self, request: AgentRequest, pk: int | None = None) -> HttpResponse:
        segment, form = self._segment(pk), forms.EditSegment(request.POST)
        conditions = conditions_in(request.POST)
        bad = bad_ones(conditions, registry.filterables(request.user))
        if not form.is_valid() or bad:
            form.focus_first_error()
            return self._page(segment, form, conditions or [Condition("", "")], bad=bad, status=422)
        values = form.cleaned_data | {"is_any": bool(form.cleaned_data["is_any"])}
        kept = services.save_segment(
            segment if segment.pk else None, conditions=conditions, by=request.user, at=timezone.now(), **values
        )
        messages.success(request, _("The segment %(name)s was saved.") % {"name": kept.name})
        return pages.go(request, f"{reverse('customers:list')}?segment={kept.pk}")

    def _segment(self, pk: int | None) -> Segment:
        return Segment() if pk is None else get_object_or_404(finding.segments_changed_by(self.request.user), pk=pk)

    def _page(
        self, segment: Segment, form: forms.EditSegment, conditions: list[Condition], *,
        bad: frozenset[int] = frozenset(), status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        known = registry.filterables(self.request.user)
        rows = [row_of(place, one, known, problem=place in bad) for place, one in enumerate(conditions)]
        context = {
            "form": form,
            "row": segment if segment.pk else None,
            "rows": rows,
            **counted(conditions, form, known),
        }
        return pages.show(self.request, "customers/segment.html", context, part="form", status=status)


class SegmentRow(ForAgents):
    """GET: one row of the form, drawn anew when its field changes, or one more."""

    def get(self, request: AgentRequest) -> HttpResponse:
        said = {name: str(value) for name, value in request.GET.items()}
        place = next((one for one in _ROWS if said.get("row") == str(one)), None)
        is_new = place is None
        if place is None:
            place = next((one for one in _ROWS if f"field_{one}" not in said), segmenting.MOST - 1)
        asked = Condition("", "") if is_new else _asked(said, place)
        known = registry.filterables(request.user)
        return render(request, "customers/_condition.html", {"row": row_of(place, asked, known)})


def _asked(said: Mapping[str, str], place: int) -> Condition:
    return Condition(*(said.get(f"{name}_{place}", "") for name in ("field", "operator", "value")))


class SegmentCount(ForAgents):
    """GET: how many belong to what the form says now."""

    def get(self, request: AgentRequest) -> HttpResponse:
        conditions = conditions_in({name: str(value) for name, value in request.GET.items()})
        context = counted(conditions, request.GET, registry.filterables(request.user))
        return render(request, "customers/_segment_count.html", context)


class SegmentRemoval(ForAgents):
    """POST: a saved filter goes; nobody in it does."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        segment = get_object_or_404(finding.segments_changed_by(request.user), pk=pk)
        services.remove_segment(segment)
        messages.success(request, _("The segment %(name)s was removed.") % {"name": segment.name})
        return pages.go(request, reverse("customers:list"))


def counted(conditions: list[Condition], said: Any, known: dict[str, Filterable]) -> dict[str, Any]:  # noqa: ANN401  # a form or an address
    """Count who fulfils these conditions; nobody can be counted while one is not finished."""
    given = said["is_any"].value() if isinstance(said, forms.EditSegment) else said.get("is_any")
    try:
        found = segmenting.matching(conditions, is_any=bool(given), known=known, at=timezone.now())
        return {"count": found.count(), "some": finding.page(found, sort="newest", limit=5)}
    except BadCondition:
        return {"count": None, "some": []}


def bad_ones(conditions: list[Condition], known: dict[str, Filterable]) -> frozenset[int]:
    """Return the places of conditions that mean nothing."""
    bad = set()
    for place, condition in enumerate(conditions):
        try:
            known[condition.field].checked(condition)
        except (BadCondition, KeyError):
            bad.add(place)
    return frozenset(bad)
