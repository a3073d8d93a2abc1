"""Every address of the product."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("rafiq.accounts.urls")),
    path("", include("rafiq.workforce.urls")),
    path("", include("rafiq.inbox.urls")),
    path("", include("rafiq.inbox.settings_urls")),
    path("", include("rafiq.knowledge.desk_urls")),
    path("", include("rafiq.knowledge.urls")),
    path("", include("rafiq.knowledge.settings_urls")),
    path("", include("rafiq.customers.urls")),
    path("", include("rafiq.customers.people_urls")),
    path("", include("rafiq.promises.urls")),
    path("", include("rafiq.promises.settings_urls")),
    path("", include("rafiq.channels.transport.urls")),
    path("", include("rafiq.channels.transport.settings_urls")),
    path("", include("rafiq.channels.mail.urls")),
    path("", include("rafiq.channels.webchat.urls")),
    path("", include("rafiq.channels.webchat.settings_urls")),
    path("", include("rafiq.channels.meta.urls")),
    path("", include("rafiq.bot.talk_urls")),
    path("", include("rafiq.bot.desk.urls")),
    path("", include("rafiq.bot.model.urls")),
    path("", include("rafiq.bot.assist.urls")),
    path("", include("rafiq.insights.urls")),
    path("", include("rafiq.routing.urls")),
    path("", include("rafiq.routing.settings_urls")),
    path("", include("rafiq.practice.urls")),
    path("", include("rafiq.practice.settings_urls")),
    path("", include("rafiq.board.urls")),
    path("", include("rafiq.board.settings_urls")),
    path("", include("rafiq.automations.urls")),
    path("", include("rafiq.automations.settings_urls")),
    path("", include("rafiq.api.urls")),
    path("", include("rafiq.api.settings_urls")),
    path("", include("rafiq.web.articles.urls")),
    path("", include("rafiq.web.file_urls")),
    path("", include("rafiq.web.searching.urls")),
    path("", include("rafiq.web.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("", include("rafiq.demo.urls")))

handler400 = "rafiq.web.errors.bad_request"
handler403 = "rafiq.web.errors.forbidden"
handler404 = "rafiq.web.errors.not_found"
handler500 = "rafiq.web.errors.server_error"
