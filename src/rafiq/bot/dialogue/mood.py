"""How somebody feels who writes: insults, threats, complaints and thanks, each with a weight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rafiq.bot.dialogue.phrases import LONGEST, line, listed

ANGRY: Final = 2.0
"""From this weight on a person takes over."""
UPSET: Final = 1.0

_INSULTS: Final = listed(
    "دزد/دزدا/دزدها/دزدید/کلاهبردار/کلاهبردارا/کلاهبرداری کردید/کلاهبرداری می‌کنید/کلاهبردارها/بی‌شرف/بیشعور/بی‌شعور/بی شعور/بی‌شعورا/احمق/احمقا/نفهم/"
    "عوضی/عوضیا/آشغال/اشغالا/آشغالا/کثافت/پست فطرت/بی‌وجدان/بی‌وجدانا/شیاد/شیادا/حرومزاده/حروم‌خور/پدرسگ/گاو/لعنتی/لعنتیا/خفه شو/خفه شید/گمشو/گمشید/"
    "مفت‌خور/مفتخورا/دروغگو/دروغگوها/دروغگوید/زهرمار/گه/گوه/"
    "نصاب/نصابين/نصابون/حرامي/حرامية/حراميه/لصوص/سراقين/كذاب/كذابين/كذابون/غشاش/غشاشين/حقير/حقراء/كلاب/حمار/حمير/اغبياء/غبي/اخرس/يلعن/يلعنكم/"
    "زبالة/قليل ادب/قليلين ادب/عديم ضمير/محتال/محتالين/محتالون/نصب واحتيال/تفو/"
    "scammer/scammers/thief/thieves/idiot/idiots/stupid/morons/moron/liars/liar/bastards/bastard/assholes/asshole/fuck/fucking/fck/shit/bullshit/crooks/"
    "you are a fraud/scam company/rip off/ripoff/pathetic/shut up/screw you/go to hell/"
    "dozd/dozda/kolahbardar/kolahbardara/bishour/bisharaf/ashghal/ahmagh/kesafat/dorooghgoo/nassab/nasabin/haramiye/kazzabin"
)
_THREATS: Final = listed(
    "شکایت می‌کنم/شکایت میکنم ازتون/شکایت خواهم کرد/ازتون شکایت/از شما شکایت می‌کنم/شکایت‌تون رو/دادگاه/تعزیرات/سازمان حمایت/پلیس فتا/وکیلم/وکیل می‌گیرم/آبروتون/"
    "آبروتونو می‌برم/رسانه‌ای می‌کنم/همه جا پخش می‌کنم/پشیمونتون می‌کنم/پدرتون رو درمیارم/حالیتون می‌کنم/اینستاگرام پخش/"
    "سأشتكي/راح اشتكي/رح اشتكي/بشتكي عليكم/هشتكي/رفع دعوى/سأرفع/المحكمة/محامي/حماية المستهلك/وزارة التجارة/الشرطة/بفضحكم/رح افضحكم/هفضحكم/سأفضحكم/"
    "sue you/sue your/my lawyer/lawyer will/legal action/consumer protection/small claims/take you to court/see you in court/report you to/calling the police/"
    "shekayat mikonam/azatoon shekayat/taazirat"
)
_UPSET: Final = listed(
    "افتضاح/افتضاحه/مسخره/مسخره‌ست/مسخرشو/مسخره کردید/مسخره بازی/خجالت بکشید/خجالت نمی‌کشید/خجالت داره/شرم/شرم آور/متاسفم براتون/واقعا که/واقعا متاسفم/"
    "عصبانی/عصبانیم/اعصاب/اعصابمو/اعصابم خورد/اعصاب ندارم/خسته شدم/خسته‌م کردید/کلافه/کلافه‌م/کلافم/ذله/بدترین/مزخرف/مزخرفه/داغون/بی‌مسئولیت/بی‌مسئولیتی/غیرقابل قبول/"
    "دیگه نمی‌خرم/دیگه ازتون خرید نمی‌کنم/پشیمونم/پشیمون شدم/پولمو پس بدید/جواب نمی‌دید/چند بار بگم/صد بار گفتم/ده بار گفتم/چرا جواب نمی‌دید/بی‌احترامی/توهین/"
    "مستفزين/مستفز/عيب عليكم/عيب/اخجلوا/استهتار/قلة احترام/زهقت/زهقتوني/طفشت/قرفت/مليت/تعبت منكم/معصب/معصبة/زعلان جدا/غاضب/غاضبة/اسوأ/أسوأ/اسوا خدمة/"
    "خدمة سيئة/خدمه زفت/زفت/زبالة خدمة/غير مقبول/فضيحة/مهزلة/مسخرة/لن أشتري/ما عاد اشتري/للمرة العاشرة/كم مرة/حسبي الله/حسبنا الله/"
    "ridiculous/unacceptable/terrible/horrible/worst/disgusting/outrageous/furious/angry/fed up/sick of/sick and tired/useless/joke/disgrace/appalling/awful/"
    "never buying/never again/waste of time/how many times/wtf/ffs/nonsense/disappointed/"
    "eftezahe/maskhare/khejalat bekeshid/khaste shodam/kalafe/badtarin/asabani/zaft/3eib/zahe2t"
)
_GLAD: Final = listed(
    "عالی/عالیه/ممنون/مرسی/دمتون گرم/خیلی خوب/متشکرم/سپاس/ممتاز/شكرا/ممتاز/رائع/الله يعطيكم العافية/thanks/thank you/great/perfect/awesome/mersi/mamnoon"
)
_SHOUTED: Final = re.compile(r"[!؟?]{3,}|!{2,}")
_CAPITALS: Final = re.compile(r"\b[A-Z]{4,}\b")


@dataclass(frozen=True, slots=True)
class Mood:
    """What the words show: ANGRY, UPSET, GLAD or CALM, and the words that do."""

    name: str
    weight: float
    shown_by: tuple[str, ...] = ()


def read(said: str) -> Mood:
    """Weigh the words: two for an insult or a threat, one for a complaint, a half for shouting."""
    whole = line(said)
    weighed = [(2.0, _found(_INSULTS, whole)), (2.0, _found(_THREATS, whole)), (1.0, _found(_UPSET, whole))]
    weight = sum(each * len(found) for each, found in weighed)
    if weight:
        shouting = bool(_SHOUTED.search(said[:LONGEST])) + (len(_CAPITALS.findall(said[:LONGEST])) >= 3)
        weight += 0.5 * shouting
    shown_by = tuple(one for _each, found in weighed for one in found)
    if weight >= ANGRY:
        return Mood("ANGRY", weight, shown_by)
    if weight >= UPSET:
        return Mood("UPSET", weight, shown_by)
    glad = _found(_GLAD, whole)
    return Mood("GLAD", 0.0, glad) if glad else Mood("CALM", 0.0)


def _found(phrases: tuple[str, ...], whole: str) -> tuple[str, ...]:
    return tuple(one for one in phrases if f" {one} " in whole)
