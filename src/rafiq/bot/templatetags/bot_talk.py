"""What conversations show of the bot's promises, for templates of the inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent
from rafiq.platform.ui.templatetags import when

register = template.Library()


@register.inclusion_tag("bot/_promised.html")
def promised(due_at: datetime, reader: Agent, form: str = "row") -> dict[str, Any]:
    """Show when the bot said that people are back, and whether that is over."""
    words = _("The chatbot promised an answer once people are back: {moment}").format(
        moment=when.moment(due_at, reader)
    )
    is_late = due_at < timezone.now()
    return {"due_at": due_at, "reader": reader, "is_late": is_late, "is_chip": form == "head", "words": words}
