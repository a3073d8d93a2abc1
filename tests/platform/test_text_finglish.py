import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.text import fold
from rafiq.platform.text.spoken.finglish import is_finglish, to_persian
from rafiq.platform.text.spoken.vocabulary import Words, built_in, skeleton

NOTHING = Words({})
FIRST = """
garantish=گارانتیش yakhchalam=یخچالم mikham=می‌خواهم chetori=چگونه nmishe=نمی‌شود sefaresh=سفارش ersal=ارسال
pas=پس bedam=بدهم
kharab=خراب nemidune=نمی‌داند goshi=گوشی khoone=خانه chandmahe=چند_ماه_است miresunin=می‌رسانید
lebasshoyi=لباسشویی faktooram=فاکتورم
taxfif=تخفیف takhfif=تخفیف poolamo=پولم_را telefonam=تلفنم zarfshooyimoon=ظرفشوییمان moshakhasat=مشخصات
barghi=برقی darkhast=درخواست
tamirgah=تعمیرگاه bimarestan=بیمارستان sherkat=شرکت gheymatesh=قیمتش pardakhtam=پرداختم hesabdari=حسابداری
bargardoonid=برگردانید
sefaresham=سفارشم nemifahmam=نمی‌فهمم bastehaye=بسته‌های mohandes=مهندس eshterak=اشتراک estefade=استفاده
mohlat=مهلت marjoo=مرجوع
khodpardaz=خودپرداز hoghoogh=حقوق shahrdari=شهرداری kharidar=خریدار forooshgahetoon=فروشگاهتان
nemiferestin=نمی‌فرستید vosool=وصول
beforoosham=بفروشم nayavordan=نیاوردن filtershekan=فیلترشکن chera=چرا kheyli=خیلی agar=اگر age=اگر
chejoori=چگونه dorost=درست
mashin=ماشین hazine=هزینه gheymat=قیمت tarikh=تاریخ tahvil=تحویل moshtari=مشتری barname=برنامه emrooz=امروز
nemikone=نمی‌کند
mitoonam=می‌توانم miad=می‌آید nareside=نرسیده kojast=کجا_است shomare=شماره daryaft=دریافت entezar=انتظار
peygiri=پیگیری
yakhchaletoon=یخچالتان mikharamesh=می‌خرم eshtebah=اشتباه mobl=مبل varzesh=ورزش pishnahad=پیشنهاد bime=بیمه
"""
PAIRS = [pair.replace("_", " ").split("=") for pair in FIRST.split()]


@pytest.mark.parametrize(("latin", "persian"), PAIRS)
def test_the_word_is_among_the_first_two_readings(latin, persian):
    assert fold(persian) in [word for word, _ in to_persian(latin, NOTHING)[:2]]


def test_most_words_are_read_right_at_once():
    right = [latin for latin, persian in PAIRS if to_persian(latin, NOTHING)[0][0] == fold(persian)]
    assert len(right) >= 0.93 * len(PAIRS)


def test_the_company_s_words_are_read_and_its_common_ones_come_first():
    company = Words({"نارون": 900, "نورون": 1, "زرینکارت": 40})
    assert to_persian("narvan", NOTHING) == [] or to_persian("narvan", NOTHING)[0][0] != "نارون"
    assert to_persian("narvan", company)[0][0] == "نارون"
    assert to_persian("zarinkartam", company)[0][0] == "زرینکارتم"


@pytest.mark.parametrize("word", ["", "7", "سلام", "x200", "a" * 60, "qqq", "...", "don't?"])
def test_what_is_no_persian_in_latin_letters_has_no_reading_or_a_weak_one(word):
    assert all(score < 0.9 for _, score in to_persian(word, NOTHING))


@pytest.mark.parametrize(
    "text",
    [
        "garantish chandmahe?", "salam sefaresham nareside", "pool man ro pas bedid", "modem vasl nemishe",
        "chejoori lebasamo marjoo konam", "yakhchal kharabe", "ye soal dashtam", "key miresoonin?",
    ],
)  # fmt: skip
def test_persian_in_latin_letters_is_told_from_english(text):
    assert is_finglish(text) > 0.7


@pytest.mark.parametrize(
    "text",
    [
        "how can I return my order?", "is my phone under warranty", "i want my money back", "tracking code",
        "where's my parcel", "the modem will not connect", "can you cancel it", "", "123", "سلام خوبی",
    ],
)  # fmt: skip
def test_english_is_told_from_persian_in_latin_letters(text):
    assert is_finglish(text) < 0.3


def test_words_share_a_skeleton_with_their_latin_spelling():
    assert skeleton("گارانتی") == "grnt"
    assert skeleton(fold("خانه")) == "Xn"
    assert fold("گارانتی") in built_in().like("grnt")
    assert built_in().frequency("از") > built_in().frequency("زغال") > built_in().frequency("ژقسش") == 0


@given(st.text(max_size=40) | st.text("abcdefghijklmnopqrstuvwxyz'", max_size=26))
def test_any_word_has_folded_readings_with_scores_up_to_one(word):
    readings = to_persian(word, Words({"گارانتی": 3}))
    assert all(reading == fold(reading) and 0 < score <= 1 for reading, score in readings)
    assert [score for _, score in readings] == sorted((score for _, score in readings), reverse=True)
    assert 0 <= is_finglish(word) <= 1
