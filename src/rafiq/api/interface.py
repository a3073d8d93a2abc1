"""The public interface, version 1: its operations, its errors, its description (OpenAPI 3.1)."""

from __future__ import annotations

from ninja import NinjaAPI

from rafiq.api import problems
from rafiq.api.auth import Bearer
from rafiq.api.routes import conversations, customers, events, messages, practice, staff, webhooks

DESCRIPTION = (
    "Everything a company's own programs may ask of Rafiq. Lists are keyset pages: pass `next` as `after`. "
    "POST takes an Idempotency-Key. Errors are problem+json in Persian, Arabic or English (Accept-Language)."
)

api = NinjaAPI(
    title="Rafiq", version="1", description=DESCRIPTION, auth=Bearer(), docs_url=None, urls_namespace="api-v1"
)
problems.install(api)
api.add_router("/customers", customers.router)
api.add_router("/conversations", conversations.router)
api.add_router("/conversations", messages.router)
api.add_router("/conversations", practice.router)
api.add_router("", staff.router)
api.add_router("/webhooks", webhooks.router)
api.add_router("/events", events.router)
