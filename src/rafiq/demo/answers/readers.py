"""What readers of the help centre left behind in 90 days: votes, searches, and ways of asking for an article."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from rafiq.demo.answers import LANGUAGES, lines
from rafiq.knowledge import services as knowledge
from rafiq.knowledge.models import AskedWay, Audience, Helpful, Search, Translation
from rafiq.platform import text

DAYS = 90
_DISLIKED = {"refund-time": 0.35, "repair-cost": 0.42, "washer-error-codes": 0.55, "technician-late": 0.5}
_LIKED = 0.86
_WORDS = {
    "fa": ("زمان دقیق را نگفته بود", "عکس نداشت"),
    "ar": ("لم أجد المدة", "تنقصه صورة"),
    "en": ("does not say how long", "a picture would help"),
}
_WAYS = (
    ("fa", "fridge-not-cooling", "یخچالم گرم شده بستنیا آب شدن", AskedWay.Source.CONVERSATION, 4),
    ("fa", "refund-time", "پول لغو سفارشم نیومد", AskedWay.Source.SEARCH, 7),
    ("fa", "move-visit", "سرویس‌کار رو بندازین یه روز دیگه", AskedWay.Source.INSERT, 2),
    ("ar", "track-order", "وين صارت الطلبية", AskedWay.Source.SEARCH, 5),
    ("ar", "repair-cost", "قديش بتاخدوا ع الكشفية", AskedWay.Source.CONVERSATION, 3),
    ("en", "not-at-home", "courier left a card what now", AskedWay.Source.SEARCH, 3),
)

type Rows = Mapping[tuple[str, str], Translation]


def write_readers(rows: Rows, *, at: datetime, dice: Random) -> None:
    """Write what readers did; the same dice write the same again."""
    _vote(rows, at=at, dice=dice)
    _search(rows, at=at, dice=dice)
    _ask(rows, at=at)


def _vote(rows: Rows, *, at: datetime, dice: Random) -> None:
    votes = []
    keys = sorted({key for key, _language in rows if rows[key, "fa"].article.audience == Audience.PUBLIC})
    for key in keys:
        for number in range(dice.randint(2, 26)):
            language = dice.choices(LANGUAGES, (5, 3, 2))[0]
            votes.append(_one_vote(rows[key, language], language, number, at=at, dice=dice))
    Helpful.objects.bulk_create(votes)


def _one_vote(row: Translation, language: str, number: int, *, at: datetime, dice: Random) -> Helpful:
    is_helpful = dice.random() < _DISLIKED.get(row.article.key, _LIKED)
    reason = "" if is_helpful else dice.choices(list(Helpful.Reason.values), (3, 5, 1, 2, 1))[0]
    visitor = hashlib.sha256(f"{row.article.key} {number}".encode()).hexdigest()
    rated_at = at - timedelta(days=dice.random() * DAYS)
    words = dice.choice(_WORDS[language]) if reason == Helpful.Reason.INCOMPLETE and dice.random() < 0.5 else ""
    return Helpful(
        article=row.article, language=language, visitor=visitor, network=visitor, is_helpful=is_helpful,
        reason=reason, words=words, rated_at=max(rated_at, row.published_at or rated_at),
    )  # fmt: skip


def _search(rows: Rows, *, at: datetime, dice: Random) -> None:
    """Look for what people look for: what is there is mostly chosen, what is not is a gap."""
    made = []
    for one in lines("searches"):
        found = rows.get((one.get("found", ""), one["language"]))
        for _time in range(one["times"]):
            clicked = found.article if found and dice.random() < 0.7 else None
            made.append(
                Search(
                    words=text.fold(one["asked"]), asked=one["asked"], language=one["language"],
                    place=dice.choices(("HELP", "WIDGET"), (3, 2))[0], results=dice.randint(1, 6) if found else 0,
                    clicked=clicked, searched_at=at - timedelta(days=dice.random() * (DAYS - 1), minutes=5),
                )
            )  # fmt: skip
    Search.objects.bulk_create(sorted(made, key=lambda search: search.searched_at))


def _ask(rows: Rows, *, at: datetime) -> None:
    for language, key, words, source, times in _WAYS:
        for time in range(times):
            knowledge.suggest_way(rows[key, language], words=words, source=source, at=at - timedelta(days=times - time))
