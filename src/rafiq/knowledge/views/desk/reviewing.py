"""Reviews: what waits for whom, and the answer."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAgents, ForSupervisors
from rafiq.knowledge import queries, services
from rafiq.knowledge.desk_forms import Planning
from rafiq.knowledge.models import Review
from rafiq.knowledge.views.desk import common
from rafiq.knowledge.views.desk.editor import Refused
from rafiq.knowledge.views.desk.steering import refused
from rafiq.platform.ui import pages, paging


class Reviews(ForAgents):
    """What waits for this reader, what they asked, and what was said about it."""

    def get(self, request: AgentRequest) -> HttpResponse:
        agent = request.user
        context = {
            "waiting": queries.waiting_for(agent), "asked": queries.asked_by(agent),
            "answers": queries.answers_to(agent),
        }  # fmt: skip
        response = render(request, "knowledge/desk/reviews.html", context)
        services.see_answers(None, by=agent, at=timezone.now())
        return response


class ReviewCount(ForAgents):
    """How much waits, for the sign beside the help centre's name."""

    def get(self, request: AgentRequest) -> HttpResponse:
        context = {"review_count": queries.count_reviews_for(request.user)}
        return render(request, "knowledge/desk/_review_count.html", context)


class Decision(ForSupervisors):
    """POST: yes at once (`publish`), yes from a moment on (`plan`), or no with a reason (`return`)."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest, pk: int, language: str) -> HttpResponse:
        translation = common.translation_of(pk, language)
        number = paging.natural(request.POST.get("review")) or 0
        review = get_object_or_404(Review, pk=number, translation=translation)
        try:
            done = self._decide(review, at=timezone.now())
        except services.AlreadyReviewed as refusal:
            return refused(request, pk, language, _answered(refusal.review))
        except Refused as refusal:
            return refused(request, pk, language, str(refusal), status=422)
        except (services.InThePast, services.NoReason) as refusal:
            return refused(request, pk, language, str(common.REFUSALS[type(refusal)]), status=422)
        messages.success(request, done)
        return pages.go(request, reverse("articles:reviews"))

    def _decide(self, review: Review, *, at: datetime) -> str:
        said, by = self.request.POST, self.request.user
        if said.get("decision") == "return":
            services.send_back(review, reason=said.get("reason", ""), by=by, at=at)
            return _("Sent back. Whoever asked reads why.")
        if said.get("decision") != "plan":
            services.approve(review, by=by, at=at)
            return _("Published: readers see this version now.")
        form = Planning(said, reader=by)
        if not form.is_valid():
            raise Refused(common.told(form))
        services.approve(review, by=by, at=at, publish_at=form.moment)
        return _("Approved: it will be published by itself.")


def _answered(review: Review) -> str:
    name = review.decided_by.name if review.decided_by else ""
    if review.outcome == Review.Outcome.APPROVED and name:
        return _("%(name)s has approved it already.") % {"name": name}
    if review.outcome == Review.Outcome.RETURNED and name:
        return _("%(name)s has sent it back already.") % {"name": name}
    return _("The words were changed, or the review was taken back, meanwhile. Look at it again.")
