"""The verbs of Persian with their stems, and all their usual forms.

A form is written as in books («می‌خواهم») or as people speak («میخوام»); both lead to the infinitive, and the spoken one
also to the written. Stems follow the usual grammars (Lazard, "A Grammar of Contemporary Persian", 1992, chapters 4, 5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from rafiq.platform.text.folding import ZWNJ, fold

# …یدن: the past is the infinitive without ن, the present also without ید.
_REGULAR: Final = """
خریدن رسیدن پرسیدن فهمیدن کشیدن خوابیدن ترسیدن چسبیدن پیچیدن ارزیدن چرخیدن پریدن ترکیدن لرزیدن جنگیدن چشیدن چکیدن
خندیدن دزدیدن دویدن رقصیدن سنجیدن طلبیدن غلتیدن قاپیدن کوبیدن گرویدن لغزیدن مالیدن نالیدن نامیدن نوشیدن ورزیدن وزیدن
پاشیدن پسندیدن پوسیدن پوشیدن تابیدن تراشیدن تپیدن جوشیدن جنبیدن جویدن خاریدن خراشیدن خزیدن خشکیدن خمیدن رنجیدن
ریسیدن شوریدن غریدن کوچیدن گردیدن گندیدن لنگیدن لیسیدن مکیدن نازیدن آرامیدن آمرزیدن اندیشیدن بخشیدن بریدن بلعیدن
بوسیدن بوییدن پاییدن پروریدن پژمریدن پلکیدن درخشیدن درویدن زاییدن ساییدن سریدن شاشیدن گراییدن گازیدن ماسیدن خیسیدن
بارزیدن انجامیدن کوشیدن باریدن خروشیدن جهیدن دریدن چریدن ستیزیدن پرستیدن پلاسیدن چاپیدن گنجیدن رمیدن تنیدن خلیدن
"""
# …اندن: the present ends in ان, spoken as ون.
_CAUSATIVE: Final = """
رساندن چسباندن پیچاندن ترساندن چرخاندن خواباندن سوزاندن شکاندن پوشاندن پراندن ترکاندن لرزاندن چکاندن خنداندن دواندن
رقصاندن غلتاندن لغزاندن نوشاندن تاباندن تکاندن جنباندن جوشاندن خشکاندن رنجاندن فهماندن گذراندن گنجاندن
نشاندن کشاندن راندن خواندن ماندن افشاندن پروراندن خوراندن شناساندن گسلاندن گریاندن ماساندن بر+گرداندن گرداندن پراکاندن
باوراندن کوچاندن هراساندن پیوشاندن وا+ماندن باز+ماندن فرا+خواندن در+ماندن باز+گرداندن بر+خوراندن
"""
# infinitive past present [spoken present stems] [| spoken past stems]; a star: also used bare («خراب کند»).
_IRREGULAR: Final = """
کردن کرد *کن
شدن شد *شو ش
دادن داد *ده د
گرفتن گرفت *گیر
داشتن داشت *دار
خواستن خواست *خواه خوا خا | خاست
توانستن توانست *توان تون | تونست
گفتن گفت گوی گ
رفتن رفت رو ر
آمدن آمد آی آ | اومد
آوردن آورد آور آر | اورد
گذاشتن گذاشت *گذار ذار زار | ذاشت زاشت
دانستن دانست دان دون | دونست
زدن زد *زن
دیدن دید بین
بودن بود *باش
یافتن یافت *یاب
نمودن نمود *نمای
فرمودن فرمود *فرمای
فرستادن فرستاد فرست
انداختن انداخت انداز نداز | نداخت
افتادن افتاد افت فت | فتاد
بردن برد بر
خوردن خورد خور
شناختن شناخت شناس
نوشتن نوشت نویس
فروختن فروخت فروش
پرداختن پرداخت پرداز
ساختن ساخت ساز
سوختن سوخت سوز
آموختن آموخت آموز
دوختن دوخت دوز
ریختن ریخت ریز
گریختن گریخت گریز
آمیختن آمیخت آمیز
آویختن آویخت آویز
باختن باخت باز
تاختن تاخت تاز
نواختن نواخت نواز
گداختن گداخت گداز
افروختن افروخت افروز
اندوختن اندوخت اندوز
انگیختن انگیخت انگیز
بیختن بیخت بیز
پختن پخت پز
بستن بست بند
شکستن شکست شکن
نشستن نشست نشین شین | شست
شستن شست شوی شور
جستن جست جوی
رستن رست ره
گسستن گسست گسل
پیوستن پیوست پیوند
خاستن خاست خیز
کاستن کاست کاه
آراستن آراست آرای
پیراستن پیراست پیرای
زیستن زیست زی
گریستن گریست گری
نگریستن نگریست نگر
دانستن دانست دان
مانستن مانست مان
شایستن شایست شای
بایستن بایست بای
ایستادن ایستاد ایست وایس | وایساد وایستاد
دادن داد ده
نهادن نهاد نه
زادن زاد زای
گشادن گشاد گشای
گشودن گشود گشای
افزودن افزود افزای
آزمودن آزمود آزمای
آسودن آسود آسای
آلودن آلود آلای
اندودن اندود اندای
پیمودن پیمود پیمای
ربودن ربود ربای
زدودن زدود زدای
ستودن ستود ستای
سرودن سرود سرای
فرسودن فرسود فرسای
گشتن گشت گرد
کاشتن کاشت کار
داشتن داشت دار
انباشتن انباشت انبار
انگاشتن انگاشت انگار
پنداشتن پنداشت پندار
نگاشتن نگاشت نگار
گماشتن گماشت گمار
افراشتن افراشت افراز
گذشتن گذشت گذر
نوشتن نوشت نویس
کشتن کشت کش
هشتن هشت هل
رشتن رشت ریس
سرشتن سرشت سرش
شدن شد شو
کافتن کافت کاف
شکافتن شکافت شکاف
بافتن بافت باف
تافتن تافت تاب
شتافتن شتافت شتاب
یافتن یافت یاب
روفتن روفت روب
کوفتن کوفت کوب
آشفتن آشفت آشوب
خفتن خفت خواب
پذیرفتن پذیرفت *پذیر
نهفتن نهفت نهنب
سفتن سفت سنب
شکفتن شکفت شکف
رفتن رفت رو
چیدن چید چین
شنیدن شنید شنو
آفریدن آفرید آفرین
گزیدن گزید گزین
دیدن دید بین
کندن کند کن
افکندن افکند افکن
آکندن آکند آکن
پراکندن پراکند پراکن
راندن راند ران رون | روند
خواندن خواند خوان خون | خوند
ماندن ماند مان مون | موند
نشاندن نشاند نشان نشون | نشوند
ستاندن ستاند ستان ستون | ستوند
ستدن ستد ستان
آزردن آزرد آزار
سپردن سپرد سپار
شمردن شمرد شمار
فشردن فشرد فشار
گستردن گسترد گستر
مردن مرد میر
پروردن پرورد پرور
پژمردن پژمرد پژمر
کردن کرد کن
درودن درود درو
شنودن شنود شنو
غنودن غنود غنو
پالودن پالود پالای
گزاردن گزارد گزار
آگندن آگند آگن
گنجیدن گنجید گنج
گشتن گشت گرد
برداشتن بر+داشت بر+دار ور+دار | ور+داشت
برگشتن بر+گشت بر+گرد
برخوردن بر+خورد بر+خور
برآمدن بر+آمد بر+آی
برآوردن بر+آورد بر+آور
بردن برد بر
برخاستن بر+خاست بر+خیز
برانگیختن بر+انگیخت بر+انگیز
برگزیدن بر+گزید بر+گزین
برافتادن بر+افتاد بر+افت
برچیدن بر+چید بر+چین
برکندن بر+کند بر+کن
برافراشتن بر+افراشت بر+افراز
برگرفتن بر+گرفت بر+گیر
درآمدن در+آمد در+آی در+آ | در+اومد
درآوردن در+آورد در+آور در+آر | در+اورد
دررفتن در+رفت در+رو در+ر
درگذشتن در+گذشت در+گذر
درخواستن در+خواست در+خواه
دریافتن در+یافت در+یاب
درافتادن در+افتاد در+افت
درگرفتن در+گرفت در+گیر
بازگشتن باز+گشت باز+گرد
بازداشتن باز+داشت باز+دار
بازیافتن باز+یافت باز+یاب
بازماندن باز+ماند باز+مان
بازخواستن باز+خواست باز+خواه
بازآمدن باز+آمد باز+آی
واگذاشتن وا+گذاشت وا+گذار
واداشتن وا+داشت وا+دار
واگذاردن وا+گذارد وا+گذار
وارفتن وا+رفت وا+رو وا+ر
فراگرفتن فرا+گرفت فرا+گیر
فرارسیدن فرا+رسید فرا+رس
فرورفتن فرو+رفت فرو+رو فرو+ر
فروریختن فرو+ریخت فرو+ریز
فرودادن فرو+داد فرو+ده
سردرآوردن سردر+آورد سردر+آور سردر+آر | سردر+اورد
دربردن در+برد در+بر
ورآمدن ور+آمد ور+آی ور+آ | ور+اومد
"""
# The verbs so common that even their spoken forms win over written ones of other verbs: the first of the table.
_COMMONEST: Final = 26
# Forms that no rule gives: the copula, «هست», old words of politeness.
_ALONE: Final = """
بودن: است هستم هستی هست هستیم هستید هستند نیستم نیستی نیست نیستیم نیستید نیستند باشد نباشد باد
بودن: هستش=هست هستین=هستید هستن=هستند نیستین=نیستید نیستن=نیستند نیستش=نیست باشه=باشد نباشه=نباشد
بودن: بودش=بود نبودش=نبود
آمدن: بیا بیایید بیاین=بیایید میومد=می‌آمد میومدم=می‌آمدم میومدن=می‌آمدند نمیومد=نمی‌آمد نمیومدن=نمی‌آمدند
بیایین=بیایید
گفتن: بگو نگو میگو بگوش=بگو
رفتن: برو نرو برید=بروید
شدن: بشو نشو
دادن: بده نده
بایستن: باید نباید بایست میبایست=می‌بایست بایستی میبایستی=می‌بایست
شایستن: شاید
گذاشتن: بذار=بگذار بزار=بگذار نذار=نگذار نزار=نگذار بگذار بذارید=بگذارید بزارید=بگذارید
ایستادن: وایسا=بایست وایسید=بایستید وایسین=بایستید صبرکن=صبر‌کن
آوردن: بیار=بیاور نیار=نیاور
نشستن: بشین=بنشین بشینید=بنشینید
خواستن: خواهشمندیم خواهشمندم
"""
# Spelled like other, commoner words; the verb must give way.
_OTHER_WORDS: Final = frozenset(
    fold(
        """
