"""Narvan's ready answers, ten in each language; written for their readers, not translated from each other."""

from typing import Final

from rafiq.demo.world.records import WorldCannedReply


def _replies(language: str, *rows: tuple[str, str, str]) -> tuple[WorldCannedReply, ...]:
    return tuple(
        WorldCannedReply(shortcut=shortcut, title=title, text=text, language=language) for shortcut, title, text in rows
    )


_PERSIAN: Final = _replies(
    "fa",
    ("salam", "خوش‌آمد", "سلام {{customer}} عزیز، {{agent}} هستم از نارون. چه کمکی از من برمیاد؟"),
    (
        "shomare",
        "پرسیدن شمارهٔ سفارش",
        "{{customer}} عزیز، لطفاً شمارهٔ سفارش رو برام بنویسین (با NV شروع می‌شه و توی پیامک خرید هست) تا "
        "همین الان بررسی کنم.",
    ),
    (
        "pigiri",
        "در حال پیگیری",
        "{{customer}} عزیز، موضوع رو از همکارم در انبار پیگیری می‌کنم و تا دو ساعت دیگه همین‌جا نتیجه رو "
        "می‌نویسم. لازم نیست "
        "منتظر بمونین، پیامم براتون می‌مونه.",
    ),
    (
        "yakhchal",
        "یخچال خنک نمی‌کند: بررسی اول",
        "اول این سه مورد رو ببینین لطفاً:\n۱. پشت یخچال دست‌کم ده سانت از دیوار فاصله داشته باشه.\n۲. درجه روی ۴ باشه.\n"
        "۳. لاستیک دور در تمیز باشه و کامل بچسبه.\nاگر تا سه ساعت بعد خنک نشد، تکنسین می‌فرستیم.",
    ),
    (
        "teknesian",
        "هماهنگی تکنسین",
        "برای اعزام تکنسین این‌ها رو لازم دارم: آدرس کامل، یک شمارهٔ تماس و روزی که خونه هستین. هزینهٔ "
        "بازدید در دورهٔ گارانتی "
        "با ماست.",
    ),
    (
        "marjoo",
        "شرایط مرجوعی",
        "{{customer}} عزیز، تا هفت روز بعد از تحویل می‌تونین کالا رو برگردونین. جعبه و لوازمش رو نگه دارین؛ "
        "پیک ما خودش میاد "
        "دنبالش و وجه تا ۷۲ ساعت بعد برمی‌گرده.",
    ),
    (
        "faktor",
        "ارسال فاکتور",
        "فاکتور رسمی رو پیوست کردم. اگر به نام شرکت می‌خواین، شناسهٔ ملی و کد اقتصادی رو بفرستین تا دوباره صادر کنم.",
    ),
    (
        "ozr",
        "عذرخواهی از تأخیر",
        "{{customer}} عزیز، حق با شماست و بابت این تأخیر عذر می‌خوام. الان دارم شخصاً پیگیری می‌کنم و تا "
        "امروز عصر خبر قطعی "
        "می‌دم. — {{agent}}",
    ),
    (
        "garanti",
        "فعال‌سازی گارانتی",
        "شمارهٔ سریال روی برچسب پشت دستگاهه و با NR شروع می‌شه. از «دستگاه‌های من» در سایت وارد کنین؛ "
        "گارانتی همون لحظه فعال می‌شه.",
    ),
    ("payan", "پایان گفتگو", "خوشحالم که حل شد. اگر باز سؤالی بود همین‌جا بنویسین. روزتون خوش، {{agent}}"),
)

