"""A wish for a person is heard in any wording; what only mentions people is not taken for one."""

from __future__ import annotations

import pytest
from django.utils import translation

from rafiq.bot.deciding import _wishes
from rafiq.bot.dialogue import wording
from rafiq.bot.dialogue.person import wants_person
from tests.bot.blind_wishes import BLIND_NEAR_MISSES, BLIND_WISHES

WISHES = [
    "اپراتور",
    "اپراتور لطفا",
    "با آدم حرف بزنم",
    "می\u200cخوام با آدم حرف بزنم",
    "میخوام با یه آدم واقعی صحبت کنم",
    "میشه با کارشناس صحبت کنم؟",
    "لطفا وصلم کنید به اپراتور",
    "منو وصل کن به یه نفر",
    "به کارشناس وصل کنید",
    "یه آدم می\u200cخوام نه ربات",
    "ربات نمی\u200cخوام",
    "با ربات حرف نمی\u200cزنم",
    "نمی\u200cخوام با ربات صحبت کنم",
    "کسی نیست جواب بده؟",
    "کسی اونجا هست؟",
    "یکی جواب منو بده",
    "یه نفر جواب بده لطفا",
    "با مدیرتون می\u200cخوام صحبت کنم",
    "می\u200cخواهم با مسئول پشتیبانی صحبت کنم",
    "چطوری می\u200cتونم با پشتیبانی صحبت کنم",
    "کارشناس",
    "پشتیبان انسانی لطفا",
    "انسان لطفاً",
    "با شخص حقیقی می خواهم گفتگو کنم",
    "میخواستم با یکی از همکاراتون صحبت کنم",
    "با خودتون حرف بزنم",
    "اپراتور میخوام",
    "آدمیزاد لطفا",
    "ba operator harf bezanam",
    "mikham ba adam sohbat konam",
    "vaslam kon be operator",
    "operator lotfan",
    "kasi hast?",
    "ye nafar javab bede",
    "بدي احكي مع حدا",
    "بدي أحكي مع موظف",
    "أريد التحدث مع موظف",
    "اريد التحدث إلى شخص حقيقي",
    "أبي أكلم موظف",
    "ابغى اكلم خدمة العملاء",
    "عايز أكلم حد",
    "عاوز اتكلم مع موظف خدمة العملاء",
    "بغيت نهدر مع شي حد",
    "حولني لموظف",
    "حوّلوني على موظف لو سمحت",
    "ممكن موظف",
    "في حدا هون؟",
    "حدا يرد عليي",
    "ليش ما حدا بيرد",
    "ما بدي روبوت",
    "موظف لو سمحت",
    "إنسان من فضلك",
    "اريد احچي ويا واحد",
    "لا أريد التحدث مع روبوت",
    "وصلني بالدعم الفني",
    "badi e7ki ma3 7ada",
    "3ayez akallem 7ad",
    "momken mowazaf",
    "human please",
    "agent",
    "Agent!!",
    "I want to talk to a human",
    "can i speak with a real person",
    "connect me to an agent",
    "transfer me to customer service",
    "let me talk to your manager",
    "I need a human",
    "is anyone there?",
    "no bots please",
    "stop this bot",
    "representative",
    "give me a real person",
    "I don't want to talk to a bot",
    "can someone help me please",
    "Could I speak to somebody?",
    "put me through to a person",
    "I’d like a human agent",
    "get me a supervisor",
]
NEAR_MISSES = [
    "با کارشناس شما صحبت کردم گفت فردا میاد",
    "کارشناس فنی کی میاد؟",
    "شماره تلفن پشتیبانی چنده",
    "سیم\u200cکارت کدوم اپراتور روی این دستگاه کار میکنه؟",
    "اپراتور همراه اول رو پشتیبانی می\u200cکنید؟",
    "کارشناس نصب می\u200cخوام برای فردا",
    "هزینه اعزام کارشناس چقدره",
    "خیلی آدم\u200cهای خوبی هستید",
    "مسئول تحویل کالا چه ساعتی میاد",
    "این جارو برای یک نفر مناسبه؟",
    "ماشین ظرفشویی برای چند نفر خوبه",
    "نمی\u200cخوام با اپراتور حرف بزنم فقط بگو سفارشم کجاست",
    "ربات جاروبرقی نمی\u200cچرخه",
    "جارو رباتی دارید؟",
    "یکی از کشوها شکسته",
    "چطور می\u200cتونم سفارشم رو پیگیری کنم",
    "پیک شما جواب تلفن نمیده",
    "الموظف قال لي إن الطلب سيصل غدا",
    "موظف التوصيل تأخر",
    "حكيت مع موظف مبارح وقال بيجي الفني",
    "متى يأتي الفني؟",
    "كم شخص تكفي هذه الثلاجة؟",
    "بدي واحد أكبر",
    "عندكم مكنسة روبوت؟",
    "رقم خدمة العملاء كم؟",
    "هل الضمان يشمل كل واحد",
    "اريد واحدة ثانية",
    "ابي اعرف وين طلبي",
    "the agent said my refund was approved",
    "I spoke to a representative yesterday",
    "when does the technician come",
    "does the robot vacuum work on carpets",
    "my robot stopped",
    "is this hair trimmer for humans or pets",
    "how many people can this rice cooker serve",
    "I need a person to install the washing machine",
    "are you a bot?",
    "I don't need a human, just tell me the price",
    "what is the phone number of customer service",
    "can I cancel my order",
    "does the warranty cover one person or the family",
    "sefaresham kojast",
    "karshenas key miad",
]


@pytest.mark.parametrize("said", [*WISHES, *BLIND_WISHES])
def test_a_wish_for_a_person_is_heard(said):
    assert wants_person(said)


@pytest.mark.parametrize("said", [*NEAR_MISSES, *BLIND_NEAR_MISSES])
def test_what_only_mentions_people_is_no_wish(said):
    assert not wants_person(said)


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_of_all_that_customers_of_any_company_want_hardly_anything_is_taken_for_it(language):
    others = [said for wish, some in _wishes.load(language).items() if wish != "talk_to_person" for said in some]

    assert sum(map(wants_person, others)) <= len(others) / 500


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_button_is_understood_by_its_words_alone(language):
    with translation.override(language):
        assert wants_person(wording.person_please())


def test_a_hundred_kilobytes_are_read_in_no_time():
    assert not wants_person("با " * 50_000)
    assert not wants_person("a" * 100_000)
