"""What is shown of a text is the part that answers, its words marked in whatever form, and nothing in it is HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform import text
from rafiq.platform.search import analysis, highlighting, meeting


def marked(body, question, language, **kwargs):
    found = highlighting.excerpt(body, analysis.spoken_terms(question, language), language, **kwargs)
    return re.findall("<mark>(.*?)</mark>", found)


@pytest.mark.parametrize(
    ("question", "body", "expected", "language"),
    [
        ("خنک نمیکنه", "چرا یخچال خنک نمی‌کند؟", ["خنک", "نمی‌کند"], "fa"),
        ("سفارشامون", "وضعیت سفارش‌های شما", ["سفارش‌های"], "fa"),
        ("پولمو پس بدین", "زمان بازگشت وجه به کارت", ["بازگشت", "وجه"], "fa"),
        ("الثلاجات", "ثلاجة لا تبرد", ["ثلاجة"], "ar"),
        ("refunds", "When will I be refunded?", ["refunded"], "en"),
    ],
)
def test_words_are_marked_in_any_form(question, body, expected, language):
    assert set(expected) <= set(marked(body, question, language))


def test_words_that_only_carry_a_sentence_are_marked_beside_what_they_carry():
    assert marked("ثبت می‌کند و خنک نمی‌کند", "خنک نمیکنه", "fa") == ["خنک", "نمی‌کند"]


def test_without_a_language_words_are_marked_by_the_terms_of_messages():
    terms = [term for group in text.query_terms("سفارشامون") for term in group]

    assert "<mark>سفارش</mark>" in highlighting.excerpt("سلام سفارش من نرسید", terms)


def test_an_unfinished_word_marks_what_begins_so():
    assert "<mark>warranty</mark>" in highlighting.excerpt("the warranty card", ["warr"], beginnings=("warr",))


def test_markup_is_escaped():
    found = highlighting.excerpt("<b onclick=x>fridge</b> & <mark>", ["fridge"], "en")

    assert found == "&lt;b onclick=x&gt;<mark>fridge</mark>&lt;/b&gt; &amp; &lt;mark&gt;"


def test_the_best_stretch_is_shown_and_no_word_is_cut():
    body = "fridge " + "filler " * 100 + "the fridge does not cool since monday " + "padding " * 100
    found = highlighting.excerpt(body, ["fridg", "cool", "monday"], "en", length=80)

    assert re.findall("<mark>(.*?)</mark>", found) == ["fridge", "cool", "monday"]
    assert found.startswith("… ")
    assert found.endswith(" …")
    plain = re.sub("</?mark>|…", "", found).split()
    assert set(plain) <= set(body.split())
    assert len(" ".join(plain)) <= 80


def test_a_text_without_the_words_is_shown_from_its_beginning():
    assert highlighting.excerpt("One two three", ["four"], "en") == "One two three"


@given(st.text(max_size=400), st.text(max_size=30), st.sampled_from(["fa", "ar", "en", ""]), st.integers(10, 80))
def test_any_text_is_shown_without_its_own_markup(body, question, language, length):
    terms = analysis.spoken_terms(question, language) if language else [question]
    found = highlighting.excerpt(body, terms, language, length=length)

    assert not re.search("<(?!/?mark>)", found)
    assert len(re.sub("</?mark>|&[a-z#0-9]+;", "x", found)) <= length + 100


def test_words_met_later_are_marked_in_the_same_search():
    terms = analysis.spoken_terms("خنک نمیکنه", "fa")
    assert "<mark>" not in highlighting.title("واژه‌ای که هیچ‌کس ندیده", terms, "fa")
    assert highlighting.title("خنک‌کننده خنک نمی‌کند", terms, "fa").count("<mark>") >= 2


def test_when_too_many_words_were_met_it_begins_anew(monkeypatch):
    monkeypatch.setattr(meeting, "MOST", 3)
    for number in range(5):
        words = f"تازه{number} خنک نمی‌کند شماره{number}"
        assert highlighting.title(words, analysis.spoken_terms("خنک نمیکنه", "fa"), "fa").count("<mark>") == 2
        highlighting._marker.cache_clear()
    assert len(meeting.met_in("fa")) <= 4
