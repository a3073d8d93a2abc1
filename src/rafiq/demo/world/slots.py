"""Fills the slots of a script, so that the same matter reads differently each time it is told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from rafiq.demo.world import catalogue, clock, dates, phrases, staff
from rafiq.demo.world.people import Person

_CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
_GENDER: Final = re.compile(r"<([^<>/]*)/([^<>/]*)>")
_SLOT: Final = re.compile(r"\{([a-z]+)([+-]\d+)?\}")
_MARKED: Final = re.compile(r"^(lb|gf|iq):")
# A stop after a question or an exclamation mark, left over where a choice ended with one.
_AFTER_MARK: Final = re.compile(r"([؟?!])[.،,](?!\.)")
_ARABIC_SCRIPT: Final = re.compile(r"[\u0600-\u06ff]")
_PERSIAN_DIGITS: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_LATIN_DIGITS: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
_TOMAN_PER_DOLLAR: Final = 98_000
_DIRHAM_PER_DOLLAR: Final = 3.67


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """All that stays the same throughout one conversation: who talks, and the words for its slots by language."""

    person: Person
    lead: str
    colleague: str
    mate: str
    words: Mapping[str, Mapping[str, str]]


def setting(person: Person, *, crew: tuple[str, str, str], product: str, rng: Random) -> Setting:
    """Settle the facts of a conversation; `product` is the kind it is about, or empty for any."""
    lead, colleague, mate = crew
    kinds = {kind: rng.choice([each for each in catalogue.PRODUCTS if each.kind == kind]) for kind in _kinds()}
    facts = _facts(rng)
    about = kinds[product or rng.choice(list(kinds))]
    words = {}
    for language in {person.language: 0, "en": 0}:
        named = {kind: str(getattr(each, language)) for kind, each in kinds.items()}
        prices = _prices(about.price, language=language, country=person.city.country)
        words[language] = facts | named | prices | {"product": named[about.kind]} | _places(person, language, rng=rng)
    return Setting(person=person, lead=lead, colleague=colleague, mate=mate, words=words)


def fill(text: str, *, setting: Setting, by: str | None, at: datetime, rng: Random) -> str:
    """Write out one message said by an agent (`by`) or the customer (None)."""
    person = setting.person
    language = person.language if _ARABIC_SCRIPT.search(text) else "en"
    today = at.astimezone(ZoneInfo(catalogue.ZONES[person.city.country]))
    words = dict(setting.words[language]) | _names(setting, by=by, language=language)
    dialect = catalogue.DIALECTS.get(person.city.country, "")
    text = phrases.open_and_close(text, language=language, hour=today.hour, rng=rng)

    def word(found: re.Match[str]) -> str:
        name, ahead = found.groups()
        if ahead:
            return _day(name, today.date(), ahead=int(ahead), language=language, country=person.city.country)
        return words[name]

    filled = _SLOT.sub(word, _GENDER.sub(r"\2" if person.is_woman else r"\1", choose(text, dialect=dialect, rng=rng)))
    return _digits(filled, language=language, types_latin=by is None and person.types_latin_digits)


def choose(text: str, *, dialect: str = "", rng: Random) -> str:
    """Settle every `[a|b]` of a text, the inner ones first; `[lb:a|gf:b]` keeps to the dialect of the speaker."""
    while _CHOICE.search(text):
        text = _CHOICE.sub(lambda found: pick(found[1].split("|"), dialect=dialect, rng=rng), text)
    return _AFTER_MARK.sub(r"\1", re.sub(r"  +", " ", text)).strip()


def pick(ways: Sequence[str], *, dialect: str, rng: Random) -> str:
    """Draw one way to say something: one of everybody's, or one marked with the speaker's dialect."""
    mine = [way for way in ways if not _MARKED.match(way) or way.startswith(f"{dialect}:")]
    return _MARKED.sub("", rng.choice(mine)) if mine else ""


def _kinds() -> list[str]:
    return list(dict.fromkeys(each.kind for each in catalogue.PRODUCTS))


def _facts(rng: Random) -> dict[str, str]:
    number = rng.randrange(31_000, 58_999)
    return {
        "order": f"NV-{number}",
        "short": str(number),
        "ticket": f"SR-{rng.randrange(2100, 9800)}",
        "track": f"NX{rng.randrange(10**8, 10**9)}",
        "serial": f"NR{rng.randrange(10**6, 10**7)}",
        "ref": str(rng.randrange(10**7, 10**8)),
        "tail": f"{rng.randrange(1000, 9999)}",
        "flat": str(rng.randint(2, 19)),
    }


def _prices(dollars: int, *, language: str, country: str) -> dict[str, str]:
    part, fee = round(dollars * 0.06) + 4, round(dollars * 0.01) + 6
    each = {"price": dollars, "half": dollars // 2, "third": dollars // 3, "part": part, "fee": fee}
    return {name: _money(amount, language=language, country=country) for name, amount in each.items()}


def _money(dollars: int, *, language: str, country: str) -> str:
    if country == "ir":
        toman = round(dollars * _TOMAN_PER_DOLLAR, -4)
        return f"{toman:,}".replace(",", "٬") + " تومان" if language == "fa" else f"{toman:,} toman"
    if country in ("ae", "iq", "sa"):
        dirham = f"{round(dollars * _DIRHAM_PER_DOLLAR):,}"
        return {"fa": f"{dirham} درهم", "ar": f"{dirham} درهم", "en": f"AED {dirham}"}[language]
    return {"fa": f"{dollars} دلار", "ar": f"{dollars}$", "en": f"${dollars}"}[language]


def _places(person: Person, language: str, *, rng: Random) -> dict[str, str]:
    branch = catalogue.BRANCHES.get(person.city.country, "Dubai")
    if person.city.en == "Shiraz":
        branch = "Shiraz"
    shop = next(city for city in catalogue.CITIES if city.en == branch)
    return {
        "city": getattr(person.city, language),
        "branch": getattr(shop, language),
        "street": rng.choice(catalogue.STREETS.get((language, person.city.country), catalogue.STREETS["en", "ae"])),
        "technician": rng.choice(catalogue.TECHNICIANS[language]),
        "courier": rng.choice(catalogue.COURIERS[language]),
    }


def _names(setting: Setting, *, by: str | None, language: str) -> dict[str, str]:
    person = setting.person
    is_latin = language == "en"
    written = {agent.key: agent.name for agent in staff.AGENTS}
    return {
        "first": person.first.latin if is_latin else person.first.own,
        "last": person.last.latin if is_latin else person.last.own,
        "me": staff.FIRST_NAMES[by or setting.lead][language],
        "lead": staff.FIRST_NAMES[setting.lead][language],
        "other": staff.FIRST_NAMES[setting.colleague][language],
        "boss": written[setting.colleague],
        "mate": written[setting.mate],
    }


def _day(name: str, today: date, *, ahead: int, language: str, country: str) -> str:
    """Name a day from today: `day` its weekday, `date` its date; days ahead fall on days of work."""
    day = clock.workday(today, ahead=ahead, country=country) if ahead > 0 else today + timedelta(days=ahead)
    if name == "day":
        return dates.weekday(day, language=language)
    return dates.short(day, language=language, country=country)


def _digits(text: str, *, language: str, types_latin: bool) -> str:
    """Use the digits of the writer; codes such as NV-48213 keep theirs."""
    if language != "fa":
        return text
    if types_latin:
        return text.translate(_LATIN_DIGITS)
    return re.sub(r"(?<![A-Za-z0-9-])\d[\d٬,]*", lambda found: found[0].translate(_PERSIAN_DIGITS), text)
