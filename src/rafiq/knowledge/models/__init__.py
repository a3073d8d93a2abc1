"""Tables of the help centre."""

from rafiq.knowledge.models.article import Article, Attachment, Audience, Collection, new_key
from rafiq.knowledge.models.centre import HelpCentre
from rafiq.knowledge.models.gaps import SettledGap
from rafiq.knowledge.models.imports import Import, ImportProblem
from rafiq.knowledge.models.listening import AskedWay, Helpful, Search
from rafiq.knowledge.models.reviews import Review
from rafiq.knowledge.models.translation import Freshness, Redirect, State, Translation, Version

__all__ = [
    "Article",
    "AskedWay",
    "Attachment",
    "Audience",
    "Collection",
    "Freshness",
    "HelpCentre",
    "Helpful",
    "Import",
    "ImportProblem",
    "Redirect",
    "Review",
    "Search",
    "SettledGap",
    "State",
    "Translation",
    "Version",
    "new_key",
]
