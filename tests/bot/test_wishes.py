"""Wishes that customers of all companies have: an intent that is one of them knows how people say it."""

from __future__ import annotations

import pytest

from rafiq.bot.deciding import _meaning, _wishes, intents
from rafiq.bot.deciding.intents import NONE, Example

LANGUAGES = ("fa", "ar", "en")
OURS = {
    "fa": {
        "where_is_it": "سفارشم کجاست | پیگیری سفارش | بسته کی می‌رسد | سفارشم هنوز نیامده",
        "human": "می‌خواهم با اپراتور صحبت کنم | وصلم کنید به کارشناس | یک آدم جواب بدهد | اپراتور",
        "paint_the_wall": "دیوار را آبی رنگ بزنید | رنگ دیوار عوض شود | نقاش دیوار | رنگ آبی دیوار",
    },
    "ar": {
        "where_is_it": "أين طلبي | تتبع الطلب | متى يصل الطرد | لم يصل طلبي",
        "human": "أريد التحدث مع موظف | حولني إلى موظف خدمة العملاء | كلمني مع شخص | موظف",
        "paint_the_wall": "ادهنوا الجدار بالأزرق | تغيير لون الجدار | دهان الجدار | لون أزرق للجدار",
    },
    "en": {
        "where_is_it": "where is my order | track my parcel | when does my package arrive | my order has not come",
        "human": "I want to talk to a person | connect me to an agent | a human please | operator",
        "paint_the_wall": "paint the wall blue | change the wall's colour | a painter for the wall | blue wall",
    },
}
OTHER_WORDS = {
    "fa": [("یه هفته‌س منتظرم خبری از بسته نیس", "where_is_it"), ("با ربات حرف نمیزنم یه نفرو بیارید", "human")],
    "ar": [("صارلي اسبوع أستنى الشحنة وما وصلتني", "where_is_it"), ("مابي روبوت عطوني واحد يفهم", "human")],
    "en": [("a week now and still no sign of it", "where_is_it"), ("stop the bot, get me somebody real", "human")],
}  # fmt: skip


def examples(language):
    return [(text.strip(), language, intent) for intent, texts in OURS[language].items() for text in texts.split("|")]


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch):
    monkeypatch.setattr(_meaning, "is_installed", lambda: False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_know_the_same_wishes_each_in_many_different_words(language):
    known = _wishes.load(language)

    assert known.keys() == _wishes.load("en").keys()
    assert min(len(set(wordings)) for wordings in known.values()) >= 19
    everything = [wording for wordings in known.values() for wording in wordings]
    assert [one for one in set(everything) if everything.count(one) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_intent_is_joined_by_the_wordings_of_the_wish_it_is(language):
    joined = _wishes.join(examples(language))
    known = _wishes.load(language)

    by_intent = {intent: {text for text, _, one in joined.inside if one == intent} for intent in OURS[language]}
    assert by_intent["where_is_it"] == set(known["track_order"])
    assert by_intent["human"] == set(known["talk_to_person"])
    assert by_intent["paint_the_wall"] == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_say_in_other_words_is_understood(language):
    classifier = intents.learn([Example(*one) for one in examples(language)])

    for text, wanted in OTHER_WORDS[language]:
        assert next(one.intent for one in classifier.guess(text, language) if one.intent != NONE) == wanted, text


def test_wishes_of_other_companies_teach_what_fits_nothing():
    elsewhere = {text for text, _ in _wishes.join(examples("en")).elsewhere}

    assert elsewhere & set(_wishes.load("en")["gas_leak"])
    assert not elsewhere & {*_wishes.load("en")["track_order"], *_wishes.load("en")["order_late"]}


def test_whoever_has_examples_enough_needs_no_others():
    many = [
        (f"{text} {number}", "en", intent) for text, _, intent in examples("en") for number in range(_wishes.ENOUGH)
    ]

    assert _wishes.join(many) == _wishes.Joined([], [])


def test_two_intents_never_share_a_wish():
    split = [(text, "en", f"{intent}_{place % 2}") for place, (text, _, intent) in enumerate(examples("en"))]

    inside = _wishes.join(split).inside

    assert len({text for text, _, _ in inside}) == len(inside)


def test_languages_without_wordings_get_none():
    assert _wishes.join([("wo ist mein Paket", "de", "where_is_it")]) == _wishes.Joined([], [])


def test_one_intent_that_is_no_wish_is_alone_against_all_of_them():
    joined = _wishes.join([one for one in examples("en") if one[2] == "paint_the_wall"])

    assert (joined.inside, len(joined.elsewhere) > 100) == ([], True)


def test_one_intent_alone_is_joined_too():
    inside = _wishes.join([one for one in examples("en") if one[2] == "human"]).inside

    assert {intent for _, _, intent in inside} == {"human"}
