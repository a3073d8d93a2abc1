"""Reports about mails that did not arrive: the standard ones, and those of servers that write as they please."""

from .reading import read

__all__ = ["read"]
