"""Files people send: sniffed, bounded, re-encoded where they are images, kept on the storage, served safely."""

from rafiq.platform.files.serving import describe, response_for
from rafiq.platform.files.sniffing import UnsupportedType
from rafiq.platform.files.storing import MAX_BYTES, BrokenImage, EmptyFile, NoSpace, TooLarge, owned, store

__all__ = [
    "MAX_BYTES",
    "BrokenImage",
    "EmptyFile",
    "NoSpace",
    "TooLarge",
    "UnsupportedType",
    "describe",
    "owned",
    "response_for",
    "store",
]
