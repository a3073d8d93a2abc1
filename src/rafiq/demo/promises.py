"""What Narvan promises its customers: answers by channel, twice as fast for the best customers, and who is told.

Chats in Arabic are answered from Beirut, so their clock runs while Beirut is there; the others' while Tehran is. Of the
ninety days about one first answer in thirteen came too late by that, as in a company that keeps most of its promises.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from rafiq.accounts.models import Agent, Team
from rafiq.customers import services as customers
from rafiq.customers.models import CustomField, Segment
from rafiq.customers.segmenting import Condition
from rafiq.promises import services
from rafiq.promises.models import Base

MINUTE, HOUR = 60, 3600
IN_FORCE = timedelta(days=91)
DAY = 12 * HOUR  # of business
RESOLUTION = 2 * DAY
COMPLAINTS: Final = "شکایت: حل تا یک روز کاری"
CHAT, LATER = "گفتگوی آنلاین", "ایمیل و باقی کانال‌ها"
MESSENGERS = ["telegram", "bale", "whatsapp", "instagram", "messenger", "mastodon"]
# Name, kinds of channel, business seconds until an answer; the best customers are owed half of it.
CHANNELS: tuple[tuple[str, list[str], int], ...] = (
    (CHAT, ["webchat"], 10 * MINUTE),
    ("پیام‌رسان‌ها", MESSENGERS, 30 * MINUTE),
    (LATER, [], 4 * HOUR),
)


def write_policies(by: Agent, *, at: datetime) -> None:
    """Write down the policies as they have been since before the first conversation of the demo."""
    level = CustomField.objects.get(label="سطح اشتراک")
    golden, arabic = Condition(level.key, "is", "طلایی"), Condition("language", "is", "ar")
    best = _segment("مشتریان طلایی", [golden], by=by, at=at)
    best_arabic = _segment("مشتریان طلایی عرب‌زبان", [golden, arabic], by=by, at=at)
    arabs = _segment("مشتریان عرب‌زبان", [arabic], by=by, at=at)
    beirut = Team.objects.get(name="Beirut")
    for share, suffix, segments, spoken in ((2, " · مشتری طلایی", [best], best_arabic), (1, "", [], arabs)):
        _write(f"{CHAT} · بیروت{suffix}", ["webchat"], 10 * MINUTE // share, [spoken], by=by, at=at, hours=beirut)
        for name, kinds, seconds in CHANNELS:
            _write(f"{name}{suffix}", kinds, seconds // share, segments, by=by, at=at)
    _write_complaints(by=by, at=at)


def _write_complaints(*, by: Agent, at: datetime) -> None:
    """What is promised where somebody complains: given by a rule, or by whoever reads it."""
    terms = services.Terms(
        name=COMPLAINTS, is_given=True, resolution_seconds=DAY, escalation={"tells": ["ASSIGNEE", "SUPERVISORS"]},
        warn_percent=50,
    )  # fmt: skip
    services.save_policy(None, terms, by=by, at=at - IN_FORCE)


def _write(  # noqa: PLR0913  # each is a column of the policy
    name: str, kinds: list[str], seconds: int, segments: list[Segment], *, by: Agent, at: datetime,
    hours: Team | None = None,
) -> None:  # fmt: skip
    is_best = "طلایی" in name
    terms = services.Terms(
        name=name, conditions={"kinds": kinds, "segments": [one.pk for one in segments]},
        first_seconds=seconds, next_seconds=2 * seconds, resolution_seconds=RESOLUTION // (2 if is_best else 1),
        base=Base.TEAM if hours else Base.COMPANY, base_team_id=hours.pk if hours else None, pauses_snoozed=True,
        escalation={"tells": ["ASSIGNEE", "SUPERVISORS"] if is_best else ["ASSIGNEE"], "raises": True},
    )  # fmt: skip
    services.save_policy(None, terms, by=by, at=at - IN_FORCE)


def _segment(name: str, conditions: list[Condition], *, by: Agent, at: datetime) -> Segment:
    return customers.save_segment(
        None, name=name, is_shared=True, is_any=False, conditions=conditions, by=by, at=at
    )  # fmt: skip
