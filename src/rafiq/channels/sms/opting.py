"""Words by which people ask for no more messages, and for messages again: heard, kept, confirmed once, obeyed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_noop

from rafiq.channels.sms.models import Opting
from rafiq.inbox.contracts import DeliveryFailed
from rafiq.platform import jobs, text

CONFIRM_JOB: Final = "sms.confirm_opting"
OPTED_OUT: Final = gettext_noop("This person asked for no more messages from this number (they sent STOP or the like)")
HEARD: Final = {
    True: gettext_noop("This person wants no more messages over this channel: answers over it will fail."),
    False: gettext_noop("This person allows messages over this channel again."),
}
_AROUND: Final = " .,،؛;:!?؟\"'«»()[]-*"
_OUT: Final = {
    "en": ("stop", "stopall", "stop all", "unsubscribe", "opt out", "optout", "cancel", "end", "quit"),
    "fa": ("لغو", "لغو11", "لغو 11", "لغو عضویت", "لغو اشتراک", "انصراف", "قطع", "نفرستید", "نفرست"),
    "ar": ("إلغاء", "الغاء", "إلغاء الاشتراك", "الغاء الاشتراك", "إيقاف", "ايقاف", "توقف", "أوقف"),
}
_IN: Final = {
    "en": ("start", "unstop", "subscribe", "opt in", "optin"),
    "fa": ("شروع", "عضویت", "اشتراک", "فعال"),
    "ar": ("ابدأ", "ابدا", "بدء", "تفعيل"),
}
CONFIRMATIONS: Final = {
    (True, "en"): "You will get no more messages from this number. To get them again, send START.",
    (True, "fa"): "دیگر از این شماره پیامی دریافت نمی‌کنید. برای دریافت دوباره «شروع» را بفرستید.",
    (True, "ar"): "لن تصلك رسائل أخرى من هذا الرقم. لاستلامها من جديد أرسل «ابدأ».",
    (False, "en"): "You will get our messages again. To stop them, send STOP.",
    (False, "fa"): "از این پس دوباره پیام‌های ما را دریافت می‌کنید. برای توقف «لغو» را بفرستید.",
    (False, "ar"): "ستصلك رسائلنا من جديد. لإيقافها أرسل «إلغاء».",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a message asks for, and the language of the word."""

    is_out: bool
    language: str


def _folded(words: Mapping[str, tuple[str, ...]], *, is_out: bool) -> dict[str, Wish]:
    return {text.fold(word): Wish(is_out, language) for language, given in words.items() for word in given}


_WISHES: Final = {**_folded(_OUT, is_out=True), **_folded(_IN, is_out=False)}


def wish_of(said: str, *, more_words: str = "") -> Wish | None:
    """This will tell what a message asks for, if it is nothing but such a word, however it is spelled.

    `more_words` are this channel's own, one a line; they ask for no more messages.
    """
    if len(said) > 60:
        return None
    word = text.fold(said).strip(_AROUND)
    own = {text.fold(line).strip(_AROUND): line for line in more_words.splitlines() if line.strip()}
    if word in own:
        return Wish(True, str(text.guess_language(own[word]) or "en"))
    return _WISHES.get(word)


@transaction.atomic
def keep(*, channel_id: int, number: str, wish: Wish, said_at: datetime, is_confirmed: bool) -> None:
    """This will keep what somebody wishes, and queue the one confirmation of a change; an older wish changes nothing.

    `is_confirmed` is True where the provider confirms by itself, or nobody wants it.
    """
    row, _ = Opting.objects.get_or_create(
        channel_id=channel_id,
        number=number,
        defaults={"is_out": False, "said_at": said_at, "changes": 0, "language": wish.language},
    )
    row = Opting.objects.select_for_update(no_key=True).get(pk=row.pk)
    if said_at < row.said_at:
        return
    if row.is_out == wish.is_out:
        Opting.objects.filter(pk=row.pk).update(said_at=said_at)
        return
    row.is_out, row.language, row.said_at = wish.is_out, wish.language, said_at
    row.changes += 1
    row.confirmed = row.changes if is_confirmed else row.confirmed
    row.save(update_fields=["is_out", "language", "said_at", "changes", "confirmed"])
    if not is_confirmed:
        jobs.app.configure_task(CONFIRM_JOB).defer(opting_id=row.pk, change=row.changes)


def is_out(channel_id: int, number: str) -> bool:
    """This will test whether somebody wants no messages over a channel."""
    return Opting.objects.filter(channel=channel_id, number=number, is_out=True).exists()


def refuse(channel_id: int, number: str) -> None:
    """This will pass unless somebody wants no messages over a channel.

    Raises:
        DeliveryFailed: for good, with the reason in words.
    """
    if is_out(channel_id, number):
        raise DeliveryFailed(OPTED_OUT, is_permanent=True)


def unconfirmed(opting_id: int, change: int) -> Opting | None:
    """This will return the wish a confirmation is owed for; None if it was confirmed, or has changed since."""
    found = Opting.objects.select_related("channel").filter(pk=opting_id, changes=change, confirmed__lt=change)
    return found.first()


def confirmed(opting: Opting) -> None:
    """This will note that a confirmation went out."""
    Opting.objects.filter(pk=opting.pk, confirmed__lt=opting.changes).update(confirmed=opting.changes)


def extras(wish: Wish) -> dict[str, Any]:
    """This will return what stands with the message itself: agents read it beside the words."""
    return {"opting": "out" if wish.is_out else "in", "problems": [HEARD[wish.is_out]]}


def of_numbers(numbers: list[str]) -> list[Opting]:
    """This will list the channels over which these numbers want no messages."""
    return list(Opting.objects.select_related("channel").filter(number__in=numbers, is_out=True).order_by("pk"))
