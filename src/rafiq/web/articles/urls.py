"""Addresses of articles in conversations."""

from __future__ import annotations

from django.urls import path

from rafiq.web.articles import views

app_name = "conversation_articles"
urlpatterns = [
    path("inbox/conversations/<int:pk>/articles/", views.Articles.as_view(), name="choices"),
    path("inbox/conversations/<int:pk>/articles/<int:article_pk>/", views.Insertion.as_view(), name="insertion"),
    path("inbox/conversations/<int:pk>/article/", views.ArticleOf.as_view(), name="draft"),
]
