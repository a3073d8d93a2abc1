import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.text.spelling import Spellings, distance, near

WORDS = """
گارانتی سفارش سفارت یخچال ظرفشویی تحویل لباسشویی پشتیبانی ماشین تماس تمام امتحان حساب مشغول اشتراک مرجوعی تاخیر
صورتحساب کولرگازی اینترنت فاکتور خراب رمز کارت توصيل ضمان استرجاع فاتورة warranty delivery refund address
"""
KNOWN = Spellings(dict.fromkeys(WORDS.split(), 5))
ERRORS = """
گارنتی=گارانتی گارانطی=گارانتی سفارس=سفارش سفارشص=سفارش یخجال=یخچال یخچل=یخچال ضرفشویی=ظرفشویی لباسشوی=لباسشویی
پشتیبنی=پشتیبانی
ماشسن=ماشین تماص=تماس امطحان=امتحان حسااااب=حساب مسغول=مشغول اشتراگ=اشتراک مرحوعی=مرجوعی تاحیر=تاخیر
صورتحصاب=صورتحساب
کولرکازی=کولرگازی اینتزنت=اینترنت فاکتر=فاکتور خزاب=خراب کرات=کارت توصسل=توصيل ضمانن=ضمان استرحاع=استرجاع
فاتوره=فاتورة
wrranty=warranty waranty=warranty delivry=delivery dleivery=delivery refnud=refund adress=address addrees=address
"""


@pytest.mark.parametrize(("typed", "meant"), [pair.split("=") for pair in ERRORS.split()])
def test_what_was_meant_comes_first(typed, meant):
    assert near(typed, KNOWN)[0][0] == meant


def test_a_known_word_is_only_itself_and_short_words_have_no_neighbours():
    assert near("سفارش", KNOWN) == [("سفارش", 1.0)]
    assert near("رمظ", KNOWN) == near("", KNOWN) == near("x2000", KNOWN) == near("ترخیصکالا", KNOWN) == []


def test_short_words_may_have_one_error_long_ones_two():
    assert near("سفارزز", KNOWN) == []
    assert [word for word, _ in near("اینتزنط", KNOWN)] == ["اینترنت"]


def test_letters_of_one_sound_and_neighbours_cost_less_than_others():
    assert distance("ظرف", "ضرف") < distance("خراب", "خزاب") < distance("خراب", "خماب")
    assert distance("کارت", "کرات") < 1


def test_of_two_words_as_near_the_commoner_comes_first():
    assert [word for word, _ in near("کاهش", Spellings({"کاهل": 1, "کاهن": 9}))] == ["کاهن", "کاهل"]


def test_a_list_of_words_is_a_vocabulary_too():
    words = Spellings(["سفارش"])
    assert "سفارش" in words and "سفارس" not in words
    assert words.near("سفارس")[0][0] == "سفارش"


@given(st.text(max_size=40), st.sets(st.text(max_size=12), max_size=30))
def test_neighbours_are_words_of_the_vocabulary(word, words):
    for found, score in near(word, Spellings(words)):
        assert found in words and 0 < score <= 1


@given(st.text("ابتسشزظضر", max_size=9), st.text("ابتسشزظضر", max_size=9))
def test_the_distance_is_the_same_in_both_directions_and_nothing_only_for_the_same(one, other):
    there, back = distance(one, other, limit=20), distance(other, one, limit=20)
    assert there == pytest.approx(back)
    assert (there == 0) == (one == other)


@given(
    st.text("ابتسشزظضرک", min_size=4, max_size=9), st.sets(st.text("ابتسشزظضرک", min_size=3, max_size=9), max_size=40)
)
def test_no_neighbour_is_lost_by_putting_words_aside_first(word, words):
    limit = 2 if len(word) >= 7 else 1
    plainly = {other for other in words if len(other) > 2 and _edits(word, other) <= limit}
    if word not in words and len(plainly) < 8 and not any(a * 3 in word for a in word):
        assert plainly <= {found for found, _ in near(word, Spellings(words))}


def _edits(one: str, other: str) -> int:
    """Damerau and Levenshtein without weights, as in the books."""
    rows = [list(range(len(other) + 1))]
    for line, letter in enumerate(one, 1):
        row = [line]
        for column, counterpart in enumerate(other, 1):
            cost = min(rows[-1][column] + 1, row[-1] + 1, rows[-1][column - 1] + (letter != counterpart))
            if line > 1 and column > 1 and letter == other[column - 2] and one[line - 2] == counterpart:
                cost = min(cost, rows[-2][column - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
