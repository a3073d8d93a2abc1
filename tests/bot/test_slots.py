"""What people write into forms, read as what was asked for."""

from __future__ import annotations

from datetime import date

import pytest

from rafiq.bot.declaring import Parameter
from rafiq.bot.dialogue import slots
from rafiq.bot.dialogue.slots import BadSlot, Reading

SUNDAY = date(2026, 11, 22)
BLENDER = {
    "fridge": {"fa": "یخچال", "ar": "ثلاجة", "en": "Fridge"},
    "blender": {"fa": "مخلوط‌کن", "ar": "خلاط", "en": "Blender"},
}


def read(kind: str, said: str, *, language: str = "fa", **more: object) -> object:
    parameter = Parameter(name="it", kind=kind, **more)  # type: ignore[arg-type]
    return slots.fill(parameter, said, Reading(language, SUNDAY))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("امروز", "2026-11-22"), ("فردا", "2026-11-23"), ("پس فردا لطفا", "2026-11-24"), ("بكرا", "2026-11-23"),
        ("tomorrow please", "2026-11-23"), ("day after tomorrow", "2026-11-24"), ("farda", "2026-11-23"),
        ("۱۴۰۵/۹/۲۵", "2026-12-16"), ("1405-09-25", "2026-12-16"), ("2026/12/25", "2026-12-25"),
        ("25.12.2026", "2026-12-25"), ("١٤٤٨/٧/١", "2026-12-10"), ("۲۵ آذر", "2026-12-16"),
        ("روز ۲۵ آذر ۱۴۰۵ ساعت ۵", "2026-12-16"), ("25 December", "2026-12-25"), ("Dec 25 2026", "2026-12-25"),
        ("١٥ كانون الأول", "2026-12-15"), ("شنبه", "2026-11-28"), ("يوم الخميس", "2026-11-26"),
        ("next monday", "2026-11-23"),
        ("سه‌شنبه", "2026-11-24"), ("یکشنبه", "2026-11-29"), ("1 فروردین", "2027-03-21"),
    ],
)  # fmt: skip
def test_days_in_three_calendars(said, meant):
    assert read("DATE", said) == meant


@pytest.mark.parametrize("said", ["نمی‌دونم", "32 December", "1405/13/40", "9999999999", "2026/02/30", "1/2/3", "", "5"])
def test_what_is_no_day_is_asked_for_again(said):
    with pytest.raises(BadSlot):
        read("DATE", said)


@pytest.mark.parametrize(
    ("kind", "said", "meant"),
    [
        ("NUMBER", "۱۲٬۵۰۰ تومان", 12500), ("NUMBER", "3.5", 3.5), ("NUMBER", "٢", 2), ("NUMBER", "حدود 1,200", 1200),
        ("PHONE", "شماره‌ام ۰۹۱۲ ۳۴۵ ۶۷۸۹ است", "+989123456789"), ("PHONE", "+961 3 123 456", "+9613123456"),
        ("EMAIL", "Me@Shop.Example.", "me@shop.example"), ("EMAIL", "ایمیلم: a.b@shop.example", "a.b@shop.example"),
        ("ORDER", "سفارش ۱۲۳۴۵۶", "123456"), ("ORDER", "my order is NV-98765 thanks", "NV-98765"),
        ("ORDER", "#4411", "4411"),
        ("TEXT", "  تهران، خیابان آزادی  ", "تهران، خیابان آزادی"),
    ],
)  # fmt: skip
def test_values_in_any_digits(kind, said, meant):
    assert read(kind, said) == meant


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("NUMBER", "2 or 3"), ("NUMBER", "دو"), ("PHONE", "0912"), ("PHONE", "09123456789 یا 09351112233"),
        ("EMAIL", "me at shop"), ("ORDER", "یادم نیست"), ("ORDER", "۰۹۱۲۳۴۵۶۷۸۹"),
        ("TEXT", "x" * 600), ("TEXT", " \u200f "),
    ],
)  # fmt: skip
def test_what_is_not_what_was_asked_for_is_refused(kind, said):
    with pytest.raises(BadSlot):
        read(kind, said)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("۲", "blender"),
        ("مخلوط کن", "blender"),
        ("خلاط", "blender"),
        ("the fridge", "fridge"),
        ("اولی", "fridge"),
        ("الثاني", "blender"),
    ],
)
def test_a_choice_by_its_number_its_name_or_its_place(said, meant):
    assert read("CHOICE", said, choices=BLENDER) == meant


def test_a_choice_that_is_none_is_refused():
    with pytest.raises(BadSlot):
        read("CHOICE", "9", choices=BLENDER)


def test_a_pattern_is_for_the_whole_of_it():
    assert read("ORDER", "کد nv-1234", pattern=r"NV-\d{4}") == "NV-1234"
    with pytest.raises(BadSlot):
        read("ORDER", "nv-12345", pattern=r"NV-\d{4}")


def test_what_may_be_left_out_is_left_out():
    assert read("TEXT", "ندارم", required=False) is None
