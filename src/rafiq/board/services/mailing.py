"""What alerts tell by mail: a job each, in the reader's language, over the company's own address."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from rafiq.board import telling
from rafiq.board.models import Notice
from rafiq.channels.mail import services as mail
from rafiq.platform import jobs

MAIL_JOB: Final = "board.mail_notice"


class NoMailbox(Exception):
    """No channel of the company sends mail."""


def mail_soon(notice_ids: Collection[int]) -> None:
    """Have these notices sent by mail, in the caller's transaction."""
    wishes = [jobs.Wish({"notice_id": pk}, lock=f"board-notice-{pk}") for pk in notice_ids]
    jobs.enqueue(MAIL_JOB, wishes, priority=1)


def mail_notice(notice_id: int, *, at: datetime) -> bool:
    """Send a notice, once; tell whether it went out now. Asks the network, outside of transactions.

    Raises:
        NoMailbox: if no channel sends mail; it is tried again.
        DeliveryFailed, AccessRevoked: if it cannot be sent just now; so is this.
    """
    one = Notice.objects.select_related("agent", "episode").get(pk=notice_id)
    if one.mailed_at or one.failure or not one.agent.is_active:
        return False
    channel = mail.notice_channel()
    if channel is None:
        raise NoMailbox
    subject, body = telling.letter(one.episode, one.agent)
    notice = mail.Notice(
        to=one.agent.email, to_name=one.agent.name, subject=subject, body=body, key=f"alert-{one.pk}",
        language=one.agent.language,
    )  # fmt: skip
    try:
        mail.send_notice(channel, notice, at=at)
    except mail.DeliveryFailed as error:
        if not error.is_permanent:
            raise
        Notice.objects.filter(pk=one.pk).update(failure=str(error)[:300])
        return False
    return bool(Notice.objects.filter(pk=one.pk, mailed_at=None).update(mailed_at=at))
