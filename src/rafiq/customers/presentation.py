"""What happened to a customer, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.customers.queries import Fact
from rafiq.platform import text

_ICONS = {
    "customers.customer.created": "user-plus",
    "customers.customer.changed": "edit",
    "customers.customer.identified": "shield",
    "customers.customer.merged": "merge",
    "customers.customer.split": "undo",
    "customers.customer.noted": "edit",
}
#: How an address is shown: icon and name of its kind.
KINDS: dict[str, tuple[str, Promise]] = {
    "EMAIL": ("mail", gettext_lazy("E-mail")),
    "PHONE": ("phone", gettext_lazy("Phone")),
    "EXTERNAL": ("customer", gettext_lazy("Number in the shop")),
    "VISITOR": ("widget", gettext_lazy("Web chat")),
    "TELEGRAM": ("send", gettext_lazy("Telegram")),
    "BALE": ("chat", gettext_lazy("Bale")),
    "INSTAGRAM": ("image", gettext_lazy("Instagram")),
    "MESSENGER": ("chat", gettext_lazy("Messenger")),
    "MASTODON": ("at", gettext_lazy("Mastodon")),
    "HANDLE": ("at", gettext_lazy("Handle")),
}
#: Kinds of channels somebody may prefer to be answered on, besides those of addresses.
PREFERABLE = {
    "": gettext_lazy("Where they wrote last"),
    "mail": gettext_lazy("E-mail"),
    "sms": gettext_lazy("SMS"),
    "webchat": gettext_lazy("Web chat"),
    "telegram": gettext_lazy("Telegram"),
    "bale": gettext_lazy("Bale"),
    "whatsapp": gettext_lazy("WhatsApp"),
    "instagram": gettext_lazy("Instagram"),
    "messenger": gettext_lazy("Messenger"),
    "mastodon": gettext_lazy("Mastodon"),
}
LANGUAGES = {"fa": gettext_lazy("Persian"), "ar": gettext_lazy("Arabic"), "en": gettext_lazy("English")}
_REASONS = {
    "phone": gettext_lazy("Same phone number"),
    "phone_end": gettext_lazy("Phone numbers with the same ending"),
    "email": gettext_lazy("Same e-mail address"),
    "email_alias": gettext_lazy("E-mail addresses of the same mailbox"),
    "handle": gettext_lazy("Same name in messengers"),
    "name": gettext_lazy("Same name"),
    "name_other_script": gettext_lazy("Same name in another script"),
    "name_spelling": gettext_lazy("Same name, spelled another way"),
    "name_slip": gettext_lazy("Name with one letter of difference"),
    "company": gettext_lazy("Same company"),
    "city": gettext_lazy("Same city"),
    "other_name": gettext_lazy("But the names differ"),
    "other_number": gettext_lazy("But the shop knows them under two numbers"),
}
_PROBLEMS = {
    "nothing": gettext_lazy("No name, e-mail or phone in this line"),
    "several": gettext_lazy("Its addresses lead to different customers"),
    "card": gettext_lazy("This card is broken"),
    "columns": gettext_lazy("This line has more cells than the list has columns"),
    "refused": gettext_lazy("The database refused this line"),
    "bad_email": gettext_lazy("This is no e-mail address"),
    "bad_phone": gettext_lazy("This is no complete phone number"),
    "bad_external_id": gettext_lazy("This is no number"),
    "bad_handle": gettext_lazy("This is no handle"),
    "bad_number": gettext_lazy("This is no number"),
    "bad_date": gettext_lazy("This is no date (year-month-day)"),
    "bad_choice": gettext_lazy("This is none of the choices"),
    "bad_yes_no": gettext_lazy("This is neither yes nor no"),
    "bad_link": gettext_lazy("This is no link (https://…)"),
}


def address_icon(kind: str) -> str:
    """Name the icon of a kind of address."""
    return KINDS[kind][0] if kind in KINDS else "at"


def address_label(kind: str) -> str | Promise:
    """Name a kind of address."""
    return KINDS[kind][1] if kind in KINDS else kind


def reason(kind: str) -> str | Promise:
    """Tell why two customers may be one."""
    return _REASONS.get(kind, kind)


def problem(code: str) -> str | Promise:
    """Tell what was wrong with a line of a list."""
    return _PROBLEMS.get(code, code)


def language_name(code: str) -> str | Promise:
    """Name a language."""
    return LANGUAGES.get(code, code)


def preferred_name(kind: str) -> str | Promise:
    """Name the way somebody prefers to be answered."""
    return PREFERABLE.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Line:
    """One fact, ready to show."""

    icon: str
    words: str
    at: datetime


def known_as(name: str, customer_id: int) -> str:
    """Return a customer's name, or what to call somebody who has not said it."""
    number = text.digits(customer_id, language=translation.get_language() or "en")
    return name or _("Visitor %(number)s") % {"number": number}


def facts(found: list[Fact]) -> list[Line]:
    """Tell facts in words, in the order given."""
    return [Line(_ICONS[fact.kind], _words(fact), fact.occurred_at) for fact in found]


def _words(fact: Fact) -> str:
    names = {"name": _("Name"), "company_name": _("Company"), "city": _("City"), "about": _("About")}
    names |= {"language": _("Language"), "preferred_kind": _("Preferred channel"), "custom": _("Further details")}
    names |= {"identities": _("Addresses")}
    match fact.kind:
        case "customers.customer.created":
            return _("Heard from for the first time")
        case "customers.customer.identified":
            return _("The shop vouched for who this is")
        case "customers.customer.merged":
            return _("Somebody we knew apart turned out to be the same person")
        case "customers.customer.split":
            return _("A merge was taken back: these are two people")
        case "customers.customer.noted":
            return _("A note was written")
        case _:
            changed = " · ".join(names.get(field, field) for field in fact.payload.get("fields", []))
            return _("Corrected: %(fields)s") % {"fields": changed}
