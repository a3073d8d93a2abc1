"""What an endpoint of the company's hears: everything, signed, in order, until it has taken it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from rafiq.accounts.models import Role
from rafiq.api.models import Dispatch, Endpoint, KeptAnswer
from rafiq.api.webhooks import sending, services
from rafiq.platform.log.models import Entry
from tests.api.conftest import Listener, Program
from tests.makers import make_agent, make_conversation, make_reply

pytestmark = pytest.mark.django_db(transaction=True)
State = Dispatch.State


def make_endpoint(listener: Listener, *events: str) -> tuple[Endpoint, str]:
    return services.save(None, url=listener.url, events=events, is_active=True, at=datetime.now(UTC))


def now() -> datetime:
    return datetime.now(UTC)


def test_hears_what_happens_signed_and_in_order(listener: Listener, run_jobs: Callable[[], None]):
    _, secret = make_endpoint(listener)
    conversation = make_conversation("Hello")
    make_reply(conversation, make_agent())
    run_jobs()

    wanted = [
        "customers.customer.created",
        "inbox.conversation.opened",
        "inbox.message.received",
        "inbox.reply.written",
    ]
    assert listener.events()[:4] == wanted
    assert listener.ids() == sorted(listener.ids())
    for headers, body in listener.heard:
        parts = dict(part.split("=", 1) for part in headers["rafiq-signature"].split(","))
        signed = hmac.new(secret.encode(), f"{parts['t']}.".encode() + body, hashlib.sha256).hexdigest()
        assert hmac.compare_digest(parts["v1"], signed)
        told = json.loads(body)
        assert (headers["rafiq-delivery"], headers["rafiq-event"]) == (str(told["id"]), told["event"])
    assert set(Dispatch.objects.values_list("state", flat=True)) == {State.DONE}


def test_hears_only_what_it_asked_for(listener: Listener, run_jobs: Callable[[], None]):
    make_endpoint(listener, "inbox.message.received")
    make_conversation("Hello")
    run_jobs()
    assert listener.events() == ["inbox.message.received"]


def test_an_endpoint_that_is_away_gets_all_of_it_later_in_order(listener: Listener, run_jobs: Callable[[], None]):
    endpoint, _ = make_endpoint(listener, "inbox.message.received")
    for number in range(3):
        make_conversation(f"No. {number}")
    listener.statuses = [503, 503, 200]
    run_jobs()
    assert listener.ids()[:3] == [listener.ids()[0]] * 3  # the first is asked for until it is taken
    assert sorted(set(listener.ids())) == listener.ids()[2:]
    assert set(Dispatch.objects.values_list("state", flat=True)) == {State.DONE}
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_retry_after_is_obeyed(listener: Listener, run_jobs: Callable[[], None]):
    endpoint, _ = make_endpoint(listener, "inbox.message.received")
    make_conversation("Hello")
    listener.statuses, listener.headers = [429], {"Retry-After": "77"}
    from rafiq.platform.log import dispatcher

    dispatcher.dispatch_all(at=now())
    assert sending.send_waiting(endpoint.pk, at=now()) == 77


def test_an_event_that_is_refused_stands_aside_and_the_next_goes_on(listener: Listener, run_jobs: Callable[[], None]):
    make_endpoint(listener, "inbox.message.received")
    make_conversation("Refused")
    make_conversation("Taken")
    listener.statuses = [400] * sending.REFUSALS + [200]
    run_jobs()
    assert list(Dispatch.objects.order_by("entry_id").values_list("state", flat=True)) == [State.FAILED, State.DONE]
    assert len(listener.heard) == sending.REFUSALS + 1


def test_one_that_is_dead_for_three_days_is_switched_off(listener: Listener, run_jobs: Callable[[], None]):
    endpoint, _ = services.save(None, url="http://127.0.0.1:1/", events=[], is_active=True, at=now())
    make_conversation("Hello")
    from rafiq.platform.log import dispatcher

    dispatcher.dispatch_all(at=now())
    assert sending.send_waiting(endpoint.pk, at=now()) > 0
    assert sending.send_waiting(endpoint.pk, at=now() + timedelta(days=2)) > 0
    sending.send_waiting(endpoint.pk, at=now() + timedelta(days=4))
    endpoint.refresh_from_db()
    assert not endpoint.is_active
    assert Dispatch.objects.filter(state=State.WAITING).exists()  # kept for the day it is switched on again

    services.save(endpoint, url=listener.url, events=[], is_active=True, at=now())
    run_jobs()
    assert not Dispatch.objects.filter(state=State.WAITING).exists()


def test_a_replay_reads_the_log_again(listener: Listener, program: Program, run_jobs: Callable[[], None]):
    make_conversation("Before the webhook was made")
    endpoint, _ = make_endpoint(listener, "inbox.message.received")
    make_conversation("After")
    run_jobs()
    assert len(listener.heard) == 2 or len(listener.heard) == 1  # the reader began with the log's first row
    heard = len(listener.heard)

    answer = program.post(f"/webhooks/{endpoint.pk}/replay", {"since": "2020-01-01T00:00:00Z"})
    run_jobs()
    assert answer.json() == {"count": 2}
    assert listener.ids()[heard:] == sorted(set(listener.ids()))
    assert len(listener.heard) == heard + 2


def test_one_event_is_sent_again_on_demand(listener: Listener, program: Program, run_jobs: Callable[[], None]):
    endpoint, _ = make_endpoint(listener, "inbox.message.received")
    make_conversation("Hello")
    run_jobs()
    [sent] = program.get(f"/webhooks/{endpoint.pk}/deliveries").json()["items"]
    assert (sent["state"], sent["status"], sent["answer"]) == ("done", 200, "heard")
    assert program.post(f"/webhooks/{endpoint.pk}/deliveries/{sent['id']}/redelivery").status_code == 202
    run_jobs()
    assert listener.ids() == [sent["event_id"]] * 2


def test_sending_starts_again_after_a_death(listener: Listener, run_jobs: Callable[[], None]):
    """A process that dies between the commit and the job leaves rows that wait; the sweep finds them."""
    endpoint, _ = make_endpoint(listener)
    run_jobs()
    Dispatch.objects.create(endpoint=endpoint, entry_id=1, event="x", body={"id": 1, "event": "x"}, created_at=now())
    assert services.wake_all(at=now()) == 1
    assert services.wake_all(at=now()) == 0  # queued already
    run_jobs()
    assert Dispatch.objects.get(entry_id=1).state == State.DONE


def test_programs_manage_webhooks_and_learn_the_secret_once(listener: Listener, program: Program):
    made = program.post("/webhooks", {"url": listener.url, "events": ["inbox.message.received"]})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    [shown] = program.get("/webhooks").json()
    assert shown["secret"] is None
    path = f"/webhooks/{shown['id']}"
    assert program.ask("PUT", path, {"url": listener.url, "is_active": False}).json()["is_active"] is False
    assert program.ask("DELETE", path).status_code == 204
    for bad in ({"url": "ftp://x"}, {"url": "no address"}, {"url": listener.url, "events": ["nothing.like.it"]}):
        assert program.post("/webhooks", bad).status_code == 422


def test_the_secret_is_nowhere_kept_in_plain_words(listener: Listener, program: Program):
    body, key = {"url": listener.url, "events": []}, {"Idempotency-Key": "once"}

    made, again = (program.post("/webhooks", body, **key).json() for _ in range(2))

    assert made == again
    assert made["secret"] not in KeptAnswer.objects.get().body


def test_only_administrators_see_where_events_go(listener: Listener, make_program: Callable[..., Program]):
    made = make_program().post("/webhooks", {"url": listener.url, "events": []}).json()
    agent = make_program(role=Role.AGENT)

    answers = agent.get("/webhooks"), agent.get(f"/webhooks/{made['id']}/deliveries")

    assert [answer.status_code for answer in answers] == [403, 403]


def test_the_log_is_read_page_by_page(program: Program):
    for number in range(4):
        make_conversation(f"No. {number}")
    seen, after = [], ""
    while page := program.get(f"/events?limit=5&after={after}").json():
        if not page["items"]:
            break
        seen += [one["id"] for one in page["items"]]
        after = page["next"]
    assert seen == list(Entry.objects.order_by("xid", "id").values_list("id", flat=True))
    assert program.get(f"/events?after={after}").json()["next"] == after
