from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.text import ascii_digits, digits, number, percent


def test_digits_follow_the_language():
    assert digits("12:05", language="fa") == "۱۲:۰۵"
    assert digits("12:05", language="ar-LB") == "١٢:٠٥"
    assert digits("۱۲:۰۵", language="en") == "12:05"
    assert digits(42, language="fa") == "۴۲"


@given(st.text(max_size=30))
def test_ascii_digits_of_any_script_come_back(text):
    plain = ascii_digits(text)
    assert ascii_digits(digits(plain, language="fa")) == plain
    assert ascii_digits(digits(plain, language="ar")) == plain


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (1234567, "fa", "۱٬۲۳۴٬۵۶۷"),
        (1234.5, "ar", "١٬٢٣٤٫٥"),
        (1234.5, "en", "1,234.5"),
        (-7, "fa", "\u200e\u2212۷"),
        (-7, "en", "-7"),
        (-0.0, "en", "0"),
        (Decimal("3.10"), "en", "3.1"),
        (float("nan"), "fa", "—"),
        (10**30, "en", "1" + ",000" * 10),
    ],
)
def test_numbers_are_grouped_and_signed(value, language, expected):
    assert number(value, language=language) == expected


def test_decimals_are_kept_when_asked_for():
    assert number(3, language="en", decimals=2) == "3.00"
    assert number(2.567, language="fa", decimals=1) == "۲٫۶"
    assert number(-0.001, language="en", decimals=1) == "0.0"


def test_percentages():
    assert percent(0.256, language="fa") == "۲۶٪"
    assert percent(0.5, language="en") == "50%"


@given(st.integers(0, 10**12), st.sampled_from([("fa", "arabext"), ("ar", "arab"), ("en", "latn")]))
def test_whole_numbers_agree_with_cldr(value, locale):
    language, system = locale
    expected = format_decimal(value, locale=language, numbering_system=system)
    assert number(value, language=language) == digits(expected, language=language)
