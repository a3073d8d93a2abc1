"""Text in Persian, Arabic and English: cleaning, matching, searching, direction, digits, names and addresses."""

from .addresses import normal_email, normal_phone
from .cleaning import clean, excerpt
from .digits import ascii_digits, digits, number, percent
from .folding import fold
from .kinship import name_key, names_meet
from .lemmas import lemmas_of
from .names import initials, sort_key
from .personal import without_personal
from .scripts import Direction, Language, direction, guess_language, language_direction
from .searching import TERMS_VERSION, query_terms, search_terms

__all__ = [
    "TERMS_VERSION",
    "Direction",
    "Language",
    "ascii_digits",
    "clean",
    "digits",
    "direction",
    "excerpt",
    "fold",
    "guess_language",
    "initials",
    "language_direction",
    "lemmas_of",
    "name_key",
    "names_meet",
    "normal_email",
    "normal_phone",
    "number",
    "percent",
    "query_terms",
    "search_terms",
    "sort_key",
    "without_personal",
]
