"""Addresses of the demo; they exist only while it runs (RAFIQ_DEMO)."""

from __future__ import annotations

from django.urls import path

from rafiq.demo import shop

app_name = "demo"
urlpatterns = [path("demo/shop/", shop.shop, name="shop")]
