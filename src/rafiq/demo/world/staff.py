"""Who works at Narvan: the teams, and the colleagues with their languages and hours."""

from datetime import time
from typing import Final

from rafiq.demo.world.records import WorldAgent, WorldTeam

TEAMS: Final = (
    WorldTeam(
        key="tehran", name="Tehran", names={"fa": "تیم تهران", "ar": "فريق طهران", "en": "Tehran"}, is_private=False
    ),
    WorldTeam(
        key="beirut", name="Beirut", names={"fa": "تیم بیروت", "ar": "فريق بيروت", "en": "Beirut"}, is_private=False
    ),
    WorldTeam(
        key="evening",
        name="Evening cover",
        names={"fa": "پوشش عصر (تورنتو)", "ar": "تغطية المساء (تورونتو)", "en": "Evening cover (Toronto)"},
        is_private=False,
    ),
    WorldTeam(
        key="escalations",
        name="Escalations",
        names={"fa": "رسیدگی ویژه", "ar": "الشكاوى الخاصة", "en": "Escalations"},
        is_private=True,
    ),
)

ZONES: Final = {"tehran": "Asia/Tehran", "beirut": "Asia/Beirut", "evening": "America/Toronto"}

# Opening hours by team, weekday (0 is Monday) and local time.
HOURS: Final = {
    "tehran": {day: (time(8), time(17)) for day in (5, 6, 0, 1, 2)} | {3: (time(8), time(13))},
    "beirut": dict.fromkeys(range(5), (time(8, 30), time(17, 30))),
    "evening": dict.fromkeys(range(7), (time(9), time(17))),
}

AGENTS: Final = (
    WorldAgent(
        key="nasrin",
        name="نسرین کاوه",
        email="nasrin@narvan.example",
        role="administrator",
        language="fa",
        calendar="jalali",
        time_zone="Asia/Tehran",
        teams=("tehran", "escalations"),
        speaks=("fa", "en"),
    ),
    WorldAgent(
        key="arash",
        name="آرش مهرابی",
        email="arash@narvan.example",
        role="supervisor",
        language="fa",
        calendar="jalali",
        time_zone="Asia/Tehran",
        teams=("tehran", "escalations"),
        speaks=("fa",),
    ),
    WorldAgent(
        key="elham",
        name="الهام دشتی",
        email="elham@narvan.example",
        role="agent",
        language="fa",
        calendar="jalali",
        time_zone="Asia/Tehran",
        teams=("tehran",),
        speaks=("fa",),
    ),
    WorldAgent(
        key="kaveh",
        name="کاوه رستمی",
        email="kaveh@narvan.example",
        role="agent",
        language="fa",
        calendar="jalali",
        time_zone="Asia/Tehran",
        teams=("tehran",),
        speaks=("fa",),
    ),
    WorldAgent(
        key="rima",
        name="ريما حداد",
        email="rima@narvan.example",
        role="supervisor",
        language="ar",
        calendar="gregorian",
        time_zone="Asia/Beirut",
        teams=("beirut", "escalations"),
        speaks=("ar", "en"),
    ),
    WorldAgent(
        key="ziad",
        name="زياد عسّاف",
        email="ziad@narvan.example",
        role="agent",
        language="ar",
        calendar="gregorian",
        time_zone="Asia/Beirut",
        teams=("beirut",),
        speaks=("ar",),
    ),
    WorldAgent(
        key="maya",
        name="Maya Sfeir",
        email="maya@narvan.example",
        role="agent",
        language="en",
        calendar="gregorian",
        time_zone="Asia/Beirut",
        teams=("beirut",),
        speaks=("ar", "en"),
    ),
    WorldAgent(
        key="shirin",
        name="Shirin Tavakoli",
        email="shirin@narvan.example",
        role="agent",
        language="fa",
        calendar="jalali",
        time_zone="America/Toronto",
        teams=("evening",),
        speaks=("fa", "en"),
    ),
    WorldAgent(
        key="daniel",
        name="Daniel Osei",
        email="daniel@narvan.example",
        role="agent",
        language="en",
        calendar="gregorian",
        time_zone="America/Toronto",
        teams=("evening",),
        speaks=("en",),
    ),
)

# How often each takes a new conversation, relative to colleagues on duty: supervisors now and then.
TAKES: Final = {
    "nasrin": 1, "arash": 3, "elham": 10, "kaveh": 8, "rima": 3, "ziad": 9, "maya": 8, "shirin": 8, "daniel": 9,
}  # fmt: skip

# Who is called in when a conversation needs a second colleague, by language.
BOSSES: Final = {"fa": "arash", "ar": "rima", "en": "rima"}

# First names as customers read them, by language.
FIRST_NAMES: Final = {
    "nasrin": {"fa": "نسرین", "ar": "نسرين", "en": "Nasrin"},
    "arash": {"fa": "آرش", "ar": "آرش", "en": "Arash"},
    "elham": {"fa": "الهام", "ar": "إلهام", "en": "Elham"},
    "kaveh": {"fa": "کاوه", "ar": "كاوه", "en": "Kaveh"},
    "rima": {"fa": "ریما", "ar": "ريما", "en": "Rima"},
    "ziad": {"fa": "زیاد", "ar": "زياد", "en": "Ziad"},
    "maya": {"fa": "مایا", "ar": "مايا", "en": "Maya"},
    "shirin": {"fa": "شیرین", "ar": "شيرين", "en": "Shirin"},
    "daniel": {"fa": "دانیل", "ar": "دانيال", "en": "Daniel"},
}
