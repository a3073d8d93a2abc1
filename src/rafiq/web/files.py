"""Files over HTTP: agents put them; whoever holds an address gets them, but for what is the staff's own."""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rafiq.accounts.models import Agent
from rafiq.knowledge import queries as knowledge
from rafiq.platform import files

logger = logging.getLogger(__name__)


class AgentRequest(HttpRequest):
    """A request of somebody on the staff."""

    user: Agent


@require_POST
@login_required
def upload(request: AgentRequest) -> JsonResponse:
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile):
        return JsonResponse({"code": "bad_file", "message": _("Choose a file first.")}, status=400)
    try:
        stored = files.store(given, owner=request.user.actor, at=timezone.now())
    except files.FileRefused as refused:
        if isinstance(refused, files.NoSpace):
            logger.critical("The disk of the data folder is full: an upload was refused")
        return JsonResponse({"code": refused.code, "message": _words(refused.code)}, status=refused.status)
    return JsonResponse(files.describe(stored), status=201)


@require_GET
def download(request: HttpRequest, token: str, name: str) -> FileResponse:
    return _served(request, token)


@require_GET
def thumbnail(request: HttpRequest, token: str) -> FileResponse:
    return _served(request, token, is_thumbnail=True)


def _served(request: HttpRequest, token: str, *, is_thumbnail: bool = False) -> FileResponse:
    """Files of articles for the staff are the staff's: an article may have been taken from readers who know them."""
    is_hidden = knowledge.is_for_staff(token)
    if is_hidden and not isinstance(request.user, Agent):
        raise Http404
    response = files.response_for(token, is_thumbnail=is_thumbnail)
    if is_hidden:
        response["Cache-Control"] = "private, no-cache"
    return response


def _words(code: str) -> str:
    words = {
        "too_large": _("This file is larger than 10 MB."),
        "bad_file": _("This file is empty."),
        "bad_image": _("This picture is broken and cannot be shown."),
        "bad_type": _(
            "Files of this kind are not accepted. Pictures, PDF, documents, sound, video and packed files are."
        ),
        "no_space": _("The file could not be kept: our disk is full. Your text is safe."),
    }
    return words[code]
