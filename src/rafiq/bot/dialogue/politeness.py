"""Greetings, thanks, farewells, yes and no: what needs no article, if the message is nothing else."""

from __future__ import annotations

from typing import Final, Literal

from rafiq.bot.dialogue.phrases import listed, words

type Small = Literal["GREETING", "THANKS", "BYE", "WHO"]

_GREETING: Final = listed(
    "سلام/سلام علیکم/درود/وقت بخیر/وقتتون بخیر/روز بخیر/صبح بخیر/عصر بخیر/شب بخیر/شبتون بخیر/خسته نباشید/خسته نباشین/خوبید/خوبین/حالتون چطوره/چطورید/الو/"
    "ظهر بخیر/عرض سلام/سلام و درود/خدا قوت/ایام به کام/عصرتون بخیر/صبحتون بخیر/روزتون بخیر/"
    "مرحبا/مرحبتين/أهلا/أهلين/اهلا وسهلا/السلام عليكم/السلام عليكم ورحمة الله/ورحمة الله/وبركاته/عليكم السلام/صباح الخير/مساء الخير/صباح النور/مسا الخير/يعطيكم العافية/يعطيك العافية/هلا/"
    "هلا والله/كيفكم/كيف حالكم/كيفك/شلونكم/شلونك/الله يعطيكم العافية/ازيك/ازيكم/هاي/ألو/تحية طيبة/"
    "hi/hello/hey/hi there/hello there/hey there/good morning/good afternoon/good evening/good day/greetings/how are you/how are you doing/hiya/yo/howdy/"
    "salam/salaam/slm/salam aleykom/dorood/khaste nabashid/khubid/khobid/marhaba/mar7aba/ahlan/ahlen/sabah el kheir/masa el kheir/salam 3alaykom/assalamu alaikum/hala/kifak/kifkon/chetorid/rooz bekheir/vaght bekheir"
)
_THANKS: Final = listed(
    "ممنون/ممنونم/خیلی ممنون/مرسی/خیلی مرسی/متشکرم/تشکر/سپاس/سپاسگزارم/سپاسگذارم/دمتون گرم/دمت گرم/دستتون درد نکنه/دست شما درد نکنه/لطف کردید/لطف دارید/قربان شما/عالی بود/عالی/"
    "حل شد/درست شد/مشکلم حل شد/باشه ممنون/اوکی ممنون/زنده باشید/محبت کردید/بسیار عالی/خیلی عالی/چشم/تشکر میکنم/ممنون از راهنماییتون/ممنون از شما/"
    "شكرا/شكرا جزيلا/شكرا لك/شكرا لكم/مشكور/مشكورين/يسلمو/يسلموا/تسلم/تسلموا/تسلمي/ألف شكر/الف شكر/جزاك الله خيرا/جزاكم الله خير/الله يخليك/كثر خيرك/متشكر/متشكرين/ممنونك/ممنون/تمام شكرا/ممتاز/"
    "يعطيك الف عافية/بارك الله فيك/الله يعطيك العافية/"
    "thanks/thank you/thank you so much/thank you very much/thanks a lot/many thanks/thx/ty/cheers/great thanks/perfect/perfect thanks/awesome/appreciate it/much appreciated/that helped/"
    "mersi/merci/mamnoon/mamnun/kheyli mamnoon/kheili mamnoon/motshakeram/sepas/dametun garm/damet garm/shukran/shokran/yeslamo/mashkoor/tashakor"
)
_BYE: Final = listed(
    "خداحافظ/خدافظ/خدانگهدار/بای/فعلا/روز خوش/شب خوش/به سلامت/خدا نگهدارتون/مع السلامة/باي/في أمان الله/الى اللقاء/تصبحون على خير/سلام عليكم/"
    "bye/goodbye/good bye/bye bye/see you/have a nice day/good night/khodahafez/khodafez/ma3 salame/ma3 el salame"
)
_WHO: Final = listed(
    "تو رباتی/شما رباتی/شما ربات هستید/ربات هستی/تو کی هستی/شما کی هستید/شما آدمید/آدمی یا ربات/شما آدم هستید/با ربات حرف می‌زنم/اسمت چیه/"
    "هل أنت روبوت/انت روبوت/إنت روبوت/انت مين/مين انت/من أنت/هل انت انسان/انت بشر/"
    "are you a bot/are you a robot/are you human/are you a human/are you a real person/are you real/who are you/is this a bot/am i talking to a bot/what are you"
)
_FILLERS: Final = frozenset(
    word
    for one in listed(
        "و/خیلی/شما/از/بابت/راهنماییتون/پاسختون/جان/عزیز/دوست/دوستان/آقا/خانم/گرامی/همکار/محترم/لطفتون/واقعا/بله/آره/باشه/اوکی/اوکیه/حتما/همگی/به/با/ای/خب/"
        "يا/جدا/جزيلا/كثير/كتير/أخي/أختي/اخوي/حبيبي/حبيبتي/استاذ/لك/لكم/على/المساعدة/والله/تمام/طيب/اوك/نعم/ماشي/و/"
        "all/so/very/much/for/your/the/help/you/guys/team/there/sir/madam/dear/ok/okay/yes/again/everyone/jan/aziz/ya/habibi/kheyli/kheili"
    )
    for word in one.split()
)
_YES: Final = listed(
    "بله/بلی/آره/اره/آری/بعله/تایید/تأیید/تایید می‌کنم/درسته/درست است/باشه/اوکی/اوکیه/حتما/موافقم/انجام بده/انجام بدید/ثبت کن/ثبت کنید/بزن/برو/اوهوم/بله لطفا/بله درسته/بله تایید میکنم/صحیح/صحیحه/قبوله/"
    "نعم/اي/ايه/أيوه/ايوا/ايوة/أجل/تمام/موافق/موافقة/اكيد/أكيد/صح/صحيح/اوكي/أوكي/اوك/ماشي/طبعا/نعم من فضلك/أؤكد/بالتأكيد/"
    "yes/y/yeah/yep/yup/sure/ok/okay/correct/right/that's right/confirm/confirmed/go ahead/do it/yes please/of course/absolutely/"
    "bale/are/areh/baleh/dorost/doroste/hatman/bashe/na3am/naam/aywa/ay/eh/tamam/akid/sa7/1️⃣"
)
_NO: Final = listed(
    "نه/خیر/نخیر/نه ممنون/نه مرسی/نمی‌خوام/نمی‌خواهم/اشتباهه/غلطه/غلط است/درست نیست/اشتباه است/نچ/نه درست نیست/"
    "لا/لأ/كلا/لا شكرا/مش صحيح/غلط/خطأ/غير صحيح/مو صحيح/لا مو صح/ما بدي/لاء/"
    "no/n/nope/nah/no thanks/no thank you/wrong/incorrect/not correct/that's wrong/not right/"
    "na/nakheir/kheir/nemikham/la2/la/laa"
)
_CANCEL: Final = listed(
    "لغو/لغوش کن/کنسل/کنسل کن/کنسلش کن/بی‌خیال/بیخیال/بیخیالش/بی خیال/ولش کن/ولش/انصراف/منصرف شدم/نمی‌خوام دیگه/دیگه نمی‌خوام/پشیمون شدم/هیچی/بعدا/باشه بعدا/خروج/بازگشت/"
    "إلغاء/الغاء/الغي/إلغِ/الغيها/بطلت/بطّلت/خلاص/انسى/انسَ/انس الموضوع/ما عاد بدي/ما بدي خلص/غيرت رأيي/مش عايز خلاص/كنسل/اتركها/لا داعي/"
    "cancel/cancel it/cancel that/stop/quit/exit/never mind/nevermind/forget it/abort/leave it/"
    "bikhial/bikhiyal/laghv/kansel/velesh kon/ilgha2/elgha"
)
_BACK: Final = listed(
    "قبلی/برگرد/برگردیم/اصلاح/اصلاح کن/عوض کن/تغییر بده/ویرایش/اشتباه زدم/اشتباه نوشتم/اشتباه گفتم/السابق/رجوع/ارجع/تعديل/تصحيح/غلطت/غلط كتبت/غيّر/back/go back/previous/change/correct/edit/i made a mistake/"
    "bargard/avaz kon/eshtebah"
)
_HELPED: Final = listed(
    "بله حل شد/مشکلم حل شد/حل شد/نعم حُلّت المشكلة/نعم أفادني/أفادني هذا/that helped/yes that helped/yes it helped/it helped/solved"
)
_DID_NOT: Final = listed(
    "نه این نبود/این نبود/این جواب من نبود/جوابم این نبود/منظورم این نبود/ربطی نداشت/به درد نخورد/نه کمکی نکرد/کمکی نکرد/حل نشد/مشکلم حل نشد/"
    "ليس هذا ما أقصده/ليس هذا/مش هاد/مو هذا/مش قصدي/مو قصدي/لم يفدني/ما أفادني/ما فادني/لم تحل المشكلة/ما انحلت/"
    "that's not it/not what i meant/not what i asked/that is not what i asked/that didn't help/did not help/didn't help/not helpful/wrong answer/no that's not it"
)


