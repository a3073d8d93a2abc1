"""Which column of a list fills which field: guessed from its header, in the three languages of the product."""

from __future__ import annotations

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rafiq.customers.models import CustomField
from rafiq.platform import text

FIELDS: Final[dict[str, Promise]] = {
    "name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Family name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "external_id": _("Number in the shop"),
    "handle": _("Handle"),
    "company": _("Company"),
    "city": _("City"),
    "language": _("Language"),
    "about": _("About"),
}
_CALLED: Final = {
    "name": (
        "name|full name|customer|customer name|display name|contact|نام|نام مشتری|نام کامل|"
        "نام و نام خانوادگی|مشتری|الاسم|الاسم الكامل|اسم العميل|العميل|اسم"
    ),
    "first_name": ("first name|given name|forename|first|نام کوچک|الاسم الأول|الاسم الاول"),
    "last_name": ("last name|family name|surname|last|family|نام خانوادگی|فامیلی|اسم العائلة|الكنية|اللقب|العائلة"),
    "email": (
        "email|e mail|mail|email address|e mail address|email 1 value|e mail 1 value|ایمیل|رایانامه|"
        "پست الکترونیک|نشانی ایمیل|البريد|البريد الإلكتروني|الإيميل|ايميل|بريد"
    ),
    "phone": (
        "phone|phone number|mobile|mobile phone|cell|tel|telephone|whatsapp|phone 1 value|"
        "primary phone|تلفن|موبایل|همراه|تلفن همراه|شماره تماس|شماره موبایل|شماره تلفن|شماره همراه|"
        "الهاتف|رقم الهاتف|الجوال|رقم الجوال|المحمول|الموبايل|هاتف|جوال"
    ),
    "external_id": (
        "id|customer id|external id|customer number|client id|number|code|کد مشتری|شماره مشتری|"
        "شناسه|شناسه مشتری|کد|رقم العميل|معرف العميل|رمز العميل|المعرف"
    ),
    "handle": (
        "handle|username|user name|telegram|instagram|نام کاربری|تلگرام|اینستاگرام|اسم المستخدم|تيليجرام|انستغرام"
    ),
    "company": (
        "company|organization|organisation|company name|employer|organization name|"
        "organization 1 name|شرکت|سازمان|نام شرکت|محل کار|الشركة|شركة|اسم الشركة|المؤسسة"
    ),
    "city": ("city|town|locality|شهر|المدينة|مدينة"),
    "language": ("language|lang|locale|زبان|اللغة|لغة"),
    "about": ("notes|note|about|comment|comments|description|remarks|توضیحات|یادداشت|ملاحظات|درباره|توضیح|ملاحظة|وصف"),
}
_SIGNS: Final = re.compile(r"[\W_]+")


def _plain(header: str) -> str:
    return _SIGNS.sub(" ", text.fold(header)).strip()


_BY_HEADER: Final = {_plain(word): name for name, words in _CALLED.items() for word in words.split("|")}
_LANGUAGES: Final = {
    _plain(word): code
    for code, words in {
        "fa": "fa|per|fas|persian|farsi|فارسی|الفارسية",
        "ar": "ar|ara|arabic|عربی|العربية",
        "en": "en|eng|english|انگلیسی|الإنجليزية",
    }.items()
    for word in words.split("|")
}


def guess(columns: list[str], fields: list[CustomField]) -> list[str]:
    """Name for each header the field it most likely fills, an empty text for none; a custom field by its own label."""
    own = {_plain(one.label): one.key for one in fields}
    return [own.get(_plain(header)) or _BY_HEADER.get(_plain(header), "") for header in columns]


def language_of(words: str) -> str:
    """Return the code of a language however it is called ("fa-IR", "فارسی"), or an empty text."""
    plain = _plain(words)
    return _LANGUAGES.get(plain) or _LANGUAGES.get(plain.partition(" ")[0], "")
