import pytest

from rafiq.platform.text import direction, guess_language, language_direction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سلام hello", "rtl"),
        ("hello سلام", "ltr"),
        ("123 - سلام", "rtl"),
        ("😀 שלום", "rtl"),
        ("+98 912", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_is_that_of_the_first_letter(text, expected):
    assert direction(text) == expected


def test_a_text_without_letters_takes_the_default():
    assert direction("123", default="rtl") == "rtl"


def test_languages_have_directions():
    assert [language_direction(code) for code in ("fa", "ar-LB", "en")] == ["rtl", "rtl", "ltr"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سلام، سفارش من هنوز نرسیده", "fa"),
        ("سلام وقت بخير. يخچال من خنك نمي كند، چرا كسي جواب نميدهد؟", "fa"),
        ("کی میاد برای نصب؟", "fa"),
        ("مرحبا، الثلاجة لا تبرّد جيداً", "ar"),
        ("وين صار طلبي؟ ما حدا عم يرد", "ar"),
        ("أريد إرجاع الخلاط من فضلكم", "ar"),
        ("Hi, where is my order?", "en"),
        ("Blender broken", "en"),
        ("salam, sefaresham hanooz nareside", "fa"),
        ("میرا آرڈر کہاں ہے", None),
        ("où est ma commande", None),
        ("12345 😀", None),
        ("注文はどこですか", None),
        ("", None),
    ],
)
def test_language_is_guessed(text, expected):
    assert guess_language(text) == expected
