"""Addresses of the statistics."""

from __future__ import annotations

from django.urls import path

from rafiq.insights.views import listing, performance, summaries

app_name = "insights"
urlpatterns = [
    path("performance/", performance.Performance.as_view(), name="performance"),
    path("performance/conversations/", listing.Conversations.as_view(), name="conversations"),
    path("performance/conversations.csv", listing.Export.as_view(), name="export"),
    path("performance/mail/", summaries.Summaries.as_view(), name="summaries"),
]
