"""What somebody who waits may choose instead of waiting by the window: the words on the buttons are the choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from rafiq.inbox.models import Message
from rafiq.platform import text
from rafiq.routing.models import Entry

LANGUAGES: Final = ("fa", "ar", "en")
LONGEST: Final = 80
"""Letters; whoever says more than this says something else."""


def call_words() -> str:
    """Return what the button of a call-back says."""
    return _("Please call me back")


def write_words() -> str:
    """Return what the button of an answer in writing says."""
    return _("Please answer in writing")


def choice_of(words: str, *, language: str) -> bool | None:
    """Tell what was chosen: True for a call, False for writing, None for words that are no choice."""
    with translation.override(language):
        chosen: Mapping[str, bool] = {text.fold(call_words()): True, text.fold(write_words()): False}
    return chosen.get(text.fold(words))


def is_choice(message: Message) -> bool:
    """Test whether a message presses a button that was offered to somebody who waits: it is no question to anybody."""
    if len(message.text) > LONGEST or all(choice_of(message.text, language=one) is None for one in LANGUAGES):
        return False
    return Entry.objects.filter(conversation=message.conversation_id, ended_at=None, told_at__isnull=False).exists()
