"""Addresses of the one search and of the words it takes for the same."""

from __future__ import annotations

from django.urls import path

from rafiq.web.searching import synonyms, views

app_name = "search"
urlpatterns = [
    path("search/", views.Search.as_view(), name="everything"),
    path("settings/synonyms/", synonyms.Synonyms.as_view(), name="synonyms"),
    path("settings/synonyms/new/", synonyms.SynonymPage.as_view(), name="new_synonym"),
    path("settings/synonyms/<int:pk>/", synonyms.SynonymPage.as_view(), name="synonym"),
    path("settings/synonyms/<int:pk>/removal/", synonyms.SynonymRemoval.as_view(), name="synonym_removal"),
]
