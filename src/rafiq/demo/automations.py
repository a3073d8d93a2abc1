"""What happens by itself at Narvan: words of warranty are tagged, praise is passed on, silence is not forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from rafiq.accounts.models import Agent
from rafiq.automations import services
from rafiq.automations.conditions import SOMEBODY, Conditions
from rafiq.automations.contracts import Step
from rafiq.automations.timing import Clock, Timing, Unit, Unless
from rafiq.demo.promises import COMPLAINTS
from rafiq.inbox import services as inbox
from rafiq.inbox.models import CannedReply, Tag
from rafiq.promises import queries as promises

WARRANTY: Final = ("گارانتی", "ضمانت", "وارانتی", "ضمان", "كفالة", "warranty", "guarantee")
_GOODBYE: Final = (
    ("fa", "خداحافظی پس از چند روز سکوت",
     "{{customer}} عزیز، چند روزی از شما خبری نشد؛ فعلاً این گفتگو را می‌بندیم. هر وقت بنویسید، همین‌جا ادامه می‌دهیم."),
    ("ar", "وداع بعد أيام من الصمت",
     "{{customer}}، لم يصلنا منكم ردّ منذ أيام، فسنغلق هذه المحادثة الآن. متى كتبتم لنا تابعنا من حيث توقفنا."),
    ("en", "Goodbye after some days of silence",
     "Dear {{customer}}, we have not heard from you for some days, so we close this for now. Write whenever you "
     "like; we go on from here."),
)  # fmt: skip
_NO_ANSWER: Final = "مشتری دو روز کاری است که منتظر پاسخ است. لطفاً امروز جوابش را بدهید، حتی کوتاه."
_PRAISE: Final = "پنج ستاره از {{customer}}! دست‌مریزاد؛ همین‌طور ادامه بدهید."


def write_rules(*, are_on: bool, at: datetime) -> None:
    """Make Narvan's rules. What happened in the demo's past is nothing to them."""
    by = Agent.objects.filter(role="SUPERVISOR").order_by("pk")[0]
    warranty = Tag.objects.get(name="Warranty")
    complaint = Tag.objects.get(name="Complaint")
    silent = Timing(5, Unit.DAYS, Clock.BUSINESS, Unless.CUSTOMER)
    waiting = Timing(2, Unit.DAYS, Clock.BUSINESS, Unless.STAFF)
    rules: tuple[tuple[str, str, Timing, Conditions, list[Step]], ...] = (
        ("برچسب گارانتی", "message", Timing(), Conditions(words=WARRANTY, without=(warranty.pk,)),
         [Step("tag", {"tag": str(warranty.pk)})]),
        ("شکایت: قول یک‌روزه", "tagged", Timing(), Conditions(tags=(complaint.pk,)),
         [Step("raise", {}), Step("promise", {"policy": str(_policy(COMPLAINTS))})]),
        ("خسته نباشید به همکار", "rated", Timing(), Conditions(ratings=(5,)), [_note(_PRAISE)]),
        ("یادآوری پس از دو روز کاری", "message", waiting, Conditions(assignees=(SOMEBODY,)), [_note(_NO_ANSWER)]),
        ("بستن پس از پنج روز سکوت", "answered", silent, Conditions(),
         [Step("answer", {"canned": str(_goodbye().pk), "settles": False}), Step("close", {})]),
    )  # fmt: skip
    for name, event, later, asked, steps in rules:
        wording = services.Wording(event, later, asked, tuple(steps))
        services.save_rule(None, wording, name=name, is_on=are_on, tried=wording.fingerprint, by=by, at=at)
    services.pass_over_the_past()


def _policy(name: str) -> int:
    return next(one.policy_id for one in promises.newest() if one.name == name)


def _note(words: str) -> Step:
    return Step("note", {"text": words, "mentions": ["ASSIGNEE"]})


def _goodbye() -> CannedReply:
    """Keep the kind last message ready in three languages; return the Persian one."""
    made = [
        inbox.save_canned_reply(None, shortcut="bye", title=title, body=body, language=language)
        for language, title, body in _GOODBYE
    ]
    return made[0]
