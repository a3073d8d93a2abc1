"""What an agent is asked to take: a quiet strip, wherever they are."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.platform.ui import pages
from rafiq.routing import services
from rafiq.routing.models import Offer
from rafiq.routing.queries.asked import asked


class Asked(ForAgents):
    """The offer that is open for this agent, or nothing."""

    def get(self, request: AgentRequest) -> HttpResponse:
        return _strip(request, at=timezone.now())


class Acceptance(ForAgents):
    """POST: they take it, and it opens."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        get_object_or_404(Offer, pk=pk, agent=request.user)
        try:
            taken = services.accept(pk, by=request.user, at=timezone.now())
        except services.OfferGone:
            return _strip(request, at=timezone.now(), problem=_("Somebody else has it by now, or the time was up."))
        return pages.go(request, reverse("inbox:conversation", args=[taken.pk]))


class Refusal(ForAgents):
    """POST: they leave it to others."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int) -> HttpResponse:
        get_object_or_404(Offer, pk=pk, agent=request.user)
        try:
            services.decline(pk, by=request.user, at=timezone.now())
        except services.OfferGone:
            return _strip(request, at=timezone.now(), problem=_("Somebody else has it by now, or the time was up."))
        if pages.is_partial(request):
            return _strip(request, at=timezone.now())
        return pages.go(request, reverse("inbox:home"))


def _strip(request: AgentRequest, *, at: datetime, problem: str = "") -> HttpResponse:
    found = asked(request.user, at=at)
    status = 409 if problem else 200
    return render(request, "routing/_offer.html", {"offer": found, "problem": problem}, status=status)
