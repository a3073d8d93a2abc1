"""What surrounds the demo's customers: companies, fields of Narvan's own, segments, and people who came twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from rafiq.accounts.models import Agent
from rafiq.customers import services as customers
from rafiq.customers.models import Customer, CustomField, Identity, Organisation
from rafiq.customers.segmenting import Condition
from rafiq.platform import text

type _Side = tuple[str, str, str, dict[str, str], dict[str, str]]

# Each came twice, under two writings: name, company, city, verified and claimed addresses of the first and the second.
_TWICE: tuple[tuple[_Side, _Side], ...] = (
    (("محمد رضایی", "آفتاب شرق", "Tehran", {"phone": "+989100009001"}, {}),
     ("Mohammad Rezaei", "آفتاب شرق", "Tehran", {"email": "m.rezaei@aftab-shargh.example"}, {})),
    (("خالد الحربي", "مجموعة النخيل", "Dubai", {"email": "khaled@nakheel.example"}, {}),
     ("Khaled Al-Harbi", "مجموعة النخيل", "Dubai", {"phone": "+971500009002"}, {})),
    (("سمیرا کریمی", "", "Shiraz", {"phone": "+989100009003"}, {}),
     ("Samira Karimi", "", "", {"email": "samira.karimi@letters.example"}, {"phone": "+989100009003"})),
    (("نیلوفر یزدانی", "", "Tehran", {"email": "niloufar.yazdani@post.example"}, {}),
     ("نیلوفر یزدانی", "", "", {"email": "niloufar.yazdani+narvan@post.example"}, {})),
    (("Daniel Whitmore", "Golden Appliances", "Toronto", {"email": "daniel@golden.example"}, {}),
     ("Daniel Whitmroe", "Golden Appliances", "Toronto", {"phone": "+14165550109"}, {})),
)  # fmt: skip
_DOMAINS = {
    "آفتاب شرق": "aftab-shargh.example",
    "مجموعة النخيل": "nakheel.example",
    "Golden Appliances": "golden.example",
}


def join_companies(people: list[Customer], *, at: datetime) -> None:
    """Make the companies that customers name, before these are stored."""
    names = {text.fold(one.company_name): one.company_name for one in people if one.company_name}
    made = Organisation.objects.bulk_create(
        Organisation(key=key, name=name, created_at=at) for key, name in sorted(names.items())
    )
    by_key = {one.key: one for one in made}
    for one in people:
        if one.company_name:
            one.organisation = by_key[text.fold(one.company_name)]
            one.company_name = one.organisation.name


def write_around(by: Agent, *, at: datetime) -> None:
    """Invent fields, note something in them, save filters, and let five people come twice."""
    level, until, letter = _fields()
    some = list(Customer.objects.order_by("pk")[:60])
    for place, one in enumerate(some):
        one.custom = {level.key: level.choices[place % 3], letter.key: place % 4 != 0}
        if place % 2:
            one.custom[until.key] = (at + timedelta(days=20 * place - 400)).date().isoformat()
    Customer.objects.bulk_update(some, ["custom"])
    _segments(by, level, at=at)
    twice = [_came(*side, at=at - timedelta(days=3 - place)) for pair in _TWICE for place, side in enumerate(pair)]
    for name, domain in _DOMAINS.items():
        Organisation.objects.filter(key=text.fold(name)).update(domain=domain)
    customers.look_at([one.pk for one in twice], at=at)


def _fields() -> tuple[CustomField, CustomField, CustomField]:
    choices = ["برنزی", "نقره‌ای", "طلایی"]
    return (
        customers.save_field(None, subject="CUSTOMER", label="سطح اشتراک", kind="CHOICE", choices=choices),
        customers.save_field(None, subject="CUSTOMER", label="پایان گارانتی", kind="DATE", choices=[]),
        customers.save_field(None, subject="CUSTOMER", label="عضو خبرنامه", kind="YES_NO", choices=[]),
    )


def _segments(by: Agent, level: CustomField, *, at: datetime) -> None:
    wanted = {
        "طلایی‌های تهران": [Condition(level.key, "is", "طلایی"), Condition("city", "is", "Tehran")],
        "یک ماه بی‌خبر": [Condition("last_heard", "before", "30")],
        "پرگفتگوها": [Condition("conversations", "more", "2")],
    }
    for name, conditions in wanted.items():
        customers.save_segment(None, name=name, is_shared=True, is_any=False, conditions=conditions, by=by, at=at)


def _came(
    name: str, company: str, city: str, known: dict[str, str], claimed: dict[str, str], *, at: datetime
) -> Customer:
    language = text.guess_language(name) or ("fa" if "ی" in name else "en")
    one = customers.create(facts=customers.Facts(name=name, **known), language=language, at=at)
    for kind, value in customers.Facts(**claimed).identities():
        Identity.objects.create(customer=one, kind=kind, value=value, added_at=at)
    customers.change(one, name=name, company_name=company, city=city, about="", actor="system", at=at)
    customers.refresh_search_key(one)
    return one
