"""A worker that is killed (-9) in the middle of a step, a call-back or a closing leaves nothing half done or stuck."""

from __future__ import annotations

import pytest

from rafiq.inbox.models import Message
from rafiq.platform.log.models import Entry as LogRow
from rafiq.routing import services
from rafiq.routing.models import Entry
from tests.makers import NOON, make_team
from tests.promises.world import make_hours
from tests.routing.making import later, make_queue, make_rule, wait
from tests.workers import killed_in_the_middle

pytestmark = pytest.mark.django_db(transaction=True)
_DIES = """
import sys, django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "rafiq.settings"
django.setup()
from datetime import datetime
from django.db import connection, transaction
from rafiq.routing import services
name, what, entry, moment = sys.argv[1:]
connection.settings_dict["NAME"] = name
at = datetime.fromisoformat(moment)
with transaction.atomic():
    if what == "overflow":
        services.overflow(int(entry), step=0, at=at)
    else:
        assert services.close(int(entry), at=at)
    print("in the middle", flush=True)
    sys.stdin.read()
"""


def told():
    return LogRow.objects.filter(kind="routing.queue.overflowed").count()


def test_in_the_middle_of_a_call_back_it_is_offered_once():
    make_rule(make_queue(steps=[{"after": 300, "what": "CALL_BACK"}]))
    conversation = wait()
    entry = Entry.objects.get()

    killed_in_the_middle(_DIES, "overflow", entry.pk, later(300).isoformat())
    assert (Entry.objects.get().step, told()) == (0, 0)
    services.sweep(at=later(360))
    services.sweep(at=later(420))

    assert (Entry.objects.get().step, told()) == (1, 1)
    assert conversation.messages.filter(kind=Message.Kind.OUTBOUND).count() == 1


def test_in_the_middle_of_handing_over_to_the_next_zone_it_is_handed_over_once():
    near, far = make_team("Near"), make_team("Far")
    make_hours("UTC", {day: [("08:00", "12:30")] for day in range(7)}, team=near)
    make_rule(make_queue(teams=[near], after_hours={"what": "TEAM", "to": far.pk}))
    wait(at=NOON)
    entry = Entry.objects.get()

    killed_in_the_middle(_DIES, "close", entry.pk, later(1800).isoformat())
    assert (Entry.objects.get().is_after_hours, told()) == (False, 0)
    services.sweep(at=later(1860))
    services.sweep(at=later(1920))

    assert (Entry.objects.get().is_after_hours, told()) == (True, 1)
    assert set(Entry.objects.get().lane.teams) == {near.pk, far.pk}
