"""Addresses of tokens and webhooks in the settings."""

from __future__ import annotations

from django.urls import path

from rafiq.api import views

app_name = "api_settings"
urlpatterns = [
    path("settings/api/", views.Tokens.as_view(), name="tokens"),
    path("settings/api/new/", views.NewToken.as_view(), name="new_token"),
    path("settings/api/<int:pk>/revocation/", views.TokenRevocation.as_view(), name="revocation"),
    path("settings/webhooks/", views.Endpoints.as_view(), name="endpoints"),
    path("settings/webhooks/new/", views.EndpointPage.as_view(), name="new_endpoint"),
    path("settings/webhooks/<int:pk>/", views.EndpointPage.as_view(), name="endpoint"),
    path("settings/webhooks/<int:pk>/removal/", views.EndpointRemoval.as_view(), name="endpoint_removal"),
    path("settings/webhooks/<int:pk>/replay/", views.Replay.as_view(), name="replay"),
    path(
        "settings/webhooks/<int:pk>/deliveries/<int:dispatch_pk>/redelivery/",
        views.Redelivery.as_view(),
        name="redelivery",
    ),
]
