"""How customers feel, in three languages, with what denies it."""

from __future__ import annotations

import pytest

from rafiq.bot.assist import sentiment


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("سلام، سفارشم کی می‌رسد؟", "CALM"),
        ("واقعا که! افتضاحه، خجالت بکشید", "ANGRY"),
        ("دزدها! پولم را پس بدهید", "ANGRY"),
        ("خیلی کلافه شدم", "UPSET"),
        ("عصبانی نیستم، فقط می‌خواستم بپرسم", "CALM"),
        ("خیلی ناراحتم که این‌طور شد", "SAD"),
        ("نگران نیستم", "CALM"),
        ("ممنون از راهنمایی‌تون", "THANKFUL"),
        ("دستتون درد نکنه", "THANKFUL"),
        ("نه ممنون", "CALM"),
        ("متى يصل طلبي؟", "CALM"),
        ("انتو نصابين وحرامية", "ANGRY"),
        ("خدمة سيئة", "UPSET"),
        ("أنا مش معصب بس بدي أفهم", "CALM"),
        ("أنا زعلان منكم", "SAD"),
        ("مو زعلان", "CALM"),
        ("شكرا جزيلا", "THANKFUL"),
        ("لا شكرا", "CALM"),
        ("When does my order arrive?", "CALM"),
        ("You are thieves, I will call my lawyer", "ANGRY"),
        ("This is unacceptable", "UPSET"),
        ("I am not angry, just asking", "CALM"),
        ("It isn't terrible", "CALM"),
        ("I am so sad about it", "SAD"),
        ("I'm not worried", "CALM"),
        ("Thank you so much", "THANKFUL"),
        ("No thanks", "CALM"),
        ("وصلتني الخلاطة اليوم وغطاؤها مكسور. هل يمكن استبدال الغطاء فقط؟\n\nشكرًا\nرنا", "CALM"),
        ("The lid of the blender that came today is broken.\n\nThanks,\nRana", "CALM"),
        ("در یخچالی که امروز رسید از پایین ترک خورده است.\nممنون\nمریم", "CALM"),
        ("می‌شه زودتر بفرستید؟ ممنون", "CALM"),
        ("It works now.\nThanks!", "THANKFUL"),
        ("", "CALM"),
        ("؟؟؟", "CALM"),
        ("😡" * 10_000, "CALM"),
    ],
)
def test_one_message(said, name):
    assert sentiment.read(said).name == name


def test_what_shows_it_is_told():
    assert sentiment.read("This is unacceptable").shown_by == ("unacceptable",)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ([], "CALM"),
        (["سلام"], "CALM"),
        (["دزدها!", "سفارشم کو؟"], "ANGRY"),
        (["This is unacceptable", "Ridiculous", "Hello?"], "UPSET"),
        (["Ridiculous", "This is unacceptable, terrible", "ridiculous"], "ANGRY"),
        (["You are thieves", "ok", "thank you, that helped"], "THANKFUL"),
        (["You are thieves", *["and the colour is blue"] * 6], "CALM"),
    ],
)
def test_several_messages(said, name):
    assert sentiment.over(said).name == name


def test_a_hundred_kilobytes_are_read():
    assert sentiment.read("ی" * 100_000).name == "CALM"
