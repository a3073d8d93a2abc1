"""Dialects' words and their standard ones: Gulf, Egyptian, Levantine, Iraqi, Maghrebi, from `arabic_lexicon.txt`."""

from pathlib import Path
from typing import Final

from rafiq.platform.text import wordlists

_LISTS: Final = wordlists.read(Path(__file__).with_name("arabic_lexicon.txt"))

PHRASES: Final = _LISTS["PHRASES"]
"""Standard = the dialects' words and phrases, as they stand in a sentence."""

NOUNS: Final = _LISTS["NOUNS"]
"""Standard = the dialects' nouns, which take articles, prepositions and owners."""

VERBS: Final = _LISTS["VERBS"]
"""Past and present stem of the standard verb = past stems | present stems of the dialects."""

DROPPED: Final = _LISTS["DROPPED"]
"""Words that say nothing to a search: owners' particles, verbs' helpers, fillings and forms of address."""
