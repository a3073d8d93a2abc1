"""What people say and what it is called in writing: «said = written»; `persian_phrases.txt` tells the format."""

from pathlib import Path
from typing import Final

from rafiq.platform.text import wordlists

_LISTS: Final = wordlists.read(Path(__file__).with_name("persian_phrases.txt"))

WORDS: Final = _LISTS["WORDS"]
PHRASES: Final = _LISTS["PHRASES"]
