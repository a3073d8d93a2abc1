"""Giving a file out: never run, never sniffed, never framed."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.urls import reverse

from rafiq.platform.files.models import StoredFile

IMMUTABLE = "private, max-age=31536000, immutable"


def describe(file: StoredFile) -> dict[str, Any]:
    """Describe a file as docs/webchat-protocol.md has it; agents' pages use the same shape."""
    return {
        "id": file.token,
        "name": file.name,
        "type": file.content_type,
        "size": file.size,
        "url": file_url(file.token, file.name),
        "thumbnail": thumbnail_url(file.token) if file.thumbnail_path else None,
        "width": file.width,
        "height": file.height,
    }


def file_url(token: str, name: str) -> str:
    """Return the address of a file's bytes."""
    return reverse("files:file", args=[token, name])


def thumbnail_url(token: str) -> str:
    """Return the address of a picture's thumbnail."""
    return reverse("files:thumbnail", args=[token])


def response_for(token: str, *, is_thumbnail: bool = False) -> FileResponse:
    """Answer with a file; pictures may be shown on any page, everything else is offered for saving.

    Raises:
        Http404: if there is no such file (any more).
    """
    file = StoredFile.objects.filter(token=token).first()
    path = (file.thumbnail_path if is_thumbnail else file.path) if file else ""
    if file is None or not path or not default_storage.exists(path):
        raise Http404
    is_picture = file.content_type.startswith("image/")
    response = FileResponse(
        default_storage.open(path),
        as_attachment=not is_picture,
        filename=file.name,
        content_type="image/webp" if is_thumbnail else file.content_type,
    )
    response["Cache-Control"] = IMMUTABLE
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response
