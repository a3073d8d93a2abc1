"""What the demo's bot was taught: how it behaves, what it can do, what it understands, and tests of all that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from rafiq.accounts.models import Agent
from rafiq.bot import services as bot
from rafiq.bot.declaring import Parameter
from rafiq.bot.models import Action, Case, Intent, Mode, Publication
from rafiq.demo.answers import lines
from rafiq.inbox.models import Channel

NAMES = {"fa": "نارین، دستیار نارون", "ar": "نارين، مساعدة نارفان", "en": "Narin, Narvan’s assistant"}
NOWHERE = "http://127.0.0.1:9"  # until the worker says where the demo's order system listens
_ORDER = Parameter(
    name="order", kind="ORDER", pattern=r"NV-\d{6}",
    titles={"fa": "شمارهٔ سفارش", "ar": "رقم الطلب", "en": "Order number"},
    prompts={
        "fa": "شمارهٔ سفارش را بنویسید؛ مانند \u2066NV-\u2060482913\u2069 و در پیامک خرید هست.",
        "ar": "اكتب رقم الطلب، مثل \u2066NV-\u2060482913\u2069، تجده في رسالة الشراء.",
        "en": "What is the order number? It looks like NV-482913 and is in the text message.",
    },
)  # fmt: skip
_DAY = Parameter(
    name="day", kind="DATE", titles={"fa": "روز تازه", "ar": "اليوم الجديد", "en": "New day"},
    prompts={"fa": "چه روزی برایتان خوب است؟", "ar": "أي يوم يناسبك؟", "en": "Which day suits you?"},
)  # fmt: skip
_TIME = Parameter(
    name="time", kind="CHOICE", titles={"fa": "ساعت", "ar": "الوقت", "en": "Time"},
    prompts={"fa": "صبح یا بعدازظهر؟", "ar": "صباحًا أم بعد الظهر؟", "en": "Morning or afternoon?"},
    choices={
        "morning": {"fa": "صبح", "ar": "صباحًا", "en": "Morning"},
        "afternoon": {"fa": "بعدازظهر", "ar": "بعد الظهر", "en": "Afternoon"},
    },
)  # fmt: skip
_ADDRESS = Parameter(
    name="address", kind="TEXT", titles={"fa": "نشانی تازه", "ar": "العنوان الجديد", "en": "New address"},
    prompts={
        "fa": "نشانی تازه را کامل بنویسید: شهر، خیابان، پلاک و واحد.",
        "ar": "اكتب العنوان الجديد كاملًا: المدينة والشارع والبناية والطابق.",
        "en": "Please write the whole new address: city, street, number and flat.",
    },
)  # fmt: skip
_ACTIONS: tuple[tuple[str, dict[str, Any], tuple[Parameter, ...]], ...] = (
    (
        "order-status",
        {
            "needs_confirmation": False,
            "titles": {"fa": "وضعیت سفارش", "ar": "حالة الطلب", "en": "Order status"},
            "results": {
                "fa": "سفارش {order}: {status.fa}", "ar": "الطلب {order}: {status.ar}",
                "en": "Order {order}: {status.en}",
            },
        },
        (_ORDER,),
    ),
    (
        "move-visit",
        {
            "titles": {"fa": "جابه‌جایی بازدید", "ar": "تغيير موعد الزيارة", "en": "Move a visit"},
            "results": {
                "fa": "بازدید سفارش {order} جابه‌جا شد. کد پیگیری: {reference}",
                "ar": "تم تغيير موعد زيارة الطلب {order}. رقم المتابعة: {reference}",
                "en": "The visit for order {order} has been moved. Reference: {reference}",
            },
        },
        (_ORDER, _DAY, _TIME),
    ),
    (
        "change-address",
        {
            "titles": {"fa": "تغییر نشانی", "ar": "تغيير العنوان", "en": "Change of address"},
            "results": {
                "fa": "نشانی سفارش {order} عوض شد. کد پیگیری: {reference}",
                "ar": "تم تغيير عنوان الطلب {order}. رقم المتابعة: {reference}",
                "en": "Order {order} now goes to the new address. Reference: {reference}",
            },
        },
        (_ORDER, _ADDRESS),
    ),
)  # fmt: skip
_SNIPPETS = (
    ("fa", "کارت هدیه", "هنوز کارت هدیه نداریم؛ اما هر سفارشی را با بستهٔ هدیه و کارت تبریک می‌فرستیم.", False),
    ("fa", "پارکینگ شعبهٔ ونک", "شعبهٔ ونک پارکینگ دارد و ساعت اول برای مشتریان رایگان است.", True),
    ("ar", "موقف فرع بيروت", "لفرع بيروت موقف سيارات خلف المبنى، مجاني لزبائننا.", True),
    ("en", "Parking at the branches", "The Vanak and Beirut branches have parking that is free for customers.", True),
)
_CASES = (
    ("fa", "پولم کی برمی‌گرده", "INTENT", "", "refund-when"),
    ("fa", "سفارش من الان تو چه مرحله‌ایه", "INTENT", "", "order-status"),
    ("fa", "اپراتور لطفا", "HAND_OVER", "", ""),
    ("fa", "قیمت دلار امروز چنده", "ABSTAIN", "", ""),
    ("ar", "كيف بفعّل الضمان", "INTENT", "", "activate-warranty"),
    ("ar", "بدي احكي مع موظف", "HAND_OVER", "", ""),
    ("ar", "مين ربح المباراة مبارح", "ABSTAIN", "", ""),
    ("en", "I need my invoice", "INTENT", "", "invoice-copy"),
    ("en", "a person please", "HAND_OVER", "", ""),
    ("en", "what is the capital of France", "ABSTAIN", "", ""),
)


def teach(channels: Mapping[str, Channel], *, by: Agent, at: datetime) -> Publication:
    """Switch the bot on for web chat, let it suggest for mail, and publish what it was taught three months ago."""
    modes = {str(channels["webchat"].pk): Mode.ANSWER, str(channels["mail"].pk): Mode.SUGGEST}
    modes |= {str(channels[kind].pk): Mode.OFF for kind in ("kavenegar", "telegram")}
    bot.save_settings({"is_active": True, "names": NAMES, "modes": modes}, at=at)
    long_ago = at - timedelta(days=91)
    actions = {name: _action(name, values, parameters, at=long_ago) for name, values, parameters in _ACTIONS}
    intents = {one["name"]: _intent(one, actions, at=long_ago) for one in lines("intents")}
    for language, title, body, is_approved in _SNIPPETS:
        bot.save_snippet(None, language=language, title=title, body=body, is_approved=is_approved, at=long_ago)
    Case.objects.bulk_create(
        Case(text=words, language=language, expected=expected, article_key=key, intent=intents.get(intent))
        for language, words, expected, key, intent in _CASES
    )
    return bot.publish(by=by, at=long_ago)


def point(address: str) -> None:
    """Tell the bot's actions where the demo's order system listens this time; what is live is told, too."""
    for action in Action.objects.filter(name__in=[name for name, _values, _parameters in _ACTIONS]):
        action.url = f"{address}/orders/{action.name}"
        action.save(update_fields=["url"])
    newest = Publication.objects.order_by("-number").first()
    if newest is None:
        return
    for one in newest.snapshot.get("actions", []):
        if "/orders/" in one["url"] and one["url"].startswith("http://127.0.0.1:"):
            one["url"] = f"{address}/orders/{one['name']}"
    newest.save(update_fields=["snapshot"])


def _action(name: str, values: Mapping[str, Any], parameters: tuple[Parameter, ...], *, at: datetime) -> Action:
    url = f"{NOWHERE}/orders/{name}"
    return bot.save_action(None, {"name": name, "url": url, **values}, parameters=parameters, at=at)[0]


def _intent(one: Mapping[str, Any], actions: Mapping[str, Action], *, at: datetime) -> Intent:
    values = {name: one[name] for name in ("name", "does", "titles", "answers", "article_key") if name in one}
    if "action" in one:
        values["action"] = actions[one["action"]]
    examples = [(language, words) for language, those in one["examples"].items() for words in those]
    return bot.save_intent(None, values, examples=examples, at=at)
