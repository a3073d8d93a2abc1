"""The demo company's order system: it knows orders NV-100000 … NV-999999 and does what the bot's actions ask of it."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

_NUMBER = re.compile(r"NV-[1-9]\d{5}")
_STATES = (
    {"fa": "در انبار بسته‌بندی می‌شود و تا سه روز کاری دیگر می‌رسد.", "ar": "قيد التجهيز ويصل خلال ثلاثة أيام عمل.",
     "en": "is being packed and arrives within three working days."},
    {"fa": "از انبار بیرون رفته و در راه است.", "ar": "خرج من المستودع وهو في الطريق.",
     "en": "has left the warehouse."},
    {"fa": "نزد پیک است و امروز می‌رسد.", "ar": "مع المندوب ويصل اليوم.", "en": "is with the courier and comes today."},
    {"fa": "تحویل داده شده است.", "ar": "تم تسليمه.", "en": "has been delivered."},
)  # fmt: skip
_UNKNOWN = {
    "fa": "سفارشی با این شماره پیدا نشد. لطفاً شماره را از پیامک خرید بنویسید.",
    "ar": "لم نجد طلبًا بهذا الرقم. تحقّق من الرقم في رسالة الشراء من فضلك.",
    "en": "There is no order of this number. Please check it in the text message about your purchase.",
}


def answer(path: str, body: bytes) -> tuple[int, dict[str, Any]]:
    """Answer a request to `/orders/ACTION` as any company's own service would: a status code, and JSON."""
    said = json.loads(body or b"{}")
    values, language = said.get("values", {}), str(said.get("language", ""))
    number = str(values.get("order", "")).upper()
    if not _NUMBER.fullmatch(number):
        return 404, {"message": _UNKNOWN.get(language, _UNKNOWN["fa"])}
    draw = int.from_bytes(hashlib.sha256(number.encode()).digest()[:4], "big")
    if path.endswith("/order-status"):
        return 200, {"order": number, "status": _STATES[draw % len(_STATES)]}
    reference = hashlib.sha256(f"{path} {json.dumps(values, sort_keys=True)}".encode()).hexdigest()
    return 200, {"order": number, "reference": reference[:6].upper()}
