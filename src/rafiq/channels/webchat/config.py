"""What a widget needs to draw itself."""

from __future__ import annotations

from typing import Any

from rafiq.accounts import queries as accounts
from rafiq.channels.webchat import helping
from rafiq.channels.webchat.strings import strings_for
from rafiq.inbox.models import Channel
from rafiq.platform import files, text

MAX_TEXT = 10_000
LANGUAGES = ("fa", "ar", "en")
FIELD_LABELS = {
    "name": {"fa": "نام شما", "ar": "اسمك", "en": "Your name"},
    "email": {"fa": "ایمیل", "ar": "البريد الإلكتروني", "en": "E-mail"},
    "phone": {"fa": "شمارهٔ تلفن", "ar": "رقم الهاتف", "en": "Phone number"},
}
DEFAULTS: dict[str, Any] = {
    "color": "#0f7f86",
    "position": "end",
    "language": "en",
    "scheme": "auto",
    "title": {},
    "greeting": {
        "fa": "سلام! چطور می‌توانیم کمکتان کنیم؟",
        "ar": "أهلًا بك! كيف يمكننا مساعدتك؟",
        "en": "Hello! How can we help?",
    },
    "hours_text": {},
    "fields": [],
    "origins": [],
}


def open_channel(key: str) -> Channel | None:
    """Find the web chat channel with this public key, if it is switched on. What can be no key is not looked for."""
    if not key.isascii() or not key.isprintable():
        return None
    return Channel.objects.filter(kind="webchat", key=key, is_active=True).first()


def settings_of(channel: Channel) -> dict[str, Any]:
    """Return a widget's settings, the missing ones filled with defaults."""
    return {**DEFAULTS, **channel.settings}


def widget_config(channel: Channel, *, language: str) -> dict[str, Any]:
    """Describe a widget as docs/webchat-protocol.md has it, in the language asked for or the widget's own."""
    return config_of(settings_of(channel), key=channel.key, language=language)


def config_of(settings: dict[str, Any], *, key: str, language: str) -> dict[str, Any]:
    """Describe a widget by settings that need not be stored yet (the designer's preview)."""
    shown = language[:2].lower()
    shown = shown if shown in LANGUAGES else settings["language"]
    return {
        "key": key,
        "name": settings["title"].get(shown) or accounts.company().name,
        "language": shown,
        "direction": text.language_direction(shown),
        "color": settings["color"],
        "text_color": readable_on(settings["color"]),
        "position": settings["position"],
        "scheme": settings["scheme"],
        "greeting": settings["greeting"].get(shown) or DEFAULTS["greeting"][shown],
        "hours_text": settings["hours_text"].get(shown, ""),
        "fields": [
            {"name": one["name"], "required": bool(one.get("required")), "label": FIELD_LABELS[one["name"]][shown]}
            for one in settings["fields"]
            if one["name"] in FIELD_LABELS
        ],
        "max_file_bytes": files.MAX_BYTES,
        "max_text_chars": MAX_TEXT,
        "help": helping.is_there(),
        "strings": strings_for(shown),
    }


def may_stand_on(channel: Channel, *, origin: str) -> bool:
    """Test whether a website may show a widget; browsers name none when the page is our own."""
    allowed = settings_of(channel)["origins"]
    return not allowed or not origin or origin in allowed


def readable_on(color: str) -> str:
    """Return white or near-black, whichever reads better on a colour (WCAG 2.2 relative luminance)."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    if 1.05 / (luminance + 0.05) >= 4.5:
        return "#ffffff"
    return "#161616" if (luminance + 0.05) / 0.0581 >= 4.5 else "#000000"  # 0.0581: near-black's own, plus 0.05
