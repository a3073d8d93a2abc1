"""What the staff's pages about articles share: finding what an address names, drawing a body, saying what was done."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Agent, Language
from rafiq.knowledge import markdown, services
from rafiq.knowledge.markdown import Picture, Rendered
from rafiq.knowledge.models import Article, Attachment, Collection, State, Translation
from rafiq.knowledge.queries import Site
from rafiq.platform.files.models import StoredFile
from rafiq.platform.ui.forms import Form

LONGEST_NUMBER = 18
TONES = {State.IN_REVIEW: "chip--risk", State.SCHEDULED: "chip--accent", State.PUBLISHED: "chip--done"}
REFUSALS: dict[type[Exception], Promise] = {
    services.EmptyTitle: _("An article needs a title."),
    services.TooLong: _("This is longer than an article may be. Make two articles of it."),
    services.BadSlug: _("Nothing is left of this that could be an address. Use letters and digits."),
    services.SlugTaken: _("Another one has this address already."),
    services.LanguageTaken: _("It was written in this language meanwhile."),
    services.NotLive: _("Nobody reads it, so it cannot be taken away."),
    services.InThePast: _("This moment has passed. Choose one that lies ahead."),
    services.NoReason: _("Say what should be different, so that the author knows."),
    services.NotAReviewer: _("This person cannot review it. Choose another one."),
    services.NoSuchVersion: _("There is no such version."),
    services.NotEmpty: _("There are articles in this collection. Move them first."),
}


def article_of(pk: int) -> Article:
    """Return an article.

    Raises:
        Http404: if there is none.
    """
    found = Article.objects.select_related("collection").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def translation_of(pk: int, language: str) -> Translation:
    """Return an article in a language.

    Raises:
        Http404: if it was never written in this language.
    """
    found = written_in(article_of(pk), language)
    if found is None:
        raise Http404
    return found


def written_in(article: Article, language: str) -> Translation | None:
    """Return an article in a language; None where it is not written yet.

    Raises:
        Http404: for what is no language.
    """
    if language not in Language.values:
        raise Http404
    rows = article.translations.select_related("source__translation", "live").filter(language=language)
    found = rows.first()
    if found is not None:
        found.article = article
    return found


def collections() -> list[Collection]:
    """List the collections in their order."""
    return list(Collection.objects.order_by("position", "pk"))


def languages_for(site: Site, article: Article | None = None) -> list[str]:
    """List the languages to work in: those offered, and those an article is written in besides."""
    written = article.translations.values_list("language", flat=True) if article else ()
    return list(dict.fromkeys([*site.languages, *sorted(written)]))


def drawn(body: str, *, reader: Agent) -> Rendered:
    """Write a body as readers will see it; links lead to the staff's pages. At most two statements."""
    tokens, keys = markdown.files_in(body), markdown.articles_in(body)
    addresses = _addresses(keys)
    return markdown.render(body, address=lambda key: addresses.get(key, ""), pictures=_pictures(tokens, reader))


def drawn_pictures(body: str, reader: Agent) -> dict[str, Picture]:
    """Find the pictures that a body may show."""
    return _pictures(markdown.files_in(body), reader)


def told(form: Form) -> str:
    """Say what is wrong with a form that is shown nowhere; the same words once."""
    return " ".join(dict.fromkeys(str(one) for told in form.errors.values() for one in told))


def _addresses(keys: frozenset[str]) -> dict[str, str]:
    """Find where linked articles are; by their key or an address they have in any language."""
    if not keys:
        return {}
    rows = Translation.objects.filter(Q(article__key__in=keys) | Q(slug__in=keys))
    named = rows.values_list("article_id", "article__key", "slug").order_by("pk")
    return {name: reverse("articles:article", args=[pk]) for pk, *names in named for name in names if name in keys}


def _pictures(tokens: frozenset[str], reader: Agent) -> dict[str, Picture]:
    """Find the pictures that will be shown: those of articles, and those this author has just put there."""
    if not tokens:
        return {}
    own = Q(owner=reader.actor) | Q(pk__in=Attachment.objects.values("file"))
    rows = StoredFile.objects.filter(own, token__in=tokens)
    return {one.token: Picture(one.name, one.width, one.height) for one in rows}
