"""A mail as it was sent: its HTML in a frame of its own, and the original to keep."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from rafiq.accounts.permissions import AgentRequest, ForAgents
from rafiq.channels.mail import reading
from rafiq.channels.mail.models import Letter
from rafiq.channels.transport import journal
from rafiq.channels.transport.models import Arrival
from rafiq.inbox import queries as inbox
from rafiq.inbox.models import Message
from rafiq.platform.files.serving import file_url

# No scripts, no forms, nothing from elsewhere: the mail can look like anything and do nothing. `sandbox` holds even
# where somebody opens the address by itself.
FRAME_CSP = {
    "default-src": ["'none'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
WITH_IMAGES = {**FRAME_CSP, "img-src": ["'self'", "data:", "https:"]}


def find(request: AgentRequest, pk: int) -> Letter:
    """Return the letter of a message this agent may see.

    Raises:
        Http404: if there is none; what is hidden does not exist.
    """
    seen = Message.objects.filter(pk=pk, conversation__in=inbox.visible_to(request.user))
    letter = Letter.objects.filter(message_id__in=seen.values("pk")).first()
    if letter is None:
        raise Http404
    return letter


@method_decorator(xframe_options_sameorigin, name="dispatch")
class Frame(ForAgents):
    """The HTML of one mail. Pictures from elsewhere only where they are asked for, and for this mail alone."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        letter = find(request, pk)
        if not letter.html:
            raise Http404
        with_images = request.GET.get("images") == "1"
        shown = reading.show(
            letter.html,
            address_of=lambda number: _address_of(letter, number),
            is_remote_allowed=with_images,
        )
        context = {"html": shown, "has_more": not with_images and "data-remote-src" in letter.html}
        response = render(request, "mail/frame.html", context)
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-store"
        return csp_override(WITH_IMAGES if with_images else FRAME_CSP)(lambda _request: response)(request)


class Original(ForAgents):
    """The mail as it came, for whoever looks into a complaint; while the journal keeps it."""

    def get(self, request: AgentRequest, pk: int) -> HttpResponse:
        letter = find(request, pk)
        arrival = Arrival.objects.filter(channel=letter.channel_id, key=letter.arrival_key).first()
        if arrival is None or letter.is_ours:
            raise Http404
        try:
            body = journal.raw(arrival).body
        except journal.BodyGone as error:
            raise Http404 from error
        response = HttpResponse(body, content_type="message/rfc822")
        response["Content-Disposition"] = f'attachment; filename="mail-{pk}.eml"'
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response


def _address_of(letter: Letter, number: int) -> str:
    token = letter.pictures.get(str(number), "")
    return file_url(token, "picture") if token else ""
