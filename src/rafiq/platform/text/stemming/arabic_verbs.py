"""Verbs of customers' talk with everything derived from them that means the same, from `arabic_verbs.txt`."""

from pathlib import Path
from typing import Final

from rafiq.platform.text import wordlists

_LISTS: Final = wordlists.read(Path(__file__).with_name("arabic_verbs.txt"))

FAMILIES: Final = _LISTS["FAMILIES"]
"""The families, one a line: the lemma | root and forms | nouns the forms do not give."""

PLURALS: Final = _LISTS["PLURALS"]
"""Nouns with their broken plurals and near derivations, one group a line; the first is the lemma."""

PARTICLES: Final = _LISTS["PARTICLES"]
"""Words of grammar, one group a line, the first for all: taken apart they would look like others (كيف as of مكيف)."""
