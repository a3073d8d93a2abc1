"""The public pages of the help centre: the first one, a collection, an article, what was found."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rafiq.knowledge import markdown, queries, services
from rafiq.knowledge.contracts import Found
from rafiq.knowledge.models import Audience, Helpful, Search
from rafiq.knowledge.queries import ArticlePage, Teaser
from rafiq.knowledge.views import structured
from rafiq.knowledge.views.base import NOT_KEPT, HelpPage
from rafiq.knowledge.visitors import visitor_of
from rafiq.platform import text

SEARCH_SALT = "rafiq.knowledge.search"
QUERY_LIMIT = 200
DESCRIPTION = 160
LONG = 3  # headings from which on an article gets a list of contents


class Home(HelpPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        shelves = queries.home(self.reader, self.language, default=self.site.default_language)
        addresses = self.in_all_languages("home")
        here = self.origin() + addresses[self.language]
        about = structured.website(
            name=self.site.company, address=here, search=self.origin() + self.address("search"), language=self.language
        )
        context = {
            "shelves": shelves,
            "title": self.site.titles.get(self.language) or _("How can we help?"),
            "canonical": here,
            "alternates": self.alternates(addresses),
            "languages": addresses,
            "structured": structured.script([about]),
        }
        return self.show("home.html", context)


class Collection(HelpPage):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        shelf = queries.collection_page(self.reader, slug, self.language, default=self.site.default_language)
        if shelf is None:
            raise Http404
        addresses = self.in_all_languages("collection", slug)
        here, name = self.origin() + addresses[self.language], shelf.collection.name(self.language)
        steps = [(_("Help centre"), self.origin() + self.address("home")), (name, here)]
        asked = [(one.title, one.answer) for one in shelf.articles if one.audience == Audience.PUBLIC and one.answer]
        things = [structured.breadcrumbs(steps), *([structured.questions(asked)] if asked else [])]
        changed = [one.updated_at for one in shelf.articles if one.updated_at]
        context = {
            "shelf": shelf,
            "name": name,
            "description": shelf.collection.description(self.language),
            "canonical": here,
            "alternates": self.alternates(addresses),
            "languages": addresses,
            "structured": structured.script(things),
        }
        return self.show("collection.html", context, changed=max(changed, default=None))


class ArticleView(HelpPage):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        page = self.find(slug)
        if page is None:
            return self._elsewhere(slug)
        if page.translation.slug != slug and not page.is_fallback:
            return self.go(self.address("article", page.translation.slug), for_ever=True)
        if signed := request.GET.get("s"):
            return self._chosen(signed, page)
        return self._shown(page)

    def find(self, slug: str) -> ArticlePage | None:
        return queries.article_page(self.reader, slug, self.language, default=self.site.default_language)

    def _shown(self, page: ArticlePage) -> HttpResponse:
        near, linked = queries.related(
            self.reader,
            page.article,
            keys=markdown.articles_in(page.version.body),
            language=self.language,
            default=self.site.default_language,
        )
        body = markdown.render(
            page.version.body, address=lambda key: self._address_of(linked.get(key)), pictures=page.pictures
        )
        return self.show(
            "article.html",
            {
                **self._described(page),
                "page": page,
                "body": body,
                "contents": body.headings if len(body.headings) >= LONG else (),
                "related": near,
                "rated": self._rated(),
                "reasons": Helpful.Reason.choices,
            },
            keep=NOT_KEPT if self._rated() else "",
            changed=page.translation.updated_at,
        )

    def _described(self, page: ArticlePage) -> dict[str, object]:
        addresses = {one.language: reverse("help:article", args=[one.language, one.slug]) for one in page.languages}
        own = self.origin() + addresses[page.translation.language]
        description = page.version.summary or text.excerpt(markdown.plain(page.version.body), length=DESCRIPTION)
        return {
            "title": page.version.title,
            "description": description,
            "collection_name": page.collection.name(self.language),
            "canonical": own,
            "alternates": self.alternates({c: path for c, path in addresses.items() if c in self.site.languages}),
            "languages": {code: path for code, path in addresses.items() if code in self.site.languages},
            "is_private": page.article.audience != Audience.PUBLIC,
            "structured": structured.script(self._things(page, own, description)),
        }

    def _things(self, page: ArticlePage, own: str, description: str) -> list[dict[str, object]]:
        shelf = self.origin() + self.address("collection", page.collection.slug)
        steps = [(_("Help centre"), self.origin() + self.address("home"))]
        steps += [(page.collection.name(self.language), shelf), (page.version.title, own)]
        row = page.translation
        about = structured.article(
            title=page.version.title, description=description, language=row.language, address=own,
            publisher=self.site.company, dates=(row.published_at, row.updated_at),
        )  # fmt: skip
        things = [about, structured.breadcrumbs(steps)]
        if page.version.title.rstrip().endswith(("?", "؟")):
            things.append(structured.questions([(page.version.title, markdown.plain(page.version.body))]))
        return things

    def _address_of(self, found: Teaser | None) -> str:
        return self.address("article", found.slug) if found else ""

    def _rated(self) -> str:
        rated = self.request.GET.get("rated", "")
        return rated if rated in {"yes", "no", "told", "slow"} else ""

    def _elsewhere(self, slug: str) -> HttpResponse:
        """Lead on from where an article was before."""
        found = queries.find_redirect(services.path_of(self.language, slug), reader=self.reader)
        if found is None:
            raise Http404
        return self.go(reverse("help:article", args=[found.language, found.slug]), for_ever=True)

    def _chosen(self, signed: str, page: ArticlePage) -> HttpResponse:
        """Keep that a search led here, and lead to the address that everybody has."""
        try:
            number = int(signing.Signer(salt=SEARCH_SALT).unsign(signed[:200]))
        except (signing.BadSignature, ValueError):
            pass
        else:
            services.note_click(number, article=page.article)
        return self.go(self.address("article", page.translation.slug))


class SearchView(HelpPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        asked = text.clean(request.GET.get("q", ""), limit=QUERY_LIMIT)
        found: list[Found] = []
        mark = meant = ""
        if asked:
            corpora, default = queries.held(), self.site.default_language
            found = queries.search(self.reader, asked, language=self.language, default=default, corpora=corpora)
            mark = self._noted(asked, len(found))
            meant = queries.did_you_mean(self.reader, asked, language=self.language, corpora=corpora)
        addresses = {
            code: f"{path}?{urlencode({'q': asked})}" for code, path in self.in_all_languages("search").items()
        }
        context = {
            "asked": asked, "found": found, "mark": mark, "meant": meant, "languages": addresses, "is_private": True,
        }  # fmt: skip
        return self.show("search.html", context, keep=NOT_KEPT)

    def _noted(self, asked: str, results: int) -> str:
        number = services.note_search(
            asked=asked, language=self.language, place=Search.Place.HELP, results=results, at=timezone.now(),
            visitor=visitor_of(self.request),
        )  # fmt: skip
        return "" if number is None else signing.Signer(salt=SEARCH_SALT).sign(str(number))
