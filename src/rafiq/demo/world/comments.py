"""What customers write under their stars, by language and score."""

from typing import Final

_PERSIAN: Final = {
    1: (
        "افتضاح. دیگه پامو تو نارون نمیذارم", "سه هفته علاف شدم. یک ستاره هم زیادتونه", "فقط بلدن عذرخواهی کنن",
        "پولمو گرفتید جنس خراب دادید. شرم آوره", "اصلا پیگیری نمیکنن، آدم رو پاس میدن به هم", "وقتم رو هدر دادید واقعا",
        "صفر نداشت وگرنه صفر میدادم", "به همه گفتم ازتون نخرن 😡", "خجالت بکشید",
    ),
    2: (
        "دیر جواب دادن", "حل شد ولی با کلی حرص خوردن", "کارشناس خوب بود ولی شرکتتون نه", "باید ۴ بار پیگیری میکردم",
        "قول دادن ولی یک روز دیرتر شد",
    ),
    3: ("بد نبود", "متوسط. میتونست زودتر حل بشه", "خود {lead} خوب بود ولی انبارتون کند", "معمولی", "ای بدک نبود"),
    4: (
        "خوب بود ممنون", "جواب دادنتون سریعه، ارسالتون نه", "راضی‌ام", "برخورد عالی فقط یه کم طول کشید",
        "خوب بود دستتون درد نکنه",
    ),
    5: (
        "عالی 👌", "ممنون از {lead} که تا آخر پیگیر بود", "خیلی مودب و با حوصله", "دمتون گرم",
        "پنج دقیقه‌ای حل شد، باورم نمیشه",
        "خدا خیرتون بده", "پشتیبانی یعنی این 🌹", "سپاس فراوان", "مرسییی", "بهترین پشتیبانی که تا حالا دیدم",
        "از صبر و حوصلتون ممنونم", "کارشون حرف نداره", "ajab poshtibani khubi, mersi",
    ),
}  # fmt: skip

_ARABIC: Final = {
    1: (
        "أسوأ خدمة شفتها بحياتي", "lb:ما بنصح حدا يشتري منكن", "gf:حرام الفلوس والله", "كذب بكذب، كل يوم بكرا بكرا",
        "gf:عيب عليكم", "lb:3 أسابيع وأنا <ناطر/ناطرة> 😡", "lb:خليت كل أهلي يوقفوا شراء من عندكن",
        "gf:ولا نجمة تستاهلون",
        "iq:ندمت اني اشتريت منكم", "iq:لعبتوا بأعصابي",
    ),
    2: (
        "lb:انحلت بس بعد ما طلعت روحي", "الموظف محترم بس الشركة لا", "تأخير كثير", "gf:لازم أتصل خمس مرات حتى تتحركون؟",
        "iq:كلش بطيئين",
    ),
    3: ("عادي", "lb:مش بطّال", "كان ممكن أسرع", "gf:الرد زين بس التوصيل بطيء", "وسط", "iq:يعني، مو شي"),
    4: ("جيد، شكرًا", "gf:تعامل راقي بس شوي تأخير", "lb:منيح كتير", "خدمة طيبة", "iq:زين والله"),
    5: (
        "gf:يعطيكم العافية ما قصرتوا", "شكرا {lead} على طولة البال", "خدمة ولا أروع 🌹", "gf:كفو والله",
        "الله يبارك فيكم",
        "lb:بسرعة وبأدب، برافو", "iq:عاشت ايدكم", "ممتاز", "lb:merci ktir 3al ser3a", "lb:صراحة فاجأتوني", "أحلى تعامل",
        "lb:تسلم إيديكن", "iq:خوش تعامل، رحم الله والديكم", "gf:بيض الله وجيهكم",
    ),
}  # fmt: skip

_ENGLISH: Final = {
    1: (
        "Never again.", "Three weeks, four agents, zero answers.", "I want my money and my weekend back.", "Shambles.",
        "You lot only apologise, you never fix anything", "would give zero if I could", "Absolute joke of a service",
    ),
    2: (
        "Fixed in the end but I had to chase every single step.", "Nice agent, useless warehouse.", "Too slow",
        "Promised Monday, came Thursday.",
    ),
    3: ("ok I guess", "Fine but slow.", "Average. {lead} tried.", "It got solved eventually", "meh"),
    4: (
        "Good, could be quicker", "Polite and helpful", "Sorted, thanks", "Good service, clumsy website.",
        "pretty good",
    ),
    5: (
        "{lead} was brilliant.", "Fast and kind. Thank you!", "Best support I've had in this city",
        "Sorted in ten minutes 👏",
        "Actually felt like talking to a person", "Superb", "thank you thank you thank you", "Lovely people.",
        "Went above and beyond", "no fuss, just fixed it", "Honest about the delay, which I appreciate",
    ),
}  # fmt: skip

BY_SCORE: Final = {"fa": _PERSIAN, "ar": _ARABIC, "en": _ENGLISH}
