"""Whether a supervisor gets the summary by mail."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.channels.mail import services as mail
from rafiq.insights import services
from rafiq.insights.models import Rhythm, Subscription, Summary
from rafiq.platform.ui import pages
from rafiq.platform.ui.forms import Form, Segments


class Wish(Form):
    """How often."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("Summary by mail"), required=False, widget=Segments,
        choices=[("", gettext_lazy("Never")), (Rhythm.DAILY, gettext_lazy("Every day")),
                 (Rhythm.WEEKLY, gettext_lazy("Every week"))],
    )  # fmt: skip


class Summaries(ForSupervisors):
    """GET: how it is now; POST: how it shall be."""

    def get(self, request: AgentRequest) -> HttpResponse:
        own = Subscription.objects.filter(agent=request.user).first()
        return self._page(request, Wish(initial={"rhythm": own.rhythm if own else ""}))

    def post(self, request: AgentRequest) -> HttpResponse:
        form = Wish(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        services.subscribe(request.user, rhythm=form.cleaned_data["rhythm"])
        messages.success(request, _("Saved."))
        return pages.go(request, reverse("insights:summaries"))

    def _page(self, request: AgentRequest, form: Wish, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form, "channel": mail.notice_channel(),
            "last": Summary.objects.filter(agent=request.user).order_by("-pk").first(),
        }  # fmt: skip
        return pages.show(request, "insights/summaries.html", context, part="form", status=status)
