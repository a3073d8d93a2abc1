"""How conversations open and close: the many ways to say hello and goodbye, by language and hour."""

from random import Random
from typing import Final

_HELLO: Final = {
    "fa": (
        "سلام <آقای/خانم> {last}، {daypart}.", "سلام، {daypart}. {me} هستم از نارون.", "سلام <آقای/خانم> {last}.",
        "سلام، {me} هستم، در خدمتتونم.", "سلام و {daypart} <آقای/خانم> {last}، {me} هستم.",
        "سلام، ممنون که پیام دادین.",
        "{daypart} <آقای/خانم> {last}.", "سلام، ممنون از صبرتون.", "سلام {first} عزیز، {me} هستم.",
    ),
    "ar": (
        "أهلًا <أستاذ/أستاذة> {first}، معك {me} من نارفان.", "{daypart} <أستاذ/أستاذة> {first}.",
        "مرحبًا {first}، معك {me}.",
        "أهلًا وسهلًا <أستاذ/أستاذة> {first}.", "{daypart}، معك {me} من فريق نارفان.", "مرحبًا، شكرًا لتواصلك معنا.",
        "أهلًا {first}، شكرًا على رسالتك.", "{daypart} {first}، معك {me}، تحت أمرك.",
    ),
    "en": (
        "Hi {first}, {me} here.", "Hello {first}, thanks for writing.", "Hi {first}!",
        "{daypart} {first}, this is {me} at Narvan.",
        "Hello {first}, {me} from Narvan here.", "Hi {first}, thanks for your patience.", "{daypart}, {first}.",
    ),
}  # fmt: skip

_BYE: Final = {
    "fa": (
        "روزتون خوش.", "اگر چیز دیگه‌ای بود همین‌جا بنویسین.", "در خدمتتون هستیم.", "مراقب خودتون باشین.",
        "هر وقت کاری بود، همین‌جا هستیم.", "قربان شما.", "", "",
    ),
    "ar": (
        "نهارك سعيد.", "نحن هنا في أي وقت.", "إذا احتجت أي شيء <اكتب/اكتبي> لنا هنا.", "سعدنا بخدمتك.", "", "",
    ),
    "en": (
        "Have a good day.", "Just write here if anything else comes up.", "Take care.",
        "We're here if you need us.", "", "",
    ),
}  # fmt: skip

# What customers begin with; often nothing at all.
_SALAM: Final = {
    "fa": (
        "سلام", "سلام", "سلام وقت بخیر", "سلام خسته نباشید", "سلام خسته نباشین", "درود", "با سلام", "سلام دوست عزیز",
        "سلاممم", "سلام و عرض ادب", "ببخشید", "سلام دوستان", "آقا سلام", "سلام علیکم",
    ),
    "ar": (
        "السلام عليكم", "السلام عليكم", "مرحبا", "سلام", "لو سمحتوا", "[lb:مرحبا كيفكن|gf:هلا والله|iq:شلونكم]",
        "[lb:يعطيكن العافية|gf:يعطيكم العافية|iq:الله يساعدكم]", "[lb:بونجور|gf:السلام عليكم ورحمة الله|iq:هلو]",
    ),
    "en": ("Hi", "Hello", "Hi there", "Hey", "hi", "Hello team", "Hi guys", "Dear Narvan", "hello", "Hiya"),
}  # fmt: skip

_DAYPARTS: Final = {
    "fa": ("صبحتون بخیر", "روزتون بخیر", "عصرتون بخیر", "وقتتون بخیر"),
    "ar": ("صباح الخير", "نهارك سعيد", "مساء الخير", "مساء الخير"),
    "en": ("Good morning", "Good afternoon", "Good afternoon", "Good evening"),
}

# When somebody in a hurry is served: still today if it is early enough, else first thing next day.
_SOON: Final = {
    "fa": ("امروز تا ساعت ۱۸", "{day+1} تا ساعت ۱۰ صبح"),
    "ar": ("اليوم قبل السادسة مساءً", "{day+1} قبل العاشرة صباحًا"),
    "en": ("today before six", "{day+1} before ten"),
}


def open_and_close(text: str, *, language: str, hour: int, rng: Random) -> str:
    """Replace `{hi}`, `{bye}` (agents), `{salam}` (customers) and `{soon}` by what is said at this hour."""
    for slot, ways in (("{hi}", _HELLO), ("{bye}", _BYE), ("{salam}", _SALAM)):
        if slot in text:
            text = text.replace(slot, rng.choice(ways[language]))
    text = text.replace("{soon}", _SOON[language][not 7 <= hour < 14])
    return text.replace("{daypart}", _DAYPARTS[language][_part(hour)])


def _part(hour: int) -> int:
    return 0 if 4 <= hour < 12 else 1 if 12 <= hour < 15 else 2 if 15 <= hour < 19 else 3
