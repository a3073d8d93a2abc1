"""How likely two rows are one person, and why. Pure: no database, no clock.

Each reason has a weight between 0 and 1: how sure it alone would make us. Reasons add up by noisy-or,
1 - (1 - a)(1 - b)…, as if each had its own chance to be right; two doubts then take a share of the score away.
The weights were set by hand and are measured by tests/customers/test_likeness.py on a labelled set of generated people;
docs/guide/customers.md quotes the figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rafiq.platform import text

THRESHOLD = 0.6
"""From here on a pair is shown to people."""

PHONE, PHONE_CLAIMED, PHONE_END = 0.85, 0.7, 0.4
EMAIL, EMAIL_CLAIMED, EMAIL_ALIAS = 0.85, 0.7, 0.8
HANDLE = 0.5
NAME, FIRST_NAME = 0.5, 0.15
COMPANY, CITY = 0.4, 0.15
OTHER_NAME, OTHER_NUMBER = 0.8, 0.4
_END = 9


@dataclass(frozen=True, slots=True)
class Address:
    """One identity as far as likeness goes."""

    kind: str
    value: str
    label: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Person:
    """A customer as far as likeness goes."""

    id: int
    name: str
    company: str
    city: str
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two may be one; `weight` below 0 is a doubt. `value` is what they share, where it can be shown."""

    kind: str
    weight: float
    value: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"kind": self.kind, "weight": round(self.weight, 3), "value": self.value}


@dataclass(frozen=True, slots=True)
class Likeness:
    """The verdict on two people."""

    score: float
    reasons: list[Reason] = field(default_factory=list)


def compare(one: Person, other: Person) -> Likeness:
    """Return how likely two rows are one person, the heaviest reason first."""
    reasons = [*_by_address(one, other), *_by_name(one, other)]
    doubts = _doubts(one, other) if reasons else []
    miss = 1.0
    for reason in reasons:
        miss *= 1 - reason.weight
    score = 1 - miss
    for doubt in doubts:
        score *= 1 + doubt.weight
    return Likeness(round(score, 3), sorted(reasons, key=lambda reason: -reason.weight) + doubts)


def clues(person: Person) -> set[tuple[str, str]]:
    """Return (kind, key) of all that this person could be found by as somebody's double."""
    found = {("PHONE", phone) for phone in _phones(person)}
    found |= {("PHONE_END", phone[-_END:]) for phone in _phones(person)}
    found |= {("EMAIL", address) for address in _emails(person)}
    found |= {("HANDLE", handle) for handle in _handles(person)}
    key, company = text.name_key(person.name), text.fold(person.company)
    if " " in key:
        found.add(("NAME", key))
        if company:
            found |= {("NAME_AT", f"{company[:90]} · {key}"), ("COMPANY", company[:290])}
    return {(kind, value[:300]) for kind, value in found}


def canonical_email(email: str) -> str:
    """Return the mailbox behind an address: without what follows a +, for Google also without dots.

    https://support.google.com/mail/answer/7436150 (dots), https://www.rfc-editor.org/rfc/rfc5233 (subaddresses).
    """
    local, _, domain = email.partition("@")
    local = local.partition("+")[0] or local
    if domain in {"gmail.com", "googlemail.com"}:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def _by_address(one: Person, other: Person) -> list[Reason]:
    reasons = []
    phones, mine = _phones(one), _phones(other)
    if same := sorted(phones.keys() & mine.keys()):
        sure = any(phones[phone] or mine[phone] for phone in same)
        reasons.append(Reason("phone", PHONE if sure else PHONE_CLAIMED, same[0]))
    elif ends := sorted({phone[-_END:] for phone in phones} & {phone[-_END:] for phone in mine}):
        reasons.append(Reason("phone_end", PHONE_END, ends[0]))
    emails, theirs = _emails(one), _emails(other)
    if shared := sorted(emails.keys() & theirs.keys()):
        reasons.append(_email_reason(emails[shared[0]], theirs[shared[0]]))
    if handles := sorted(_handles(one) & _handles(other)):
        reasons.append(Reason("handle", HANDLE, f"@{handles[0]}"))
    return reasons


def _email_reason(mine: list[Address], theirs: list[Address]) -> Reason:
    same = {one.value for one in mine} & {one.value for one in theirs}
    if not same:
        return Reason("email_alias", EMAIL_ALIAS, theirs[0].value)
    sure = any(one.is_verified for one in (*mine, *theirs) if one.value in same)
    return Reason("email", EMAIL if sure else EMAIL_CLAIMED, min(same))


def _by_name(one: Person, other: Person) -> list[Reason]:
    closeness = text.names_meet(one.name, other.name)
    if not closeness:
        return []
    is_full = " " in text.name_key(one.name)
    reasons = [Reason(_name_kind(closeness), (NAME if is_full else FIRST_NAME) * closeness, other.name)]
    if one.company and text.fold(one.company) == text.fold(other.company):
        reasons.append(Reason("company", COMPANY, other.company))
    if one.city and text.fold(one.city) == text.fold(other.city):
        reasons.append(Reason("city", CITY, other.city))
    return reasons


def _name_kind(closeness: float) -> str:
    kinds = {1.0: "name", 0.95: "name_other_script", 0.85: "name_spelling"}
    return kinds.get(closeness, "name_slip")


def _doubts(one: Person, other: Person) -> list[Reason]:
    doubts = []
    mine, theirs = text.name_key(one.name), text.name_key(other.name)
    if " " in mine and " " in theirs and not text.names_meet(one.name, other.name):
        doubts.append(Reason("other_name", OTHER_NAME - 1))
    numbers, others = _numbers(one), _numbers(other)
    if numbers and others and not numbers & others:
        doubts.append(Reason("other_number", OTHER_NUMBER - 1))
    return doubts


def _phones(person: Person) -> dict[str, bool]:
    """Phones in E.164 with whether they are verified: also those kept as a number of the shop, or as a name."""
    found: dict[str, bool] = {}
    for one in person.addresses:
        if one.kind == "PHONE":
            found[one.value] = found.get(one.value, False) or one.is_verified
        elif one.kind in {"EXTERNAL", "HANDLE"} and (phone := text.normal_phone(one.value[:60])):
            found.setdefault(phone, False)
    if phone := text.normal_phone(person.name[:60]):
        found.setdefault(phone, False)
    return found


def _emails(person: Person) -> dict[str, list[Address]]:
    found: dict[str, list[Address]] = {}
    for one in person.addresses:
        if one.kind == "EMAIL":
            found.setdefault(canonical_email(one.value), []).append(one)
    return found


def _handles(person: Person) -> set[str]:
    """Names in messengers without @ and host, where they are long enough to be somebody's own."""
    named = [one.label or (one.value if one.kind in {"HANDLE", "MASTODON"} else "") for one in person.addresses]
    plain = {text.fold(name).strip("@ ").partition("@")[0] for name in named}
    return {name for name in plain if len(name) > 3 and not name.isdigit() and " " not in name}


def _numbers(person: Person) -> set[str]:
    return {one.value for one in person.addresses if one.kind == "EXTERNAL" and one.is_verified}
