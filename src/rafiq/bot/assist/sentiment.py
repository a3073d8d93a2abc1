"""How a customer feels, by words: anger, sadness, thanks, with what denies them. Plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rafiq.bot.dialogue import mood
from rafiq.bot.dialogue.phrases import line, listed

type Name = Literal["ANGRY", "UPSET", "SAD", "THANKFUL", "CALM"]
ANGRY: Final = 2.0
UPSET: Final = 1.0
"""Weights as `mood` gives them: two for an insult or a threat, one for a complaint."""
FADES: Final = 0.7
"""What each later message leaves of how earlier ones felt."""
CLOSING, LETTER = 3, 8
"""Words a line has at most that may be how a letter is closed, and what stands before it at least."""

_SAD: Final = listed(
    "ناراحتم/ناراحت شدم/دلخورم/دلم گرفت/غمگینم/ناامید/ناامیدم/ناامید شدم/متاسفانه/حیف/گریه/گریه‌م گرفت/"
    "دلشکسته/نگرانم/نگران/می‌ترسم/"
    "زعلان/زعلانة/حزين/حزينة/محبط/محبطة/خاب املي/للأسف/للاسف/قلقان/قلقانة/قلق/خايف/خايفة/مقهور/مقهورة/بكيت/"
    "sad/unhappy/upset/heartbroken/worried/afraid/unfortunately/crying/frustrated/let down/disheartened/"
    "narahatam/naomid/negaranam/za3lan"
)
_THANKS: Final = listed(
    "ممنون/ممنونم/مرسی/متشکرم/تشکر/سپاس/سپاسگزارم/دمت گرم/دمتون گرم/دستتون درد نکنه/دست شما درد نکنه/"
    "لطف کردید/عالی بود/خدا خیرتون بده/"
    "شكرا/شكرًا/مشكور/مشكورين/يسلمو/تسلم/تسلمين/الله يعطيك العافية/الله يعطيكم العافية/"
    "يعطيك العافية/ممتن/ممتنة/جزاك الله خيرا/"
    "thanks/thank you/thx/appreciate/appreciated/grateful/much obliged/mersi/mamnoon/shukran"
)
# What denies stands before it in English and Arabic, and in the verb behind it in Persian.
_BEFORE: Final = frozenset(
    listed("not/no/never/isn't/aren't/wasn't/don't/without/مش/مو/ما/ليس/ليست/لست/لسنا/مب/غير/لا/بدون/بلا/نه/هیچ")
)
_BEHIND: Final = frozenset(
    listed("نیستم/نیست/نیستیم/نیستن/نیستید/نبودم/نبود/نشدم/نشد/نشدیم/ندارم/نداریم/ندارد/نکردم/نمی‌کنم/نمیکنم/نخواهم")
)
_THANKS_THAT_ARE_NONE: Final = frozenset(listed("no thanks/thanks for nothing/نه ممنون/نه مرسی/لا شكرا/ممنون از هیچی"))


@dataclass(frozen=True, slots=True)
class Sentiment:
    """How somebody feels, how strongly, and the words that show it (folded)."""

    name: Name
    weight: float = 0.0
    shown_by: tuple[str, ...] = ()


def read(said: str) -> Sentiment:
    """This will tell how one message feels. Anger goes before sadness, sadness before thanks; irony is not seen."""
    whole = line(said)
    found = mood.read(said)
    kept = tuple(one for one in found.shown_by if not is_denied(one, whole)) if found.name in {"ANGRY", "UPSET"} else ()
    if kept:
        weight = found.weight * len(kept) / len(found.shown_by)
        return Sentiment("ANGRY" if weight >= ANGRY else "UPSET", weight, kept)
    if sad := _among(_SAD, whole):
        return Sentiment("SAD", float(len(sad)), sad)
    thanks = () if _asks(said) else _among(_THANKS, line(_without_closing(said)))
    if thanks and not any(f" {one} " in whole for one in _THANKS_THAT_ARE_NONE):
        return Sentiment("THANKFUL", float(len(thanks)), thanks)
    return Sentiment("CALM")


def over(messages: Sequence[str]) -> Sentiment:
    """This will tell how a customer feels after several messages, oldest first.

    The newest that shows anything counts, unless older anger still weighs: it fades with each message, and thanks
    end it.
    """
    anger, now = 0.0, Sentiment("CALM")
    for said in messages:
        one = read(said)
        anger *= FADES
        if one.name == "THANKFUL":
            anger = 0.0
        if one.name in {"ANGRY", "UPSET"}:
            anger += one.weight
        if one.name != "CALM" or anger < UPSET:
            now = one
    if anger >= ANGRY and now.name in {"UPSET", "ANGRY"}:
        return Sentiment("ANGRY", anger, now.shown_by)
    return now


def _asks(said: str) -> bool:
    """Whoever asks for something and thanks is polite; how they feel is not told by it."""
    return any(sign in said for sign in "?؟")


def _without_closing(said: str) -> str:
    """Leave out the lines a letter is closed with: "Thanks," and the name below."""
    lines = [one for one in said.splitlines() if one.strip()]
    kept = list(lines)
    while len(kept) > 1 and len(kept[-1].split()) <= CLOSING:
        kept.pop()
    return "\n".join(kept if sum(len(one.split()) for one in kept) >= LETTER else lines)


def is_denied(phrase: str, whole: str) -> bool:
    """This will test whether every place of a phrase in a line of words is denied by its neighbours."""
    parts = whole.split()
    wanted = phrase.split()
    size = len(wanted)
    places = [place for place in range(len(parts) - size + 1) if parts[place : place + size] == wanted]
    return bool(places) and all(_denied_at(parts, place, size) for place in places)


def _denied_at(parts: Sequence[str], place: int, size: int) -> bool:
    before, behind = parts[max(0, place - 2) : place], parts[place + size : place + size + 2]
    return any(one in _BEFORE for one in before) or any(one in _BEHIND for one in behind)


def _among(phrases: Sequence[str], whole: str) -> tuple[str, ...]:
    return tuple(one for one in phrases if f" {one} " in whole and not is_denied(one, whole))