def small_talk(said: str) -> Small | None:
    """Tell which courtesy a message is; None where there is more in it (or nothing of the kind)."""
    found = words(said)
    whole = " ".join(found)
    if whole in _WHO:
        return "WHO"
    rest, seen = _without(whole, (("THANKS", _THANKS), ("BYE", _BYE), ("GREETING", _GREETING)))
    if not seen or len(found) > 12 or any(one not in _FILLERS for one in rest.split()):
        return None
    return seen


def is_yes(said: str) -> bool:
    """Test whether a message says yes and nothing else."""
    return _is(said, _YES)


def is_no(said: str) -> bool:
    """Test whether a message says no and nothing else."""
    return _is(said, _NO)


def is_cancel(said: str) -> bool:
    """Test whether somebody wants to leave a form."""
    return _is(said, _CANCEL)


def is_back(said: str) -> bool:
    """Test whether somebody wants to correct what was said before."""
    return _is(said, _BACK)


def says_it_helped(said: str) -> bool:
    """Test whether somebody says that an answer helped."""
    return _is(said, _HELPED)


def says_it_did_not(said: str) -> bool:
    """Test whether somebody says that an answer was not the right one."""
    return _is(said, _DID_NOT)


def _is(said: str, phrases: tuple[str, ...]) -> bool:
    found = words(said)
    if not found or len(found) > 8:
        return False
    whole = " ".join(found)
    core = " ".join(one for one in found if one not in _COURTESIES)
    return whole in phrases or (bool(core) and core in phrases)


_COURTESIES: Final = frozenset(
    word
    for one in listed("لطفا/ممنون/مرسی/من فضلك/لو سمحت/شكرا/please/thanks/pls/lotfan/mersi")
    for word in one.split()
)


def _without(whole: str, kinds: tuple[tuple[Small, tuple[str, ...]], ...]) -> tuple[str, Small | None]:
    """Take all courtesies out of a message; tell what is left, and the first kind that was in it."""
    rest, seen = f" {whole} ", None
    for kind, phrases in kinds:
        for one in sorted(phrases, key=len, reverse=True):
            while f" {one} " in rest:
                rest = rest.replace(f" {one} ", " ", 1)
                seen = seen or kind
    return rest, seen
