"""Addresses of what is agreed on in the settings, and of one's own macros."""

from __future__ import annotations

from django.urls import path

from rafiq.practice.views import settings

app_name = "practice_settings"
urlpatterns = [
    path("settings/fields/", settings.Fields.as_view(), name="fields"),
    path("settings/fields/new/", settings.FieldPage.as_view(), name="new_asked_field"),
    path("settings/fields/<int:pk>/", settings.FieldPage.as_view(), name="asked_field"),
    path("settings/procedures/", settings.Procedures.as_view(), name="procedures"),
    path("settings/procedures/new/", settings.ProcedurePage.as_view(), name="new_procedure"),
    path("settings/procedures/<int:pk>/", settings.ProcedurePage.as_view(), name="procedure"),
    path("settings/approvals/", settings.Approvals.as_view(), name="approvals"),
    path("settings/approvals/new/", settings.ApprovalPage.as_view(), name="new_approval_kind"),
    path("settings/approvals/<int:pk>/", settings.ApprovalPage.as_view(), name="approval_kind"),
    path("settings/macros/", settings.Macros.as_view(), name="macros"),
    path("settings/macros/new/", settings.MacroPage.as_view(), name="new_macro"),
    path("settings/macros/<int:pk>/", settings.MacroPage.as_view(), name="macro"),
    path("settings/practice/<int:pk>/removal/", settings.Removal.as_view(), name="standard_removal"),
    path("your-macros/", settings.OwnMacros.as_view(), name="own_macros"),
    path("your-macros/new/", settings.OwnMacroPage.as_view(), name="new_own_macro"),
    path("your-macros/<int:pk>/", settings.OwnMacroPage.as_view(), name="own_macro"),
    path("your-macros/<int:pk>/removal/", settings.OwnRemoval.as_view(), name="own_removal"),
]
