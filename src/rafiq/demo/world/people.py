"""Who the customers are: drawn from the names, each with a way or two to reach them."""

from dataclasses import dataclass
from random import Random
from typing import Final

from rafiq.demo.world import catalogue, names
from rafiq.demo.world.catalogue import City

# Numbers in ranges kept for stories (Britain, Canada) or on exchange 000, so that nobody real is called.
_PHONES: Final = {
    "ir": ("+98910000", 4), "lb": ("+96170000", 3), "ae": ("+97150000", 4), "iq": ("+964770000", 4),
    "sa": ("+96650000", 4), "gb": ("+447700900", 3),
}  # fmt: skip
_AREAS: Final = ("416", "647", "604", "514")
_HOSTS: Final = ("post.example", "mail.example", "inbox.example", "letters.example")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One customer before the world knows when they first came; names are in the language's script and in Latin."""

    key: str
    number: int
    language: str
    city: City
    is_woman: bool
    first: names.Name
    last: names.Name
    shown: str
    email: str | None
    phone: str | None
    company: str | None
    types_latin_digits: bool


def draw(*, number: int, language: str, country: str, rng: Random) -> Person:
    """Draw the customer of this number; the same number never shares an address with another."""
    pool = names.BY_PLACE[language, country]
    is_woman = rng.random() < 0.5
    first, last = rng.choice(pool.women if is_woman else pool.men), rng.choice(pool.families)
    company = rng.choice(names.COMPANIES[language]) if rng.random() < 0.05 else None
    reach = rng.random()
    return Person(
        key=f"customer-{number:04}",
        number=number,
        language=language,
        city=_city(country, rng=rng),
        is_woman=is_woman,
        first=first,
        last=last,
        shown=_shown(first, last, rng=rng),
        email=_email(first, last, number=number, rng=rng) if reach < 0.6 or company else None,
        phone=_phone(country, number=number) if 0.4 < reach < 0.94 else None,
        company=company,
        types_latin_digits=rng.random() < (0.35 if language == "fa" else 0.75),
    )


def _city(country: str, *, rng: Random) -> City:
    cities = [city for city in catalogue.CITIES if city.country == country]
    return rng.choices(cities, [city.weight for city in cities])[0]


def _shown(first: names.Name, last: names.Name, *, rng: Random) -> str:
    """Write a name as its bearer types it into a form: mostly in full, at times hurried or in Latin letters."""
    full, latin = f"{first.own} {last.own}", f"{first.latin} {last.latin}"
    return rng.choices((full, latin, first.own, latin.lower()), (78, 12, 7, 3))[0]


def _email(first: names.Name, last: names.Name, *, number: int, rng: Random) -> str:
    given, family = (_plain(name.latin) for name in (first, last))
    local = rng.choice((f"{given}.{family}", f"{given}{family[:1]}", f"{given[:1]}{family}", f"{family}.{given}"))
    return f"{local}{number}@{rng.choice(_HOSTS)}"


def _plain(latin: str) -> str:
    return "".join(letter for letter in latin.lower() if letter.isascii() and letter.isalpha())


def _phone(country: str, *, number: int) -> str | None:
    """Give the number's phone, or none where the country's small range is used up."""
    if country == "ca":
        area, line = divmod(number, 100)
        return f"+1{_AREAS[area]}55501{line:02}" if area < len(_AREAS) else None
    prefix, digits = _PHONES[country]
    return f"{prefix}{number:0{digits}}" if number < 10**digits else None
