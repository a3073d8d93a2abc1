"""Files people send: sniffed, bounded, re-encoded where they are images, kept on the storage, served safely."""

from rafiq.platform.files.refusals import FileRefused, NoSpace
from rafiq.platform.files.serving import describe, response_for
from rafiq.platform.files.storing import MAX_BYTES, owned, store

__all__ = ["MAX_BYTES", "FileRefused", "NoSpace", "describe", "owned", "response_for", "store"]
