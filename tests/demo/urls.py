"""The product's addresses with the demo's among them."""

from __future__ import annotations

from django.urls import include, path

from rafiq.web.root_urls import urlpatterns as product

urlpatterns = [*product, path("", include("rafiq.demo.urls"))]
