"""Why a file is not taken in. `code` is one of docs/webchat-protocol.md's, `status` the HTTP status it goes with."""

from __future__ import annotations

from typing import ClassVar


class FileRefused(Exception):
    """Nothing was kept of the file."""

    code: ClassVar[str] = "bad_file"
    status: ClassVar[int] = 400


class EmptyFile(FileRefused):
    """No bytes at all."""


class TooLarge(FileRefused):
    """More bytes than are taken."""

    code = "too_large"
    status = 413


class UnsupportedType(FileRefused):
    """The content is of no kind that is taken in; programs, web pages and SVG are not."""

    code = "bad_type"
    status = 415


class BrokenImage(FileRefused):
    """It says to be a picture and cannot be shown."""

    code = "bad_image"
    status = 415


class NoSpace(FileRefused):
    """The disk is full."""

    code = "no_space"
    status = 507
