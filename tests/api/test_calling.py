"""A rule calls a webhook: signed and recorded like any other, tried again while it is away, called once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from rafiq.api.models import Dispatch, Endpoint
from rafiq.api.webhooks import services
from rafiq.automations.contracts import Step
from rafiq.automations.models import Run
from rafiq.platform.log.models import Cursor
from tests.api.conftest import Listener
from tests.automations.world import make_rule, results
from tests.makers import make_conversation

pytestmark = pytest.mark.django_db(transaction=True)


def make_endpoint(listener: Listener) -> Endpoint:
    only = ["customers.customer.merged"]
    return services.save(None, url=listener.url, events=only, is_active=True, at=datetime.now(UTC))[0]


def test_a_rule_calls_a_webhook_once(listener: Listener, run_jobs: Callable[[], None]):
    endpoint = make_endpoint(listener)
    rule = make_rule("message", Step("webhook", {"endpoint": str(endpoint.pk), "label": "warranty"}))
    talk = make_conversation("Hello")
    run_jobs()
    Cursor.objects.filter(subscriber__contains="automations").update(xid=0, entry_id=0)
    run_jobs()

    [(headers, body)] = listener.heard
    told = json.loads(body)
    assert headers["rafiq-event"] == told["event"] == "api.webhook.called"
    assert (told["actor"], told["data"]["label"]) == (rule.actor, "warranty")
    assert told["data"]["conversation_id"] == talk.pk
    assert Dispatch.objects.get().state == Dispatch.State.DONE


def test_an_endpoint_that_was_switched_off_is_not_called_and_the_run_says_so(
    listener: Listener, run_jobs: Callable[[], None]
):
    endpoint = make_endpoint(listener)
    make_rule("message", Step("webhook", {"endpoint": str(endpoint.pk), "label": ""}))
    Endpoint.objects.update(is_active=False)
    make_conversation("Hello")
    run_jobs()
    assert (results(), Run.objects.get().reason) == (["FAILED"], "The webhook was removed or switched off.")
    assert listener.heard == []
