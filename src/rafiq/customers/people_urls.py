"""Addresses of what surrounds customers: likely doubles, companies, segments, lists, custom fields."""

from __future__ import annotations

from django.urls import path

from rafiq.customers.views import fields, imports, merging, organisations, segments

app_name = "people"
urlpatterns = [
    path("customers/duplicates/", merging.Duplicates.as_view(), name="duplicates"),
    path("customers/duplicates/<int:pk>/dismissal/", merging.Dismissal.as_view(), name="dismissal"),
    path("customers/companies/", organisations.Organisations.as_view(), name="organisations"),
    path("customers/companies/new/", organisations.OrganisationEdit.as_view(), name="new_organisation"),
    path("customers/companies/<int:pk>/", organisations.OrganisationPage.as_view(), name="organisation"),
    path("customers/companies/<int:pk>/edit/", organisations.OrganisationEdit.as_view(), name="organisation_edit"),
    path(
        "customers/companies/<int:pk>/removal/",
        organisations.OrganisationRemoval.as_view(),
        name="organisation_removal",
    ),
    path("customers/segments/new/", segments.SegmentPage.as_view(), name="new_segment"),
    path("customers/segments/row/", segments.SegmentRow.as_view(), name="segment_row"),
    path("customers/segments/count/", segments.SegmentCount.as_view(), name="segment_count"),
    path("customers/segments/<int:pk>/", segments.SegmentPage.as_view(), name="segment"),
    path("customers/segments/<int:pk>/removal/", segments.SegmentRemoval.as_view(), name="segment_removal"),
    path("customers/imports/", imports.Imports.as_view(), name="imports"),
    path("customers/imports/<int:pk>/", imports.ImportPage.as_view(), name="import"),
    path("customers/imports/<int:pk>/cancel/", imports.ImportCancel.as_view(), name="import_cancel"),
    path("customers/imports/<int:pk>/problems/", imports.ImportProblems.as_view(), name="import_problems"),
    path("settings/customer-fields/", fields.Fields.as_view(), name="fields"),
    path("settings/customer-fields/new/", fields.FieldPage.as_view(), name="new_field"),
    path("settings/customer-fields/<int:pk>/", fields.FieldPage.as_view(), name="field"),
    path("settings/customer-fields/<int:pk>/removal/", fields.FieldRemoval.as_view(), name="field_removal"),
]
