import pytest
from hypothesis import given
from hypothesis import strategies as st

from rafiq.platform.text import fold
from rafiq.platform.text.spoken.arabizi import is_arabizi, to_arabic
from rafiq.platform.text.spoken.vocabulary import Words

NOTHING = Words({})
FIRST = """
keef=كيف ba3mel=بعمل tabdeel=تبديل 7abeb=حابب 2abl=قبل wesel=وصل talab=طلب sho=شو mushkele=مشكلة
3ayez=عايز bdi=بدي kteer=كتير
taman=ثمن faturah=فاتورة shari7a=شريحة eltawseel=التوصيل bel3enwan=بالعنوان floosi=فلوسي talabiyti=طلبيتي
garanti=جارانتي
matbou5=مطبوخ jawaz=جواز mafatee7=مفاتيح marja3=مرجع tasjeel=تسجيل wazifa=وظيفة elmo3amala=المعاملة
dawa2=دواء mostashfa=مستشفى
azay=ازاي emta=امتى leeh=ليه shlon=شلون wein=وين feen=فين ma3i=معي 3andi=عندي lazem=لازم momken=ممكن
bokra=بكرة delwa2ti=دلوقتي
halla2=هلق al7een=الحين kifash=كيفاش 3lash=علاش ch7al=شحال shukran=شكرا mar7aba=مرحبا ta3wid=تعويض siyana=صيانة
mandoob=مندوب mowazzaf=موظف khasm=خصم 3orood=عروض re7la=رحلة fondo2=فندق tazkara=تذكرة shahada=شهادة
7isab=حساب mablagh=مبلغ
ta7weel=تحويل sa7b=سحب 8asala=غسالة mokayef=مكيف daman=ضمان tasle7=تصليح elghaa=إلغاء ta8yeer=تغيير
esterja3=استرجاع
el-talab=الطلب wel3enwan=والعنوان sayyara=سيارة ghorfa=غرفة montaj=منتج mawa3eed=مواعيد jawazi=جوازي
"""


@pytest.mark.parametrize("pair", FIRST.split())
def test_the_best_reading_comes_first(pair):
    latin, arabic = pair.split("=")
    assert to_arabic(latin, NOTHING)[0][0] == fold(arabic)


@pytest.mark.parametrize(
    ("latin", "word"),
    [("kombialat", "كمبيالات"), ("taswiye", "تسوية"), ("marsad", "مرصد"), ("karboorator", "كربوراتور")],
)
def test_words_of_the_company_are_found(latin, word):
    assert to_arabic(latin, Words({fold(word): 3}))[0][0] == fold(word)


def test_the_company_s_words_come_before_others():
    own, other = fold("مشترك"), fold("مشاركة")
    assert to_arabic("moshtarak", Words({own: 5, other: 5}))[0][0] == own
    assert to_arabic("moshtarak", Words({own: 5}))[0][1] > to_arabic("moshtarak", NOTHING)[0][1]


@pytest.mark.parametrize("word", ["", "12", "!!", "x" * 50])
def test_what_has_no_letters_has_no_reading(word):
    assert to_arabic(word, NOTHING) == []


def test_a_word_that_nobody_knows_is_spelled_out():
    ((arabic, score),) = to_arabic("blorgfish", NOTHING)
    assert fold(arabic) == arabic
    assert score < 0.3


@pytest.mark.parametrize(
    "text",
    [
        "keef ba3mel tabdeel",
        "sho el mushkele",
        "3ayez a8ayer el 3enwan",
        "wen talabi",
        "emta byousal el talab",
        "bdi ra2m",
    ],
)
def test_arabizi_is_told(text):
    assert is_arabizi(text) > 0.7


@pytest.mark.parametrize(
    "text",
    [
        "my order did not arrive",
        "salam sefaresham nareside",
        "hello",
        "iphone 15 pro",
        "where is my refund",
        "",
        "123",
        "كيف",
    ],
)
def test_other_languages_are_told_from_arabizi(text):
    assert is_arabizi(text) < 0.4


@given(st.text(alphabet=st.sampled_from("abcdefghijklmnopqrstuvwxyz23456789'-é"), max_size=24) | st.text(max_size=24))
def test_any_word_has_scores_up_to_one(word):
    readings = to_arabic(word, NOTHING)
    assert all(0 < score <= 1 and fold(arabic) == arabic and arabic for arabic, score in readings)
    assert 0 <= is_arabizi(word) <= 1
