"""The tags of Narvan's desk."""

from typing import Final

from rafiq.demo.world.records import WorldTag


def _tag(key: str, *, en: str, fa: str, ar: str, color: str) -> WorldTag:
    return WorldTag(key=key, name=en, names={"fa": fa, "ar": ar, "en": en}, color=color)


TAGS: Final = (
    _tag("delivery", en="Delivery", fa="ارسال", ar="توصيل", color="#2f7fb8"),
    _tag("repair", en="Repair", fa="خرابی", ar="عطل", color="#b8562f"),
    _tag("technician", en="Technician visit", fa="اعزام تکنسین", ar="زيارة فني", color="#7a5cb8"),
    _tag("returns", en="Return", fa="مرجوعی", ar="إرجاع", color="#b88a2f"),
    _tag("invoice", en="Invoice", fa="فاکتور", ar="فاتورة", color="#5f6f7f"),
    _tag("parts", en="Spare part", fa="قطعهٔ یدکی", ar="قطع غيار", color="#6b8f3a"),
    _tag("warranty", en="Warranty", fa="گارانتی", ar="ضمان", color="#3a8f6b"),
    _tag("payment", en="Payment", fa="پرداخت", ar="دفع", color="#0f8a8a"),
    _tag("order", en="Order change", fa="تغییر سفارش", ar="تعديل طلب", color="#4a68c4"),
    _tag("account", en="Account", fa="حساب کاربری", ar="الحساب", color="#8a6f5a"),
    _tag("praise", en="Praise", fa="قدردانی", ar="شكر وثناء", color="#d19a1c"),
    _tag("complaint", en="Complaint", fa="شکایت", ar="شكوى", color="#c0334d"),
)
