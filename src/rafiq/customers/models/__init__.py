"""Tables of the people the company serves."""

from rafiq.customers.models.companies import CustomField, Organisation
from rafiq.customers.models.duplicates import Clue, LikelyPair
from rafiq.customers.models.imports import Import, ImportProblem
from rafiq.customers.models.merging import Merge, MergeMove
from rafiq.customers.models.notes import Note
from rafiq.customers.models.people import Customer, Identity, by_name
from rafiq.customers.models.segments import Segment

__all__ = [
    "Clue",
    "CustomField",
    "Customer",
    "Identity",
    "Import",
    "ImportProblem",
    "LikelyPair",
    "Merge",
    "MergeMove",
    "Note",
    "Organisation",
    "Segment",
    "by_name",
]
