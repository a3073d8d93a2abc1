"""What Narvan promises its customers: answers by channel, twice as fast for the best customers, and who is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from rafiq.accounts.models import Agent
from rafiq.customers import services as customers
from rafiq.customers.models import CustomField, Segment
from rafiq.customers.segmenting import Condition
from rafiq.promises import services
from rafiq.promises.models import Base

MINUTE, HOUR = 60, 3600
IN_FORCE = timedelta(days=91)
RESOLUTION = 24 * HOUR  # two business days of twelve hours
MESSENGERS = ["telegram", "bale", "whatsapp", "instagram", "messenger", "mastodon"]
# Name, kinds of channel, business seconds until an answer; the best customers are owed half of it.
CHANNELS: tuple[tuple[str, list[str], int], ...] = (
    ("گفتگوی آنلاین", ["webchat"], 5 * MINUTE),
    ("پیام‌رسان‌ها", MESSENGERS, 30 * MINUTE),
    ("ایمیل و باقی کانال‌ها", [], 4 * HOUR),
)


def write_policies(by: Agent, *, at: datetime) -> None:
    """Write down the policies as they have been since before the first conversation of the demo."""
    best = _best(by, at=at)
    escalation = {"tells": ["ASSIGNEE"], "raises": True}
    for share, suffix, segments in ((2, " · مشتری طلایی", [best.pk]), (1, "", [])):
        for name, kinds, seconds in CHANNELS:
            terms = services.Terms(
                name=f"{name}{suffix}", conditions={"kinds": kinds, "segments": segments},
                first_seconds=seconds // share, next_seconds=2 * seconds // share,
                resolution_seconds=RESOLUTION // share, base=Base.COMPANY, pauses_snoozed=True,
                escalation=escalation | ({"tells": ["ASSIGNEE", "SUPERVISORS"]} if segments else {}),
            )  # fmt: skip
            services.save_policy(None, terms, by=by, at=at - IN_FORCE)


def _best(by: Agent, *, at: datetime) -> Segment:
    """Make the segment of the best customers, or find it."""
    level = CustomField.objects.get(label="سطح اشتراک")
    conditions = [Condition(level.key, "is", "طلایی")]
    return customers.save_segment(
        None, name="مشتریان طلایی", is_shared=True, is_any=False, conditions=conditions, by=by, at=at
    )
