"""What is asked in customers' words finds what is written in articles, and only what the reader may see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafiq.platform.search import entries, finding, indexing
from rafiq.platform.search.documents import Document
from rafiq.platform.search.models import Corpus, Entry, SynonymSet, TermCount
from tests.makers import NOON

pytestmark = pytest.mark.django_db

PERSIAN = {
    "refund": ("زمان بازگشت وجه", "مبلغ سفارش لغوشده حداکثر تا ۷۲ ساعت به کارت شما بازمی‌گردد."),
    "fridge": ("یخچال خنک نمی‌کند", "درجهٔ ترموستات را بررسی کنید و اطراف دستگاه را خالی بگذارید."),
    "address": ("تغییر نشانی تحویل", "پیش از ارسال، نشانی را در بخش سفارش‌های من ویرایش کنید."),
    "warranty": ("فعال‌سازی گارانتی", "شمارهٔ سریال پشت دستگاه را در سایت وارد کنید."),
    "technician": ("درخواست تکنسین", "زمان بازدید را در بازه‌های چهارساعته انتخاب کنید."),
}
ARABIC = {
    "refund": ("موعد استرداد المبلغ", "يعاد ثمن الطلب الملغى إلى بطاقتك خلال ٧٢ ساعة."),
    "fridge": ("الثلاجة لا تبرد", "تحقق من درجة الحرارة واترك مسافة حول الجهاز."),
    "technician": ("طلب زيارة فني", "اختر موعد الزيارة من الفترات المتاحة."),
    "warranty": ("تفعيل الضمان", "أدخل الرقم التسلسلي المكتوب خلف الجهاز."),
}


def put(articles, language, **kwargs):
    documents = [
        Document(source="article", key=key, language=language, title=title, body=body, **kwargs)
        for key, (title, body) in articles.items()
    ]
    indexing.put(documents, at=NOON)


def best(question, language, audiences=("PUBLIC",)):
    found = finding.find(question, sources=("article",), audiences=audiences, language=language)
    return found.hits[0].key if found.hits else None


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("پولم کی برمیگرده؟", "refund"),
        ("پولمو پس بدین", "refund"),
        ("یخچالم دیگه خنک نمیکنه چیکار کنم", "fridge"),
        ("yakhchalam khonak nemikone", "fridge"),
        ("میخوام ادرسمو عوض کنم", "address"),
        ("garantish ro chejoori faal konam", "warranty"),
        ("کی میاین درستش کنین، تکنیسین میخوام", "technician"),
        ("یخچلم خنک نمی کند", "fridge"),
    ],
)
def test_spoken_persian_finds_the_article(question, key):
    put(PERSIAN, "fa")
    assert best(question, "fa") == key


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("امتى بترجعولي فلوسي", "refund"),
        ("الثلاجة ما عم تبرد", "fridge"),
        ("ابي فني يجي البيت", "technician"),
        ("keef fa3el el daman", "warranty"),
    ],
)
def test_dialects_find_the_article(question, key):
    put(ARABIC, "ar")
    assert best(question, "ar") == key


def test_nobody_finds_what_is_not_for_them():
    put(PERSIAN, "fa", audience="STAFF")

    assert best("یخچال خنک نمی‌کند", "fa") is None
    assert best("یخچال خنک نمی‌کند", "fa", audiences=("PUBLIC", "STAFF")) == "fridge"


def test_ways_of_asking_lead_to_their_article():
    put(PERSIAN, "fa")
    assert best("لوستر سقفی میخوام", "fa") != "lamp"
    lamp = Document(
        source="article", key="lamp", language="fa", title="روشنایی", body="…", asked=("لوستر سقفی", "چراغ مهمونی")
    )
    indexing.put([lamp], at=NOON)

    assert best("لوستر سقفی میخوام", "fa") == "lamp"


def test_words_of_the_company_mean_the_same():
    put(PERSIAN, "fa")
    assert best("دولایه", "fa") is None
    SynonymSet.objects.create(words=["دولایه", "گارانتی"], changed_at=NOON)

    assert best("دولایه", "fa") == "warranty"


def test_what_is_put_again_is_counted_once_and_what_is_removed_not_at_all():
    put(PERSIAN, "fa")
    before = dict(TermCount.objects.values_list("term", "entries"))
    put(PERSIAN, "fa")
    assert dict(TermCount.objects.values_list("term", "entries")) == before
    assert Corpus.objects.get().entries == Entry.objects.count() == len(PERSIAN)

    indexing.remove("article")

    assert not TermCount.objects.exists()
    assert (Corpus.objects.get().entries, Corpus.objects.get().lengths) == (0, [0, 0, 0, 0])
    assert best("یخچال خنک نمی‌کند", "fa") is None


@pytest.mark.parametrize("question", ["", "؟؟؟", "\x00", "😀", "\\", "…" * 50_000])
def test_what_has_no_words_finds_nothing(question):
    put(PERSIAN, "fa")
    assert best(question, "fa") is None


@pytest.mark.parametrize("question", ["' OR 1=1 --", "a:* & !b", "و" * 100_000, "یخچال " * 20_000, "':1A"])
def test_nonsense_breaks_nothing(question):
    put(PERSIAN, "fa")
    assert best(question, "fa") in {None, *PERSIAN}


def test_what_has_two_of_the_words_is_found_among_more_than_may_be_read(monkeypatch):
    monkeypatch.setattr(finding, "ENOUGH", 20)
    many = {f"washer{number}": ("Care", f"A washer has drum{number}.") for number in range(60)}
    others = {f"bill{number}": ("Paper", f"A bill has line{number}.") for number in range(60)}
    put(many | others | {"both": ("Other", "A washer has a bill.")}, "en")

    found = finding.find("washer bill", sources=("article",), audiences=("PUBLIC",), language="en")

    assert "both" in [hit.key for hit in found.hits[:3]]


def hits(question, language="fa", audiences=("PUBLIC",), **named):
    found = finding.find(question, sources=("article",), audiences=audiences, language=language, **named)
    return [(one.key, round(one.score, 6), one.evidence) for one in found.hits]


def test_what_is_remembered_of_entries_changes_nothing_and_is_forgotten_when_one_changes(monkeypatch):
    put(PERSIAN, "fa")
    first = hits("یخچال خنک نمیکنه")
    assert hits("یخچال خنک نمیکنه") == first
    monkeypatch.setattr(entries, "MOST_KEPT", 0)  # as in a large company
    assert hits("یخچال خنک نمیکنه") == first
    monkeypatch.undo()

    put({"fridge": ("کولر گازی خنک نمی‌کند", "فیلتر را بشویید.")}, "fa")
    [found, *_] = finding.find("خنک نمیکنه", sources=("article",), audiences=("PUBLIC",), language="fa").hits
    assert (found.key, found.title) == ("fridge", "کولر گازی خنک نمی‌کند")


def test_who_may_not_see_an_entry_does_not_find_it_remembered_for_another():
    put(PERSIAN, "fa", audience="STAFF")
    put({"open": ("یخچال", "راهنمای یخچال")}, "fa")
    assert {"fridge", "open"} <= {key for key, *_ in hits("یخچال خنک نمیکنه", audiences=("PUBLIC", "STAFF"))}
    assert {key for key, *_ in hits("یخچال خنک نمیکنه")} == {"open"}


def test_a_remembered_entry_is_not_asked_for_again():
    put(PERSIAN, "fa")
    hits("یخچال خنک نمیکنه")
    with CaptureQueriesContext(connection) as asked:
        hits("یخچال خنک نمیکنه")
    assert not [one for one in asked if "search_phrase" in one["sql"]]


def test_who_shows_only_what_has_the_words_gets_that_before_it_is_in_order():
    put(PERSIAN, "fa")
    given = []
    begun = finding.begin("یخچال خنک نمیکنه", sources=("article",), audiences=("PUBLIC",), language="fa")
    found = finding.finish(begun, meanwhile=given.append).hits
    assert len(given) == 1
    assert {one.key for one in given[0]} == {one.key for one in found}
    assert found[0].key == "fridge"
