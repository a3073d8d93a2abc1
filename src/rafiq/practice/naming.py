"""Words in several languages: each reader gets their own, or else whichever there are."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import lazy
from django.utils.translation import get_language

LANGUAGES = ("fa", "ar", "en")


def called(names: Mapping[str, str]) -> str:
    """Return the words in the page's language, else in whichever language there are some."""
    return names.get(get_language() or "en") or next((names[one] for one in LANGUAGES if names.get(one)), "")


#: The same, in the language of whoever reads it later.
called_lazily = lazy(called, str)


def worded(names: Mapping[str, str]) -> dict[str, str]:
    """Keep the languages in which something is said."""
    return {one: names[one].strip() for one in LANGUAGES if names.get(one, "").strip()}
