"""Reads of the statistics; whoever is no supervisor sees their own alone (`wanted.for_reader`)."""

from rafiq.insights.queries.figures import Counts, counts, progress, spreads
from rafiq.insights.queries.listing import MEASURES, listed
from rafiq.insights.queries.names import Names, names
from rafiq.insights.queries.waiting import waiting
from rafiq.insights.queries.wanted import Clock, Dimension, Wanted, for_reader

__all__ = [
    "MEASURES",
    "Clock",
    "Counts",
    "Dimension",
    "Names",
    "Wanted",
    "counts",
    "for_reader",
    "listed",
    "names",
    "progress",
    "spreads",
    "waiting",
]
