"""Addresses of the channels' settings."""

from __future__ import annotations

from django.urls import path

from rafiq.channels.transport import acting_views as acting
from rafiq.channels.transport import quarantine_views as quarantine
from rafiq.channels.transport import settings_views as views

app_name = "transport_settings"
urlpatterns = [
    path("settings/channels/", views.Channels.as_view(), name="channels"),
    path("settings/channels/new/", views.Gallery.as_view(), name="gallery"),
    path("settings/channels/new/<slug:kind>/", views.NewChannel.as_view(), name="new_channel"),
    path("settings/channels/<int:pk>/", views.ChannelPage.as_view(), name="channel"),
    path("settings/channels/<int:pk>/health/", acting.ChannelHealth.as_view(), name="health"),
    path("settings/channels/<int:pk>/count/", acting.ChannelCount.as_view(), name="count"),
    path("settings/channels/<int:pk>/use/", acting.ChannelUse.as_view(), name="use"),
    path("settings/channels/<int:pk>/sending/", acting.ChannelSending.as_view(), name="sending"),
    path("settings/channels/<int:pk>/quarantine/", quarantine.Quarantine.as_view(), name="channel_quarantine"),
    path("settings/channels/quarantine/", quarantine.Quarantine.as_view(), name="quarantine"),
    path("settings/channels/quarantine/<int:arrival_pk>/", quarantine.SetAside.as_view(), name="set_aside"),
    path("settings/channels/quarantine/<int:arrival_pk>/raw/", quarantine.Raw.as_view(), name="raw"),
    path("settings/channels/quarantine/<int:arrival_pk>/again/", quarantine.Again.as_view(), name="again"),
    path("settings/channels/quarantine/<int:arrival_pk>/dismissal/", quarantine.Dismissal.as_view(), name="dismissal"),
]
