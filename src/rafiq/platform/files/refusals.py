"""Why a file is not taken in. `code` is one of docs/webchat-protocol.md's, `status` the HTTP status it goes with."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_noop as _


class FileRefused(Exception):
    """Nothing was kept of the file. `reason` says why, to be translated for whoever reads it."""

    code: ClassVar[str] = "bad_file"
    status: ClassVar[int] = 400
    reason: ClassVar[str] = _("A file could not be kept.")


class EmptyFile(FileRefused):
    """No bytes at all."""

    reason = _("A file was empty.")


class TooLarge(FileRefused):
    """More bytes than are taken."""

    code = "too_large"
    status = 413
    reason = _("A file was too large to be kept.")


class UnsupportedType(FileRefused):
    """The content is of no kind that is taken in; programs, web pages and SVG are not."""

    code = "bad_type"
    status = 415
    reason = _("A file was a program and was not kept.")


class BrokenImage(FileRefused):
    """It says to be a picture and cannot be shown."""

    code = "bad_image"
    status = 415


class NoSpace(FileRefused):
    """The disk is full."""

    code = "no_space"
    status = 507
    reason = _("A file was not kept: the disk is full.")


class FileGone(LookupError):
    """There is no such file (any more)."""
