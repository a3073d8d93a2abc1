"""Addresses of the bot's settings."""

from __future__ import annotations

from django.urls import path

from rafiq.bot.desk.views import actions, behaviour, cases, dashboard, flow, publications, snippets, transcripts

app_name = "bot_settings"
urlpatterns = [
    path("settings/bot/", behaviour.Behaviour.as_view(), name="behaviour"),
    path("settings/bot/error/", behaviour.ErrorMeaning.as_view(), name="error"),
    path("settings/bot/flow/", flow.Flow.as_view(), name="flow"),
    path("settings/bot/intents/new/", flow.IntentPage.as_view(), name="new_intent"),
    path("settings/bot/intents/examples/", flow.Examples.as_view(), name="examples"),
    path("settings/bot/intents/<int:pk>/", flow.IntentPage.as_view(), name="intent"),
    path("settings/bot/intents/<int:pk>/removal/", flow.IntentRemoval.as_view(), name="intent_removal"),
    path("settings/bot/actions/new/", actions.ActionPage.as_view(), name="new_action"),
    path("settings/bot/actions/<int:pk>/", actions.ActionPage.as_view(), name="action"),
    path("settings/bot/actions/<int:pk>/removal/", actions.ActionRemoval.as_view(), name="action_removal"),
    path("settings/bot/actions/<int:pk>/trial/", actions.ActionTrial.as_view(), name="action_trial"),
    path("settings/bot/snippets/", snippets.Snippets.as_view(), name="snippets"),
    path("settings/bot/snippets/new/", snippets.SnippetPage.as_view(), name="new_snippet"),
    path("settings/bot/snippets/<int:pk>/", snippets.SnippetPage.as_view(), name="snippet"),
    path("settings/bot/snippets/<int:pk>/removal/", snippets.SnippetRemoval.as_view(), name="snippet_removal"),
    path("settings/bot/tests/", cases.Cases.as_view(), name="cases"),
    path("settings/bot/tests/<int:pk>/removal/", cases.CaseRemoval.as_view(), name="case_removal"),
    path("settings/bot/trials/", cases.Trials.as_view(), name="trials"),
    path("settings/bot/trials/<int:pk>/", cases.TrialPage.as_view(), name="trial"),
    path("settings/bot/publications/", publications.Publications.as_view(), name="publications"),
    path("settings/bot/publications/<int:pk>/", publications.PublicationPage.as_view(), name="publication"),
    path("settings/bot/publications/<int:pk>/restoration/", publications.Restoration.as_view(), name="restoration"),
    path("settings/bot/transcripts/", transcripts.Transcripts.as_view(), name="transcripts"),
    path("settings/bot/transcripts/<int:conversation_pk>/", transcripts.Dialogue.as_view(), name="dialogue"),
    path("settings/bot/turns/<int:pk>/correction/", transcripts.Correction.as_view(), name="correction"),
    path("settings/bot/turns/<int:pk>/correction/undo/", transcripts.CorrectionUndo.as_view(), name="correction_undo"),
    path("settings/bot/dashboard/", dashboard.Dashboard.as_view(), name="dashboard"),
]