_ARABIC: Final = _replies(
    "ar",
    ("ahlan", "ترحيب", "أهلًا {{customer}}، معك {{agent}} من نارفان. كيف يمكنني مساعدتك اليوم؟"),
    (
        "raqam",
        "طلب رقم الطلبية",
        "{{customer}}، نرجو إرسال رقم الطلبية (يبدأ بـ NV وتجده في رسالة التأكيد) وسأتحقق منها حالًا.",
    ),
    (
        "mutabaa",
        "قيد المتابعة",
        "أتابع الموضوع الآن مع المستودع، وسأكتب لك النتيجة هنا خلال ساعتين. لا داعي لانتظاري، رسالتي ستبقى "
        "محفوظة عندك.",
    ),
    (
        "tabrid",
        "الثلاجة لا تبرّد: فحص أولي",
        "قبل إرسال الفني، نرجو التأكد من ثلاثة أمور:\n1. مسافة عشرة سنتيمترات خلف الثلاجة.\n2. ضبط الحرارة على 4.\n"
        "3. نظافة الإطار المطاطي وإغلاق الباب بإحكام.\nإن لم تبرد خلال ثلاث ساعات نرسل الفني.",
    ),
    (
        "fanni",
        "موعد فني",
        "لحجز الفني نحتاج: العنوان بالتفصيل، ورقم هاتف، واليوم الذي يناسبك. الكشف مجاني ضمن فترة الضمان.",
    ),
    (
        "irjaa",
        "شروط الإرجاع",
        "الإرجاع متاح خلال سبعة أيام من الاستلام. نرجو الاحتفاظ بالعلبة والملحقات، والمندوب يستلمها من "
        "الباب، ويعود المبلغ خلال "
        "ثلاثة أيام عمل.",
    ),
    (
        "fatura",
        "إرسال الفاتورة",
        "الفاتورة مرفقة مع هذه الرسالة. إذا كانت باسم شركة فأرسلوا الاسم والرقم الضريبي لنعيد إصدارها.",
    ),
    (
        "uthr",
        "اعتذار عن تأخير",
        "{{customer}}، معك حق ونعتذر عن التأخير. أتابع طلبيتك بنفسي وسأعود إليك بخبر أكيد قبل نهاية اليوم. — {{agent}}",
    ),
    (
        "daman",
        "تفعيل الضمان",
        "الرقم التسلسلي على الملصق خلف الجهاز ويبدأ بـ NR. يكفي إدخاله في صفحة «أجهزتي» على الموقع ليتفعّل الضمان فورًا.",
    ),
    ("khitam", "ختام", "سعدنا بخدمتك {{customer}}. نحن هنا متى احتجت إلينا. تحياتي، {{agent}}"),
)

_ENGLISH: Final = _replies(
    "en",
    ("hello", "Welcome", "Hi {{customer}}, {{agent}} here from Narvan. How can I help?"),
    (
        "number",
        "Ask for the order number",
        "Could you send me the order number, {{customer}}? It starts with NV and is in your confirmation "
        "message. I'll look it up "
        "straight away.",
    ),
    (
        "checking",
        "Looking into it",
        "I'm checking this with our warehouse and will write the answer here within two hours. No need to "
        "wait around: the "
        "message will be here when you come back.",
    ),
    (
        "cooling",
        "Fridge not cooling: first checks",
        "Three quick things before we send anyone:\n1. Ten centimetres of space behind the fridge.\n2. The dial on 4.\n"
        "3. A clean door seal that closes all the way.\nIf it isn't cold after three hours, we'll book a technician.",
    ),
    (
        "visit",
        "Book a technician",
        "To book the visit I need your full address, a phone number and a day that suits you. The visit is "
        "free while the "
        "warranty lasts.",
    ),
    (
        "return",
        "How returns work",
        "You have seven days from delivery. Keep the box and the bits that came in it; our courier collects "
        "from your door and "
        "the money is back within three working days.",
    ),
    (
        "invoice",
        "Send the invoice",
        "Your invoice is attached. If it should be in a company's name, send me the name and tax number.",
    ),
    (
        "sorry",
        "Apology for a delay",
        "You're right, {{customer}}, and I'm sorry about the wait. I'm following this up myself and will "
        "have a firm answer for "
        "you before the end of the day. {{agent}}",
    ),
    (
        "warranty",
        "Register the warranty",
        "The serial number is on the sticker at the back and starts with NR. Enter it under “My appliances” "
        "and the warranty "
        "starts at once.",
    ),
    ("close", "Goodbye", "Happy that's sorted, {{customer}}. Write here any time. All the best, {{agent}}"),
)

REPLIES: Final = (*_PERSIAN, *_ARABIC, *_ENGLISH)
