"""Every real-world mail of the shared collection goes the whole way: journal, reading, thread, inbox."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from rafiq.channels.mail.models import Letter
from rafiq.channels.transport import journal, processing
from rafiq.channels.transport.contracts import RawItem
from rafiq.channels.transport.models import Arrival
from rafiq.inbox.models import Message
from tests.channels.mail_office import make_mailbox
from tests.makers import NOON

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[3] / "shared" / "mail"
NO_MAILS = {".md", ".yml", ".txt"}


def test_all_are_taken_in_without_an_exception_and_none_twice():
    if not FOLDER.is_dir():
        pytest.skip("THE SHARED MAILS ARE NOT HERE: whether real-world mail is taken in was not tested")
    found = [path for path in sorted(FOLDER.rglob("*")) if path.is_file() and path.suffix not in NO_MAILS]
    mails = {str(path.relative_to(FOLDER)): path.read_bytes() for path in found}
    assert len(mails) > 500
    channel = make_mailbox()
    items = [RawItem(key=name, body=body, meta={"received_at": NOON.isoformat()}) for name, body in mails.items()]
    journal.journal(channel.pk, items, at=NOON)

    processing.process_all(at=NOON + timedelta(seconds=1))

    arrivals = list(Arrival.objects.all())
    assert len(arrivals) == len(mails)
    unfinished = {one.key: (one.state, one.reason) for one in arrivals if one.state != Arrival.State.DONE}
    assert unfinished == {}
    texts = Counter(one.message_id for one in arrivals if one.message_id)
    assert Message.objects.count() == Letter.objects.count() == len(texts)
    nothing_said = Message.objects.filter(text="", attachments=None).count()
    assert nothing_said < len(mails) / 50
