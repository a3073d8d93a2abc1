"""Summaries by mail: made once a reader and span, sent by a job each, in the reader's language and calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent
from rafiq.channels.mail import services as mail
from rafiq.insights import telling
from rafiq.insights.models import Rhythm, Subscription, Summary
from rafiq.platform import calendars, jobs
from rafiq.platform.jobs import Wish

SEND_JOB: Final = "insights.send_summary"
HOUR: Final = 7
"""From this hour on, by the reader's clock, the summary of the days before is sent."""
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


class NoMailbox(Exception):
    """No channel of the company sends mail."""


class NoSupervisor(PermissionError):
    """Summaries tell of everybody: they are for supervisors."""


@transaction.atomic
def subscribe(agent: Agent, *, rhythm: str) -> None:
    """Send this supervisor summaries from now on, daily or weekly; with "" no more.

    Raises:
        NoSupervisor: if it is none.
    """
    if not agent.is_supervisor:
        raise NoSupervisor
    if rhythm:
        Subscription.objects.update_or_create(agent=agent, defaults={"rhythm": Rhythm(rhythm)})
    else:
        Subscription.objects.filter(agent=agent).delete()


@transaction.atomic
def make_due(*, at: datetime) -> int:
    """Make the summaries whose morning has come, each once, and queue their sending; return how many are new."""
    new = []
    for one in Subscription.objects.select_related("agent").filter(agent__is_active=True).order_by("pk"):
        span = due_span(one.agent, one.rhythm, at=at) if one.agent.is_supervisor else None
        if span:
            new.append(Summary(agent=one.agent, rhythm=one.rhythm, first=span[0], last=span[1], due_at=at))
    known = set(Summary.objects.filter(first__in={one.first for one in new}).values_list("agent", "rhythm", "first"))
    wanted = [one for one in new if (one.agent_id, one.rhythm, one.first) not in known]
    Summary.objects.bulk_create(wanted, ignore_conflicts=True)
    made = [_made(one) for one in wanted]
    jobs.enqueue(SEND_JOB, [Wish({"summary_id": pk}, lock=f"summary-{pk}") for pk in made])
    return len(made)


def send(summary_id: int, *, at: datetime) -> bool:
    """Send a summary, once; tell whether it went out now. Asks the network, outside of transactions.

    Raises:
        NoMailbox: if no channel sends mail; it is tried again.
        DeliveryFailed, AccessRevoked: if it cannot be sent just now; so is this.
    """
    one = Summary.objects.select_related("agent").get(pk=summary_id)
    if one.sent_at or one.failure or not (one.agent.is_active and one.agent.is_supervisor):
        return False
    channel = mail.notice_channel()
    if channel is None:
        raise NoMailbox
    told = telling.summary(one.agent, first=one.first, last=one.last, at=one.due_at)
    notice = mail.Notice(
        to=one.agent.email, to_name=one.agent.name, subject=told.subject, body=told.body, key=f"summary-{one.pk}",
        language=one.agent.language,
    )  # fmt: skip
    try:
        mail.send_notice(channel, notice, at=one.due_at)
    except mail.DeliveryFailed as error:
        if not error.is_permanent:
            raise
        Summary.objects.filter(pk=one.pk).update(failure=str(error)[:300])
        return False
    return bool(Summary.objects.filter(pk=one.pk, sent_at=None).update(sent_at=at))


def due_span(agent: Agent, rhythm: str, *, at: datetime) -> tuple[date, date] | None:
    """Return the days the newest summary tells of; None before the reader's morning.

    A week ends before the reader's own first weekday.
    """
    now = calendars.local(at, zone=agent.time_zone)
    company_today = calendars.local_date(at, zone=accounts.company().time_zone)
    today = min(now.date(), company_today)
    if now.hour < HOUR:
        return None
    if rhythm == Rhythm.DAILY:
        return today - _DAY, today - _DAY
    begin = today - timedelta(days=(today.weekday() - calendars.first_weekday(agent.language)) % 7)
    return begin - _WEEK, begin - _DAY


def _made(one: Summary) -> int:
    """Return the row that holds; another worker may have been first, whose job sends it then."""
    return Summary.objects.values_list("pk", flat=True).get(agent=one.agent, rhythm=one.rhythm, first=one.first)