شن شی شم شین نرم نرمی نری نرید بار باران بارید کار کاری کارید کارند مان مانی سازی سازند سازم بازی بازم بازند رسم
نویسی زنی زنیم زنید زنم باری دانی بدان بدون بدی بدن برس نشان نشانی نخود ندا نور ناز نازی نوش نبی نمازی میان
میانی میانه بیان میدان میل میز مینا میری نام نامی نامید نامه بنام بند بندی بندم بنده نگار نگاه نگران نگر تاب
تابی سوزی چین چینی پیچ پیچی پری پز پزی خور خوری شور شوری جوی جویی خیز خیزی راه رهی ران رانی خوان خوانی بخش بخشی
کوب ریز ریزی ریزند ریس شمار شماری فشار فشاری خر خری خریدار پرس پرسی آزار آزاری باف بافی نوشین نوشه دوز دوزی بر
در درم دری آرا آرام آرامی آرای آفرین افت شکن خواب تاز تازی پرداز پردازی انداز سپر سپرده سپردگی بسته بستنی گذشته
کشت بافت آمیخته سفت سفتی ربات کاسته رشت هشت مرد مردی مردم مرده نگرد زاد زاده آزاد دهه دهم دهید شده‌ام رو روی روم
رویی نکند بستان دستان ستان گرد گردی گردش گردن گردند خوردنی سرا سرای سرود گری زی زید مالی مال مالم نالی پاس پوش
پوشی تابه کشتی رسیدگی نشست نشسته افزار گذر گذری گذار بنا بنما بنه بکر بکش بخت برا بران برسان بهار بهای نان نانی
نه نهم نهی نهند نهید نیم نیت نیا میم می دار دارو دارویی بازمان بازده درگیر درگیری برخورد برخوردار برآورد درآمد
درآمدی درآمدها بازخواست واگذار واگذاری فراگیر فراخوان برگزین مالیات بارم خارج سنج سنجی گنج گنجی کوشش گوی گوینده
گزینه گزین گزینش گزیده شناس شناسی شناسه آموزی آموزش فروش فروشی بین بینی شوی جست باش پذیر پذیری پذیرش پراکنده
آکنده فرسوده آلوده آزرده آسوده پیوست پیوسته پیوند باید شاید پیما پیمان آشوب آویز انگیز انبار انبارم انباری آرامش
آویزان پنداری رنج رنجی مان مانم مانید
"""
    ).split()
)
_CLITICS: Final = ("شون", "شان", "تون", "تان", "مون", "مان", "ش", "ت", "م")

_PARTICIPLE_ENDINGS: Final = (
    *((end, f"{ZWNJ}{end}" if end else "") for end in ("", "ام", "ای", "ایم", "اید", "اند", "است")),
    ("م", f"{ZWNJ}ام"),
    ("ایم", f"{ZWNJ}ایم"),
    ("این", f"{ZWNJ}اید"),
    ("ان", f"{ZWNJ}اند"),
    ("ن", f"{ZWNJ}اند"),
)
_PAST_ENDINGS: Final = (
    ("م", "م"),
    ("ی", "ی"),
    ("", ""),
    ("یم", "یم"),
    ("ید", "ید"),
    ("ند", "ند"),
    ("ین", "ید"),
    ("ن", "ند"),
    *(("ه" + said, "ه" + end) for said, end in _PARTICIPLE_ENDINGS),
)
_INFINITIVE_ENDINGS: Final = (("ن", "ن"), ("نی", "نی"))
_NO_ENDING: Final = (("", ""),)
_PRESENT_ENDINGS: Final = (("م", "م"), ("ی", "ی"), ("د", "د"), ("یم", "یم"), ("ید", "ید"), ("ند", "ند"))
_SPOKEN_ENDINGS: Final = (("م", "م"), ("ی", "ی"), ("ه", "د"), ("یم", "یم"), ("ین", "ید"), ("ید", "ید"), ("ن", "ند"))
_OPEN_ENDINGS: Final = (("م", "م"), ("ی", "ی"), ("د", "د"), ("یم", "یم"), ("ین", "ید"), ("ید", "ید"), ("ن", "ند"))


@dataclass(frozen=True, slots=True)
class VerbForms:
    """Every form known, folded: its infinitive, and the written form of what is only said."""

    infinitive: dict[str, str]
    written: dict[str, str]
    """Spoken form to the written one in natural spelling, with half-spaces."""


@dataclass(frozen=True, slots=True)
class _Stem:
    """A stem with what stands before its prefixes («بر» of «برمی‌گردم»), as said and as written."""

    before: str
    said: str
    written_before: str
    written: str


def clitic_of(word: str) -> tuple[str, str]:
    """This will split an object pronoun off a folded verb form («میبینمش»: «میبینم», «ش»); empty when there is none."""
    infinitives = verb_forms().infinitive
    for clitic in _CLITICS:
        rest = word.removesuffix(clitic)
        if rest != word and len(rest) >= 4 and rest in infinitives and rest[-1] not in "ادو":
            return rest, clitic
    return word, ""


type _Verb = tuple[str, list[_Stem], list[_Stem], bool]


@lru_cache(maxsize=1)
def verb_forms() -> VerbForms:
    """This will build the table of all forms, once (some 50,000, in about 50 ms)."""
    infinitive: dict[str, str] = {}
    written: dict[str, str] = {}
    for lemma, said, as_written in _all_forms():
        if said not in _OTHER_WORDS and len(said) > 1 and said not in infinitive:
            infinitive[said] = lemma
            if as_written:
                written[said] = as_written
    return VerbForms(infinitive, written)


def _all_forms() -> Iterator[tuple[str, str, str]]:
    """(infinitive, form, its written spelling or nothing when it is the same); what comes first wins."""
    yield from _forms_alone()
    verbs = [*_verbs()]
    yield from ((verb[0], verb[0], "") for verb in verbs)
    for some in (verbs[:_COMMONEST], verbs[_COMMONEST:]):
        for forms in (_written_forms, _spoken_forms):
            for verb in some:
                yield from ((verb[0], *pair) for pair in forms(verb))


def _written_forms(verb: _Verb) -> Iterator[tuple[str, str]]:
    _, pasts, presents, is_bare = verb
    yield from _past(pasts[0])
    yield from _written_present(presents[0], is_bare)


def _spoken_forms(verb: _Verb) -> Iterator[tuple[str, str]]:
    _, pasts, presents, is_bare = verb
    for stem in pasts[1:]:
        yield from _past(stem)
    for place, stem in enumerate(presents):
        yield from _spoken_present(stem, is_bare, place > 0)


def _forms_alone() -> Iterator[tuple[str, str, str]]:
    for line in _ALONE.strip().splitlines():
        lemma, forms = line.split(":")
        for form in forms.split():
            said, _, as_written = form.partition("=")
            yield fold(lemma), fold(said), as_written


def _verbs() -> Iterator[_Verb]:
    for line in _IRREGULAR.strip().splitlines():
        books, _, spoken_pasts = line.partition("|")
        lemma, past, present, *spoken = books.split()
        is_bare, present = present.startswith("*"), present.removeprefix("*")
        if past.endswith("اند") and not spoken:
            spoken, spoken_pasts = [present[:-2] + "ون"], past[:-3] + "وند"
        pasts = [_stem(past, past), *(_stem(stem, past) for stem in spoken_pasts.split())]
        yield fold(lemma), pasts, [_stem(present, present), *(_stem(stem, present) for stem in spoken)], is_bare
    for name in _REGULAR.split():
        yield fold(name), [_stem(name[:-1], name[:-1])], [_stem(name[:-3], name[:-3])], False
    for name in _CAUSATIVE.split():
        yield _causative(name)


def _causative(name: str) -> _Verb:
    past, present = name[:-1], name[:-2]
    pasts = [_stem(past, past), _stem(past[:-3] + "وند", past)]
    presents = [_stem(present, present), _stem(present[:-2] + "ون", present)]
    return fold(name.replace("+", "")), pasts, presents, False


def _stem(said: str, written: str) -> _Stem:
    before, _, stem = said.rpartition("+")
    written_before, _, written_stem = written.rpartition("+")
    return _Stem(before, stem, written_before, written_stem)


def _past(stem: _Stem) -> Iterator[tuple[str, str]]:
    for prefix in ("", "ن"):
        yield from _paired(stem, prefix, _INFINITIVE_ENDINGS)
    for prefix in ("", "ن", "می", "نمی"):
        yield from _paired(stem, prefix, _PAST_ENDINGS)


def _written_present(stem: _Stem, is_bare: bool) -> Iterator[tuple[str, str]]:
    for prefix in ("می", "نمی", "ب", "ن", *([""] if is_bare or stem.before else [])):
        yield from _paired(stem, prefix, _PRESENT_ENDINGS)
    yield from _imperative(stem)


def _imperative(stem: _Stem) -> Iterator[tuple[str, str]]:
    is_open = stem.said[-2:] in {"ای", "آی", "وی"}
    short = stem.said[:-1] if is_open else stem.said
    for prefix, said in product(("ب", "ن", "") if stem.before else ("ب", "ن"), dict.fromkeys((stem.said, short))):
        yield from _paired(_Stem(stem.before, said, stem.written_before, said), prefix, _NO_ENDING)


def _spoken_present(stem: _Stem, is_bare: bool, is_short: bool) -> Iterator[tuple[str, str]]:
    """Endings as said, on the stem of books («میکنه») or on the short one («میدونه»)."""
    endings = _OPEN_ENDINGS if stem.said[-1] in "اآ" else _SPOKEN_ENDINGS
    for prefix in ("می", "نمی", "ب", "ن", *([""] if stem.before or (is_bare and not is_short) else [])):
        yield from _paired(stem, prefix, endings)
    if stem.said == "ش":
        yield "شه", "شود"
    if is_short and len(stem.said) > 1:
        yield from (pair for prefix in ("ب", "ن") for pair in _paired(stem, prefix, _NO_ENDING))


def _paired(stem: _Stem, prefix: str, endings: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """The forms as said, folded, each with its written spelling (empty when they are the same)."""
    as_written = stem.written_before + _joined(prefix, stem.written)[0]
    flat = _flat(as_written)
    for begun in [_flat(stem.before + begun) for begun in _joined(prefix, stem.said)]:
        for said, end in endings:
            is_same = begun == flat and said == _flat(end)
            yield begun + said, "" if is_same else as_written + end


def _flat(form: str) -> str:
    """What `fold` does, as far as these letters need it, a hundred times faster."""
    return form.replace(ZWNJ, "").replace("آ", "ا")


def _joined(prefix: str, stem: str) -> list[str]:
    """The prefix on the stem, the usual spelling first; «ب» and «ن» take a «ی» before a vowel."""
    if prefix in {"می", "نمی"}:
        is_worn = len(stem) > 3 and stem[0] == "ا" and stem[1] not in "یو"
        return [f"{prefix}{ZWNJ}{stem}", *([prefix + stem[1:]] if is_worn else [])]
    if prefix and stem[0] == "آ":
        return [f"{prefix}یا{stem[1:]}"]
    if prefix and len(stem) > 2 and stem[0] == "ا" and stem[1] != "ی":
        return [f"{prefix}ی{stem[1:]}", f"{prefix}ی{stem}", prefix + stem[1:]]
    return [prefix + stem]
