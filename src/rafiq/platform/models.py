"""Django looks for models here; they live in the rooms they belong to."""

from rafiq.platform.files.models import StoredFile
from rafiq.platform.log.models import Cursor, Entry, Poison

__all__ = ["Cursor", "Entry", "Poison", "StoredFile"]
