"""Addresses of the staff's pages about articles."""

from __future__ import annotations

from django.urls import path

from rafiq.knowledge.views.desk import (
    collections,
    exchange,
    gaps,
    imports,
    lists,
    reviewing,
    steering,
    versions,
    writing,
)

app_name = "articles"
_ONE = "articles/<int:pk>/<str:language>/"
urlpatterns = [
    path("articles/", lists.Articles.as_view(), name="list"),
    path("articles/new/", lists.NewArticle.as_view(), name="new"),
    path("articles/pick/", lists.Picker.as_view(), name="pick"),
    path("articles/import/", exchange.ImportPage.as_view(), name="import"),
    path("articles/import/<int:pk>/", imports.ImportRun.as_view(), name="import_run"),
    path("articles/import/<int:pk>/cancel/", imports.ImportCancel.as_view(), name="import_cancel"),
    path("articles/reviews/", reviewing.Reviews.as_view(), name="reviews"),
    path("articles/reviews/count/", reviewing.ReviewCount.as_view(), name="review_count"),
    path("articles/export/", exchange.Export.as_view(), name="export"),
    path("articles/collections/", collections.Collections.as_view(), name="collections"),
    path("articles/collections/new/", collections.CollectionPage.as_view(), name="new_collection"),
    path("articles/collections/<int:pk>/", collections.CollectionPage.as_view(), name="collection"),
    path("articles/collections/<int:pk>/removal/", collections.CollectionRemoval.as_view(), name="collection_removal"),
    path("articles/gaps/", gaps.Gaps.as_view(), name="gaps"),
    path("articles/gaps/article/", gaps.GapArticle.as_view(), name="gap_article"),
    path("articles/gaps/answer/", gaps.GapAnswer.as_view(), name="gap_answer"),
    path("articles/gaps/settled/", gaps.GapSettled.as_view(), name="gap_settled"),
    path("articles/<int:pk>/", lists.ArticlePage.as_view(), name="article"),
    path("articles/<int:pk>/place/", steering.Placing.as_view(), name="place"),
    path("articles/<int:pk>/removal/", lists.Removal.as_view(), name="removal"),
    path(_ONE, writing.Editor.as_view(), name="editor"),
    path(f"{_ONE}autosave/", writing.Autosave.as_view(), name="autosave"),
    path(f"{_ONE}preview/", writing.Preview.as_view(), name="preview"),
    path(f"{_ONE}review/", writing.Review.as_view(), name="review"),
    path(f"{_ONE}review/decision/", reviewing.Decision.as_view(), name="decision"),
    path(f"{_ONE}recall/", steering.Recall.as_view(), name="recall"),
    path(f"{_ONE}publication/", writing.Publication.as_view(), name="publication"),
    path(f"{_ONE}schedule/", writing.Schedule.as_view(), name="schedule"),
    path(f"{_ONE}withdrawal/", steering.Withdrawal.as_view(), name="withdrawal"),
    path(f"{_ONE}address/", steering.Renaming.as_view(), name="address"),
    path(f"{_ONE}visitor/", steering.Visitor.as_view(), name="visitor"),
    path(f"{_ONE}markdown/", exchange.Markdown.as_view(), name="markdown"),
    path(f"{_ONE}ways/<int:way_pk>/", steering.Way.as_view(), name="way"),
    path(f"{_ONE}versions/", versions.Versions.as_view(), name="versions"),
    path(f"{_ONE}versions/<int:number>/restoration/", versions.Restoration.as_view(), name="restoration"),
]
