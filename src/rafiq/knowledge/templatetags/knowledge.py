"""What the pages of the help centre need in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent, Language
from rafiq.knowledge.models import Collection
from rafiq.platform import calendars, text

register = template.Library()

EXCERPT = 180
HUES = 12


@register.filter
def own_name(code: str) -> str:
    """Give a language its own name."""
    return str(Language(code).label)


@register.filter
def language_name(code: str) -> str:
    """Name a language in the reader's own."""
    names = {Language.PERSIAN: _("Persian"), Language.ARABIC: _("Arabic"), Language.ENGLISH: _("English")}
    return names[Language(code)]


@register.filter
def direction_of(code: str) -> str:
    """Tell which way a language runs."""
    return text.language_direction(code)


@register.filter
def name_in(collection: Collection, language: str) -> str:
    """Name a collection."""
    return collection.name(language)


@register.filter
def about_in(collection: Collection, language: str) -> str:
    """Tell what a collection is about."""
    return collection.description(language)


@register.filter
def first_words(words: str) -> str:
    """Shorten an article to what a list shows of it."""
    return text.excerpt(words, length=EXCERPT)


@register.filter
def hue_of(place: int) -> int:
    """Choose the colour of the nth thing of a list."""
    return place % HUES


@register.simple_tag(takes_context=True)
def day_for(context: Context, moment: datetime) -> str:
    """Write a day in the reader's calendar: an agent's own, else the usual one of the page's language."""
    language: str = context["language"]
    user: Any = getattr(context.get("request"), "user", None)
    calendar = user.calendar if isinstance(user, Agent) else calendars.usual_calendar(language)
    zone = user.time_zone if isinstance(user, Agent) else context["site"].time_zone
    return calendars.format_date(moment, calendar=calendar, language=language, style="long", zone=zone)
