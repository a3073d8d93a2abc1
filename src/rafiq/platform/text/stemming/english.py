"""English words without their endings, by Snowball's English stemmer (https://snowballstem.org/algorithms/english/)."""

from __future__ import annotations

import importlib
import threading
from typing import Any, Final

_of_thread: Final = threading.local()


def stem(word: str) -> str:
    """This will return a word in small letters without its endings. Any thread may call it."""
    # Its library reads all languages of the world, so only who meets English waits for it. A stemmer keeps the word
    # it is at: two threads with one of them would get each other's letters.
    stemmer: Any = getattr(_of_thread, "stemmer", None)
    if stemmer is None:
        stemmer = _of_thread.stemmer = importlib.import_module("snowballstemmer").stemmer("english")
    return str(stemmer.stemWord(word))
