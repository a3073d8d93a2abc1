"""Addresses of queues and rules in the settings."""

from __future__ import annotations

from django.urls import path

from rafiq.routing.views import settings

app_name = "routing_settings"
urlpatterns = [
    path("settings/routing/", settings.Rules.as_view(), name="rules"),
    path("settings/routing/rules/new/", settings.RulePage.as_view(), name="new_rule"),
    path("settings/routing/rules/trial/", settings.RuleTrial.as_view(), name="new_rule_trial"),
    path("settings/routing/rules/<int:pk>/", settings.RulePage.as_view(), name="rule"),
    path("settings/routing/rules/<int:pk>/trial/", settings.RuleTrial.as_view(), name="rule_trial"),
    path("settings/routing/rules/<int:pk>/removal/", settings.RuleRemoval.as_view(), name="rule_removal"),
    path("settings/routing/queues/new/", settings.QueuePage.as_view(), name="new_queue"),
    path("settings/routing/queues/<int:pk>/", settings.QueuePage.as_view(), name="queue"),
    path("settings/routing/queues/<int:pk>/removal/", settings.QueueRemoval.as_view(), name="queue_removal"),
]
