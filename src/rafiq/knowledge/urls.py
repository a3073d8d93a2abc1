"""Public addresses of the help centre."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from rafiq.knowledge.views import machines, pages, rating


class Anything(StringConverter):
    """The rest of an address, whatever it is: also what no other pattern takes, such as line breaks."""

    regex = r"[\s\S]+"


register_converter(Anything, "anything")

app_name = "help"
urlpatterns = [
    path("robots.txt", machines.Robots.as_view(), name="robots"),
    path("help/", machines.Front.as_view(), name="front"),
    path("help/sitemap.xml", machines.SiteMap.as_view(), name="sitemap"),
    path("help/sitemap-<int:number>.xml", machines.SiteMap.as_view(), name="sitemap_part"),
    path("help/<str:language>/", pages.Home.as_view(), name="home"),
    path("help/<str:language>/search/", pages.SearchView.as_view(), name="search"),
    path("help/<str:language>/collections/<str:slug>/", pages.Collection.as_view(), name="collection"),
    path("help/<str:language>/articles/<str:slug>/", pages.ArticleView.as_view(), name="article"),
    path("help/<str:language>/articles/<str:slug>/rating/", rating.Rating.as_view(), name="rating"),
    path("help/<anything:rest>", machines.OldAddress.as_view(), name="old_address"),
]
