"""Addresses of this room that are about one customer, or all."""

from __future__ import annotations

from django.urls import path

from rafiq.customers.views import adding, addresses, merging, organisations, people

app_name = "customers"
urlpatterns = [
    path("customers/", people.List.as_view(), name="list"),
    path("customers/new/", adding.New.as_view(), name="new"),
    path("customers/export/", people.Export.as_view(), name="export"),
    path("customers/<int:pk>/", people.Page.as_view(), name="customer"),
    path("customers/<int:pk>/history/", people.History.as_view(), name="history"),
    path("customers/<int:pk>/edit/", people.Edit.as_view(), name="edit"),
    path("customers/<int:pk>/about/", people.About.as_view(), name="about"),
    path("customers/<int:pk>/addresses/", addresses.Identities.as_view(), name="identities"),
    path(
        "customers/<int:pk>/addresses/<int:identity_pk>/confirmation/",
        addresses.Confirmation.as_view(),
        name="confirmation",
    ),
    path("customers/<int:pk>/addresses/<int:identity_pk>/removal/", addresses.Removal.as_view(), name="removal"),
    path("customers/<int:pk>/notes/", addresses.Notes.as_view(), name="notes"),
    path("customers/<int:pk>/notes/<int:note_pk>/pin/", addresses.NotePin.as_view(), name="note_pin"),
    path("customers/<int:pk>/notes/<int:note_pk>/removal/", addresses.NoteRemoval.as_view(), name="note_removal"),
    path("customers/<int:pk>/company/<int:organisation_pk>/", organisations.Joining.as_view(), name="joining"),
    path("customers/<int:pk>/merging/<int:other_pk>/", merging.Merging.as_view(), name="merging"),
    path("customers/<int:pk>/merges/<int:merge_pk>/undoing/", merging.Undoing.as_view(), name="undoing"),
]
