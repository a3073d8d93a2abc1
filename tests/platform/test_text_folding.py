import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.text import fold

LETTERS = st.text(st.one_of(st.characters(), st.sampled_from("يىیكکةهأإآٱاؤئءـًٌٍَُِّْٰ\u200c\u200d٠١۱éÉßİıŁﷺﷲ")), max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي", "علی"),
        ("على", "علی"),
        ("كتاب", "کتاب"),
        ("فاتورة", "فاتوره"),
        ("أحمد", "احمد"),
        ("إلى", "الی"),
        ("آرش", "ارش"),
        ("ٱلله", "الله"),
        ("مؤمن", "مومن"),
        ("مسئول", "مسیول"),
        ("خانهٔ", "خانه"),
        ("خانۀ", "خانه"),
        ("جزء", "جز"),
        ("سَلَّمَ", "سلم"),
        ("رحمٰن", "رحمن"),
        ("ســـلام", "سلام"),
        ("می‌شود", "میشود"),
        ("\u200fسلام\u200e", "سلام"),
        ("۱۲۳", "123"),
        ("٤٥٦", "456"),
        ("Élodie", "elodie"),
        ("STRASSE", "straße"),
        ("Łukasz", "lukasz"),
        ("İstanbul", "istanbul"),
        ("ｆｕｌｌ", "full"),
        ("ﻻ", "لا"),
        ("a \u00a0\n b", "a b"),
    ],
)
def test_spellings_meet(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("پ", "ب"), ("گل", "کل"), ("چ", "ج"), ("ژ", "ز"), ("سلام", "سلم")])
def test_different_letters_stay_different(one, other):
    assert fold(one) != fold(other)


def test_vowels_of_indic_scripts_stay():
    assert fold("हिन्दी") == "हिन्दी"


def test_punctuation_stays():
    assert fold("چرا؟") == "چرا؟"


@given(LETTERS)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
