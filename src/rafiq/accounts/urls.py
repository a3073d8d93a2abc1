"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from rafiq.accounts.views import agents, company, door, profile, teams

app_name = "accounts"
urlpatterns = [
    path("login/", door.LogIn.as_view(), name="login"),
    path("logout/", door.LogOut.as_view(), name="logout"),
    path("setup/", door.SetUp.as_view(), name="set_up"),
    path("invitations/<str:token>/", door.Invitation.as_view(), name="invitation"),
    path("settings/", profile.Sections.as_view(), name="settings"),
    path("settings/profile/", profile.Profile.as_view(), name="profile"),
    path("settings/profile/password/", profile.Password.as_view(), name="password"),
    path("settings/company/", company.Company.as_view(), name="company"),
    path("settings/agents/", agents.Agents.as_view(), name="agents"),
    path("settings/agents/<int:pk>/", agents.AgentPage.as_view(), name="agent"),
    path("settings/agents/invitations/<int:pk>/withdrawal/", agents.Withdrawal.as_view(), name="withdrawal"),
    path("settings/teams/", teams.Teams.as_view(), name="teams"),
    path("settings/teams/new/", teams.TeamPage.as_view(), name="new_team"),
    path("settings/teams/<int:pk>/", teams.TeamPage.as_view(), name="team"),
    path("settings/teams/<int:pk>/removal/", teams.TeamRemoval.as_view(), name="team_removal"),
]
