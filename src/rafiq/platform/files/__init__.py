"""Files people send: sniffed, bounded, re-encoded where they are images, kept on the storage, served safely."""

from rafiq.platform.files.refusals import FileGone, FileRefused, NoSpace
from rafiq.platform.files.serving import describe, response_for
from rafiq.platform.files.storing import MAX_BYTES, MOST_BROUGHT, owned, read, store, store_bytes

__all__ = [
    "MAX_BYTES", "MOST_BROUGHT", "FileGone", "FileRefused", "NoSpace", "describe", "owned", "read", "response_for",
    "store", "store_bytes",
]  # fmt: skip
