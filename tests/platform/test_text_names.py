import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.text import initials, normal_email, normal_phone, sort_key


def test_names_follow_the_persian_alphabet_and_latin_comes_first():
    names = ["Élodie", "Zoe", "آرش", "ابراهیم", "احمد", "بابک", "پری", "تینا", "جلال", "چنگیز", "زهرا", "ژاله", "کاوه"]
    names += ["گلی", "لیلا", "ورد", "هدی", "یاسمن"]
    assert sorted(set(names), key=sort_key) == names


@pytest.mark.parametrize(("one", "other"), [("علي", "علی"), ("كاوه", "کاوه"), ("أحمد", "احمد"), ("ALI", "ali")])
def test_spellings_of_a_name_share_a_place(one, other):
    assert sort_key(one) == sort_key(other)


def test_signs_do_not_count_in_the_order():
    assert sort_key("«سارا»") == sort_key("سارا")


@given(st.text(max_size=30))
def test_every_name_has_a_key(name):
    assert isinstance(sort_key(name), str)
    assert len(initials(name).replace("\u200c", "")) <= 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ali Rezaei", "AR"),
        ("josé maría pérez", "JP"),
        ("Cher", "C"),
        ("ßa", "S"),
        ("سارا محمدی", "س‌م"),
        ("دکتر سارا محمدی", "س‌م"),
        ("السيد أحمد الحسن", "أ‌ح"),
        ("دکتر", "د"),
        ("Sara محمدی", "Sم"),
        ("+98 912", ""),
        ("", ""),
    ],
)
def test_initials(name, expected):
    assert initials(name) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (" Ali.R+shop@Gmail.COM ", "ali.r+shop@gmail.com"),
        ("mailto:a@b.co", "a@b.co"),
        ("\u200eali۲@example.com\u200f", "ali2@example.com"),
        ("x@ایران.ir", "x@xn--mgba3a4f16a.ir"),
        ("a@b", None),
        ("a b@c.de", None),
        ("a..b@c.de", None),
        (".a@c.de", None),
        ("a@-c.de", None),
        ("a@c..de", None),
        ("@c.de", None),
        ("Ali <a@c.de>", None),
        ("a@" + "x" * 300 + ".de", None),
        ("x" * 65 + "@c.de", None),
        ("", None),
    ],
)
def test_emails(raw, expected):
    assert normal_email(raw) == expected


@pytest.mark.parametrize(
    ("raw", "country", "expected"),
    [
        ("۰۹۱۲ ۳۴۵ ۶۷۸۹", "IR", "+989123456789"),
        ("٠٩١٢٣٤٥٦٧٨٩", "IR", "+989123456789"),
        ("9123456789", "IR", "+989123456789"),
        ("989123456789", "IR", "+989123456789"),
        ("+98 (0)912-345-6789", "CA", "+989123456789"),
        ("0098 912 345 6789", "AE", "+989123456789"),
        ("011 98 912 345 6789", "CA", "+989123456789"),
        ("021-88776655 داخلی ۱۲", "IR", "+982188776655"),
        ("050 123 4567", "AE", "+971501234567"),
        ("04 123 4567", "AE", "+97141234567"),
        ("03 123 456", "LB", "+9613123456"),
        ("71 123 456", "LB", "+96171123456"),
        ("01 123 456", "LB", "+9611123456"),
        ("055 123 4567", "SA", "+966551234567"),
        ("(416) 555-0123 ext. 9", "CA", "+14165550123"),
        ("1-416-555-0123", "US", "+14165550123"),
        ("+44 20 7946 0958", "IR", "+442079460958"),
        ("tel:+4915112345678", "IR", "+4915112345678"),
        ("110", "IR", None),
        ("88776655", "IR", None),
        ("+98 912 345", "IR", None),
        ("116-555-0123", "CA", None),
        ("+0123456789", "IR", None),
        ("0912abc6789", "IR", None),
        ("12345678", "FR", None),
        ("9" * 500, "IR", None),
        ("", "IR", None),
    ],
)
def test_phones(raw, country, expected):
    assert normal_phone(raw, country=country) == expected


@given(st.text("+0123456789 -()۰۱۲۳", max_size=20), st.sampled_from(["IR", "AE", "LB", "SA", "CA"]))
def test_a_normal_phone_stays_as_it_is(raw, country):
    phone = normal_phone(raw, country=country)
    assert phone is None or normal_phone(phone, country=country) == phone
