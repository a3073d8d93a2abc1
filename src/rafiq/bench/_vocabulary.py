"""Words as people use them: few all the time, most hardly ever (Zipf's law), in three languages."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass

from rafiq.platform import text

LONG_TAIL = 40_000  # invented words of each language beside those below

_COMMON = {
    "fa": (
        "سفارش است من را با که این سلام لطفا ممنون شد برای از هنوز نرسیده پول کارت ارسال گارانتی دستگاه خراب می‌شود "
        "یخچال تعویض آدرس تهران شعبه فردا امروز پیگیری کالا قیمت تخفیف فاکتور برگشت حساب بسته پیک شماره تلفن همراه "
        "چای‌ساز قهوه‌ساز جاروبرقی تلویزیون صدا نمی‌دهد روشن خاموش سریع کند رنگ سفید سیاه بزرگ کوچک نصاب نصب تعمیر"
    ),
    "ar": (
        "الطلب في من على هذا مرحبا شكرا لم يصل المبلغ البطاقة التوصيل الضمان الجهاز معطل الثلاجة استبدال العنوان "
        "بيروت الفرع غدا اليوم متابعة المنتج السعر خصم الفاتورة إرجاع الحساب الطرد المندوب رقم الهاتف غسالة تلفاز "
        "صوت لا يعمل سريع بطيء اللون أبيض أسود كبير صغير تركيب إصلاح مكسور جديد قديم مشكلة حل شكوى"
    ),
    "en": (
        "order the my is not hello thanks please still waiting refund card delivery warranty machine broken fridge "
        "exchange address branch tomorrow today tracking product price discount invoice return account parcel courier "
        "phone number washer television sound fast slow color white black large small install repair new old problem"
    ),
}
_SYLLABLES = {
    "fa": "با دا را نا ما سا شا کا گا لا تا پا بر در سر کر مر نو رو سو دو بی دی نی می شی تی کو زی خو چه ژا",
    "ar": "با دا را نا ما سا شا حا عا قا بر در سر كر مر نو رو سو دو بي دي ني مي شي تي كو زي خو جا طا صا غا",
    "en": "ba da ra na ma sa sha ka ga la ta pa ber der ser ker mer no ro so do bi di ni mi shi ti ko zi kho cha",
}


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words, the most frequent first, with what each is indexed under."""

    code: str
    words: Sequence[str]
    terms: Sequence[str]
    weights: Sequence[float]

    def sentence(self, chance: random.Random) -> tuple[str, str]:
        """Say something of 4 to 20 words; return it, and the text form of its tsvector."""
        found = chance.choices(range(len(self.words)), cum_weights=self.weights, k=chance.randint(4, 20))
        return " ".join([self.words[one] for one in found]), " ".join([self.terms[one] for one in found])


def languages() -> list[Language]:
    """Make the vocabularies; the same every time."""
    return [_language(code) for code in _COMMON]


def _language(code: str) -> Language:
    chance = random.Random(code)  # noqa: S311  # no secret
    words = dict.fromkeys(_COMMON[code].split())
    syllables = _SYLLABLES[code].split()
    while len(words) < LONG_TAIL:
        words["".join(chance.choices(syllables, k=chance.randint(3, 5)))] = None
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    return Language(code, list(words), [_terms(word) for word in words], weights)


def _terms(word: str) -> str:
    return " ".join(f"'{term}'" for term in text.search_terms(word))
