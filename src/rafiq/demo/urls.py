"""Addresses of the demo; they exist only while it runs (RAFIQ_DEMO)."""

from __future__ import annotations

from django.urls import path

from rafiq.demo import shop
from rafiq.demo.outside import views as outside

app_name = "demo"
urlpatterns = [
    path("demo/shop/", shop.shop, name="shop"),
    path("demo/customers/", outside.Customers.as_view(), name="customers"),
]
