"""'Was this helpful?', without a script: a form, and the page again with thanks."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from rafiq.knowledge import queries, services
from rafiq.knowledge.views.base import NOT_KEPT, HelpPage
from rafiq.knowledge.visitors import network_of, remember


@method_decorator(csrf_exempt, name="dispatch")
class Rating(HelpPage):
    """A reader's answer. Pages that caches may keep hold no token: where a form comes from is told by the browser."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if _is_from_elsewhere(request):
            refusal: HttpResponse = import_string(settings.CSRF_FAILURE_VIEW)(request, reason="origin")
            return refusal
        page = queries.article_page(self.reader, slug, self.language, default=self.site.default_language)
        answer = request.POST.get("answer", "")
        if page is None or answer not in {"yes", "no"}:
            raise Http404
        reason, words = request.POST.get("reason", ""), request.POST.get("words", "")
        next_step = "told" if answer == "no" and (reason or words) else answer
        response = HttpResponseRedirect(f"{self.address('article', slug)}?rated={next_step}#helpful", status=303)
        try:
            services.rate(
                article=page.article, language=page.translation.language, visitor=remember(request, response),
                network=network_of(request), is_helpful=answer == "yes", reason=reason, words=words, at=timezone.now(),
            )  # fmt: skip
        except services.SlowDown:
            return self.show("slow_down.html", {"back": self.address("article", slug)}, status=429, keep=NOT_KEPT)
        response.headers["Cache-Control"] = NOT_KEPT
        return response


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Test whether another website sent the form. All browsers say where a form comes from (Fetch Metadata, Origin)."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and origin != f"{request.scheme}://{request.get_host()}"
