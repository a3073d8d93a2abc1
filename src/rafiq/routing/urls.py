"""Addresses of what agents are asked."""

from __future__ import annotations

from django.urls import path

from rafiq.routing.views import offers

app_name = "routing"
urlpatterns = [
    path("routing/offer/", offers.Asked.as_view(), name="offer"),
    path("routing/offers/<int:pk>/acceptance/", offers.Acceptance.as_view(), name="acceptance"),
    path("routing/offers/<int:pk>/refusal/", offers.Refusal.as_view(), name="refusal"),
]
