"""Policies in the settings: in their order, with what is wrong with them; made, changed, moved, removed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.platform.ui import ordering, pages
from rafiq.platform.ui.editing import Edit, State
from rafiq.promises import queries, services
from rafiq.promises.forms import HOUR, MINUTE, TARGETS, EditPolicy
from rafiq.promises.models import Base, Policy, Version
from rafiq.promises.queries.flags import flags_of

SHOWN = 20
_LISTS = ("kinds", "tags", "segments", "teams", "priorities")


class Policies(ForSupervisors, View):
    """All policies. POST: one moves up or down, if their order is still the one that was shown."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: AgentRequest) -> HttpResponse:
        with transaction.atomic():
            list(Policy.objects.select_for_update(no_key=True).order_by("pk"))
            ids = [one.policy_id for one in queries.newest()]
            try:
                moved = ordering.moved(ids, request.POST)
            except ordering.OrderChanged as error:
                return self._page(request, problem=str(error), status=409)
            services.order_policies(moved, by=request.user, at=timezone.now())
        return pages.go(request, reverse("promises_settings:policies"))

    def _page(self, request: AgentRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
        versions = queries.newest()
        flags = flags_of(versions, at=timezone.now())
        context = {
            "rows": [(one, flags.get(one.policy_id, [])) for one in versions], "problem": problem,
            "order": ordering.written([one.policy_id for one in versions]),
        }  # fmt: skip
        return pages.show(request, "promises/policies.html", context, part="rows", status=status)


class PolicyPage(ForSupervisors, Edit[Policy]):
    """A new policy, or one there is; each save is a new version."""

    template_name = "promises/policy.html"
    form_class = EditPolicy
    form: EditPolicy
    refusals: ClassVar = {
        services.NothingPromised: ("first", gettext_lazy("A policy promises at least one of the three.")),
        services.TooLong: (None, gettext_lazy("Nothing is promised for longer than a year.")),
        services.WarnsTooLate: (
            "warn_percent",
            gettext_lazy("A warning comes before the end: from 1 to 99 percent of the time."),
        ),
        services.NeverOpens: ("base", gettext_lazy("These hours never come: nothing would ever be due.")),
    }

    def rows(self) -> QuerySet[Policy]:
        gone = Version.objects.filter(is_removed=True).values("policy")
        return Policy.objects.exclude(pk__in=gone)

    def state(self, row: Policy | None) -> State:
        last = _newest(row) if row else None
        if last is None:
            return {
                "is_active": True, "base": Base.COMPANY, "warn_percent": 75,
                **{f"{one}_unit": MINUTE if one != "resolution" else HOUR for one in TARGETS},
            }  # fmt: skip
        return _said(last)

    def save(self, row: Policy | None, *, values: State, at: datetime) -> str:
        services.save_policy(row, self.form.terms(), by=self.request.user, at=at)
        return _("The policy %(name)s was saved. What was promised before stays.") % {"name": values["name"]}

    def context(self, row: Policy | None) -> State:
        if row is None:
            return {}
        versions = list(row.versions.order_by("-number").select_related("made_by")[:SHOWN])
        flags = flags_of(queries.newest(), at=timezone.now())
        return {"last": versions[0], "versions": versions, "flags": flags.get(row.pk, [])}

    def where_next(self) -> str:
        return reverse("promises_settings:policies")


class PolicyRemoval(ForSupervisors, View):
    """A policy that promises nothing any more; what was promised under it stays."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = get_object_or_404(Policy, pk=pk)
        assert not request.user.is_anonymous  # noqa: S101  # supervisors only
        services.remove_policy(policy, by=request.user, at=timezone.now())
        messages.success(request, _("The policy was removed. What was promised before stays."))
        return pages.go(request, reverse("promises_settings:policies"))


def _newest(policy: Policy) -> Version | None:
    return policy.versions.order_by("-number").first()


def _said(last: Version) -> State:
    """Put a version into the fields of the form."""
    said: dict[str, Any] = {
        "name": last.name, "is_active": last.is_active, "is_given": last.is_given,
        "pauses_snoozed": last.pauses_snoozed,
        "base": f"{Base.TEAM}:{last.base_team_id}" if last.base == Base.TEAM else last.base,
        "warn_percent": last.warn_percent, "warns": last.escalation.get("warns", []),
        "tells": last.escalation.get("tells", []), "raises": bool(last.escalation.get("raises")),
        "hands_to": str(last.escalation.get("team") or ""),
    }  # fmt: skip
    said |= {name: [str(one) for one in last.conditions.get(name, [])] for name in _LISTS}
    amounts = (last.first_seconds, last.next_seconds, last.resolution_seconds)
    for name, seconds in zip(TARGETS, amounts, strict=True):
        is_hours = bool(seconds) and seconds is not None and seconds % int(HOUR) == 0
        said[f"{name}_unit"] = HOUR if is_hours else MINUTE
        said[name] = seconds // int(said[f"{name}_unit"]) if seconds else None
    return said
