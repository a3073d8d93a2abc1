"""How things are done at Narvan: what is noted of complaints, how a warm fridge is looked into, who allows refunds."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from rafiq.accounts.models import Agent, Role
from rafiq.inbox.models import CannedReply, Tag
from rafiq.practice import services
from rafiq.practice.asked import Asked
from rafiq.practice.content import Choice, Field, Macro, Names, Procedure, Step, Terms
from rafiq.practice.models import Kind
from rafiq.routing.conditions import Conditions

COLD: Final = ("یخچال", "فریزر", "ثلاجة", "fridge", "freezer")


def write_practice(*, are_on: bool, at: datetime) -> None:
    """Agree on Narvan's ways; with `are_on` they are asked for. Macros hold nothing up, and are there always."""
    by = Agent.objects.filter(role=Role.SUPERVISOR).order_by("pk")[0]
    complaint = Asked(Conditions(tags=(Tag.objects.get(name="Complaint").pk,)))

    def agree(kind: str, names: Names, content: Any, asked: Asked | None = None, *, is_active: bool = are_on) -> None:  # noqa: ANN401
        draft = services.Draft(dict(names), content, asked or Asked(), is_active)
        services.save(None, draft, kind=kind, by=by, at=at)

    agree(Kind.FIELD, _said("دلیل شکایت", "سبب الشكوى", "Reason for the complaint"), _REASON, complaint)
    agree(Kind.FIELD, _said("شمارهٔ سفارش", "رقم الطلب", "Order number"), Field("TEXT", is_required=False), complaint)
    cold = Asked(Conditions(words=COLD))
    agree(Kind.PROCEDURE, _said("یخچال خنک نمی‌کند", "الثلاجة لا تبرد", "The fridge does not cool"), _FRIDGE, cold)
    agree(Kind.APPROVAL, _said("برگشت پول", "ردّ المبلغ", "Refund"), _REFUND)
    for names, content in _macros():
        agree(Kind.MACRO, names, content, is_active=True)


def _said(fa: str, ar: str, en: str) -> dict[str, str]:
    return {"fa": fa, "ar": ar, "en": en}


_REASON: Final = Field(
    "CHOICE",
    choices=(
        Choice("c1", _said("دیر رسیدن", "تأخّر التسليم", "Late delivery")),
        Choice("c2", _said("کالای خراب", "منتج معطوب", "Broken goods")),
        Choice("c3", _said("رفتار کارکنان", "سلوك الموظفين", "How staff behaved")),
        Choice("c4", _said("صورت‌حساب نادرست", "فاتورة خاطئة", "Wrong invoice")),
    ),
)
_YES_NO: Final = (Choice("c1", _said("بله", "نعم", "Yes")), Choice("c2", _said("نه", "لا", "No")))
_FRIDGE: Final = Procedure((
    Step("s1", _said("بپرسید از **چه زمانی** خنک نمی‌کند و روی چند درجه است",
                     "اسأل **منذ متى** لا تبرد وما الحرارة المضبوطة", "Ask **since when**, and how it is set")),
    Step("s2", _said("چراغ داخل یخچال روشن می‌شود؟", "هل يضيء المصباح في الداخل؟", "Does the light inside come on?"),
         is_required=True, choices=_YES_NO),
    Step("s3", _said("پریز و فیوز را با مشتری بررسی کنید", "افحص المقبس والقاطع مع العميل",
                     "Check the socket and the fuse with the customer"), is_required=True, after=("s2", "c2")),
    Step("s4", _said("بخواهید لاستیک در و فاصلهٔ پشت یخچال را ببیند", "اطلب فحص إطار الباب والمسافة خلف الثلاجة",
                     "Let them look at the door's seal and the space behind it"), after=("s2", "c1")),
    Step("s5", _said("اگر درست نشد، وقت **تعمیرکار** بگیرید", "إن لم تُحلّ فاحجز **فنّيًا**",
                     "If that was not it, book a **technician**")),
))  # fmt: skip
_REFUND: Final = Terms(
    True, _said("تومان", "تومان", "toman"), Decimal(5_000_000), (Role.SUPERVISOR.value,), needed=1, hours=24
)


def _macros() -> list[tuple[dict[str, str], Macro]]:
    """Three that are used daily; the answers are kept ready already."""
    tag = str(Tag.objects.get(name="Warranty").pk)
    ready = CannedReply.objects.order_by("shortcut", "pk").filter(language="fa").values_list("pk", flat=True)[:1]
    answer = [{"action": "answer", "params": {"canned": str(pk), "settles": True}} for pk in ready]
    close = {"action": "close", "params": {}}
    note = {"text": "شکایت {{customer}} بررسی و پاسخ داده شد.", "mentions": []}
    return [
        (_said("پاسخ آماده و بستن", "ردّ جاهز وإغلاق", "Answer and close"), Macro("روزانه", (), (*answer, close))),
        (_said("بستن شکایت", "إغلاق الشكوى", "Close a complaint"),
         Macro("شکایت", (), ({"action": "note", "params": note}, close))),
        (_said("پروندهٔ گارانتی", "ملف الضمان", "Warranty case"),
         Macro("روزانه", (), ({"action": "tag", "params": {"tag": tag}},))),
    ]  # fmt: skip
