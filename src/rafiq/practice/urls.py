"""Addresses of what is done in conversations, and of what waits for approval."""

from __future__ import annotations

from django.urls import path

from rafiq.practice.views import approvals, beside, closing, macros

app_name = "practice"
urlpatterns = [
    path("practice/conversations/<int:pk>/", beside.Beside.as_view(), name="beside"),
    path("practice/conversations/<int:pk>/closing/", closing.Closing.as_view(), name="closing"),
    path("practice/conversations/<int:pk>/fields/", closing.Fields.as_view(), name="fields"),
    path(
        "practice/conversations/<int:pk>/procedures/<int:standard_pk>/steps/<slug:step>/",
        beside.Step.as_view(),
        name="step",
    ),
    path("practice/conversations/<int:pk>/procedures/<int:standard_pk>/", beside.SetAside.as_view(), name="set_aside"),
    path("practice/conversations/<int:pk>/approvals/", approvals.Asking.as_view(), name="asking"),
    path("practice/conversations/<int:pk>/macros/", macros.Macros.as_view(), name="macros"),
    path("practice/conversations/<int:pk>/macros/<int:macro_pk>/", macros.MacroRun.as_view(), name="macro_run"),
    path("approvals/", approvals.Approvals.as_view(), name="approvals"),
    path("approvals/<int:pk>/decision/", approvals.Deciding.as_view(), name="decision"),
    path("approvals/<int:pk>/withdrawal/", approvals.Withdrawal.as_view(), name="withdrawal"),
]
