"""The demo company's shop: an ordinary page that carries the widget, as a customer's own website would."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rafiq.demo.fill import CHANNEL_KEY
from rafiq.inbox.models import Channel
from rafiq.platform import secrets, text

_PRODUCTS = [
    ("fridge", 48_900_000, {"fa": "یخچال ساید الوند", "ar": "ثلاجة ألوند", "en": "Alvand side-by-side fridge"}),
    ("blender", 3_250_000, {"fa": "مخلوط‌کن نسیم", "ar": "خلاط نسيم", "en": "Nasim blender"}),
    ("washer", 27_400_000, {"fa": "ماشین لباسشویی کارون", "ar": "غسالة كارون", "en": "Karun washing machine"}),
]
_WORDS: dict[str, dict[str, str]] = {
    "fa": {
        "shop": "نارون", "slogan": "لوازم خانه، با خیال آسوده", "cart": "سبد خرید", "buy": "افزودن به سبد",
        "price": "تومان", "promise": "ارسال رایگان در تهران و شیراز · نصب با تکنسین خودمان · ۲۴ ماه گارانتی",
        "member": "سلام مریم", "sign_in": "ورود با حساب مریم", "help": "پرسشی دارید؟ دکمهٔ گفتگو پایین صفحه است.",
        "help_centre": "مرکز راهنما",
    },
    "ar": {
        "shop": "نارفان", "slogan": "أجهزة بيتك وراحة بالك", "cart": "السلة", "buy": "أضف إلى السلة",
        "price": "تومان", "promise": "توصيل مجاني · تركيب على يد فنيينا · ضمان ٢٤ شهرًا",
        "member": "أهلًا مريم", "sign_in": "الدخول بحساب مريم", "help": "لديك سؤال؟ زر المحادثة أسفل الصفحة.",
        "help_centre": "مركز المساعدة",
    },
    "en": {
        "shop": "Narvan", "slogan": "Home appliances, peace of mind", "cart": "Basket", "buy": "Add to basket",
        "price": "Toman", "promise": "Free delivery · fitted by our own technicians · 24 months of warranty",
        "member": "Hello Maryam", "sign_in": "Sign in as Maryam", "help": "A question? The chat button is below.",
        "help_centre": "Help centre",
    },
}  # fmt: skip
_MEMBER = "shop-customer-1001"


def shop(request: HttpRequest) -> HttpResponse:
    """Show the shop; `?member=1` plays a customer who is logged in there, vouched for by an HMAC."""
    language = request.GET.get("lang", "fa")
    language = language if language in _WORDS else "fa"
    channel = Channel.objects.filter(key=CHANNEL_KEY).first()
    context: dict[str, Any] = {
        "language": language,
        "direction": text.language_direction(language),
        "words": _WORDS[language],
        "products": [
            {"picture": picture, "name": names[language], "price": text.number(price, language=language)}
            for picture, price, names in _PRODUCTS
        ],
        "key": CHANNEL_KEY,
        "member": _vouched(channel) if channel and request.GET.get("member") else None,
    }
    return render(request, "demo/shop.html", context)


def _vouched(channel: Channel) -> dict[str, str]:
    """Sign the member's id, as the documentation shows it for any shop's own server."""
    secret = secrets.decrypt(channel.secret)
    signature = hmac.new(secret.encode(), _MEMBER.encode(), hashlib.sha256).hexdigest()
    return {"external_id": _MEMBER, "name": "مریم احمدی", "email": "maryam@customer.example", "hmac": signature}
