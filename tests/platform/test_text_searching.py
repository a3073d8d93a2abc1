import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.text import query_terms, search_terms


def found(query: str, text: str) -> bool:
    """What PostgreSQL answers for the text's vector and the query made of the groups."""
    indexed = set(search_terms(text))
    groups = query_terms(query)
    return bool(groups) and all(indexed & set(group) for group in groups)


SAME_WORD = ["می‌شود", "میشود", "می شود", "مي‌شود"]


@pytest.mark.parametrize("query", SAME_WORD)
@pytest.mark.parametrize("text", SAME_WORD)
def test_all_ways_to_write_a_half_space_meet(query, text):
    assert found(query, f"این درست {text} یا نه؟")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("کتاب", "کتاب‌ها رسید"),
        ("کتاب", "کتابهای من"),
        ("کتاب‌ها", "کتاب ها رسید"),
        ("خانه دار", "خانه‌دار"),
        ("خانه‌دار", "خانه دار"),
        ("فاتورة", "أين الفاتورة؟"),
        ("الفاتوره", "وفاتورة بالفاتورة"),
        ("ثلاجة", "للثلاجة ضمان"),
        ("orders", "my order is late"),
        ("order", "Two ORDERS."),
        ("۱۰۲۳۴", "order #10234!"),
        ("10234", "سفارش ۱۰۲۳۴ کجاست"),
        ("nv-10234", "NV-10234 نرسید"),
        ("NV 10234", "NV-10234 نرسید"),
        ("ali@example.com", "write to Ali@Example.com."),
        ("example.com", "write to Ali@Example.com."),
        ("ali", "write to Ali@Example.com."),
        ("09123456789", "زنگ بزنید ۰۹۱۲ ۳۴۵ ۶۷۸۹ لطفا"),
        ("+98 912 345 6789", "زنگ بزنید 09123456789"),
        ("0912-345-6789", "call +989123456789"),
        ("۱٬۲۵۰٬۰۰۰", "مبلغ 1,250,000 تومان"),
        ("1250000", "مبلغ ۱٬۲۵۰٬۰۰۰ تومان"),
        ("don't", "I don’t know"),
        ("dont", "I don't know"),
        ("1405/01/01", "در ۱۴۰۵/۰۱/۰۱ خریدم"),
        ("café", "CAFE"),
        ("سفارش", "سفارشامون نرسیده"),
        ("سفارشامون", "سفارش من کجاست"),
        ("سفارشم", "سفارش‌هایمان رسید"),
        ("پولمو", "پول من برنگشته"),
        ("یخچال", "یخچالمون خرابه"),
        ("میفرستین", "کی می‌فرستید؟"),
        ("طلب", "طلباتي وين"),
        ("الفاتورة", "فواتيري غلط"),
        ("وصلت", "الطلبية ما وصل"),
        ("waiting", "I waited for you"),
        ("refunds", "was it refunded"),
    ],
)
def test_a_query_finds(query, text):
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [("کتاب", "کباب"), ("یخچال سفید", "یخچال سیاه"), ("10234", "102345"), ("ali@example.com", "sara@example.com")],
)
def test_a_query_does_not_find(query, text):
    assert not found(query, text)


@pytest.mark.parametrize("nothing", ["", "  ", "؟!؛،", "😀", "\u200c"])
def test_a_text_without_words_has_no_terms(nothing):
    assert search_terms(nothing) == []
    assert query_terms(nothing) == []


def test_punctuation_of_three_languages_parts_words():
    assert {"سلام", "خوبی", "بله", "اره"} <= set(search_terms("سلام،خوبی؟بله؛آره"))


def test_words_that_only_carry_a_sentence_are_not_listed_in_every_form():
    assert search_terms("این را می‌خواهم") == ["این", "را", "میخواهم", "می", "خواهم"]


def test_terms_are_bounded_in_length_and_number():
    assert max(map(len, search_terms("x" * 5_000 + " " + "y-" * 900))) <= 64
    assert len(search_terms(" ".join(f"w{number}" for number in range(5_000)))) == 1_000
    assert search_terms("a b c d", limit=2) == ["a", "b"]
    assert len(query_terms(" ".join(f"w{number}" for number in range(100)))) == 12


@given(st.text(max_size=80))
def test_terms_suit_a_tsvector(text):
    terms = search_terms(text)
    assert all(term and "\x00" not in term and " " not in term for term in terms)
    assert len(terms) == len(set(terms))


@given(st.text(max_size=60))
def test_every_text_is_found_by_itself(text):
    assert query_terms(text) == [] or found(text, text)
