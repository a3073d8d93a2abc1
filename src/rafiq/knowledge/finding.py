"""What the help centre adds to the one search: articles that are shown, those for the staff among them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent, Language
from rafiq.knowledge import queries
from rafiq.knowledge.contracts import Found, Staff
from rafiq.knowledge.models import Collection as Shelf
from rafiq.platform import text
from rafiq.platform.search.sources import Filter, Filters, Finish, Result


class Articles:
    """What an agent may read in the help centre."""

    name = "articles"
    icon = "book"
    narrowed_by = frozenset({"language", "collection"})

    @property
    def label(self) -> str:
        """Name the kind."""
        return _("Articles")

    def filters(self, agent: Agent, names: Collection[str]) -> Sequence[Filter]:
        """List languages and collections."""
        found = []
        if "language" in names:
            languages = tuple((value, str(label)) for value, label in Language.choices)
            found.append(Filter("language", _("Language"), languages))
        if "collection" in names:
            shelves = Shelf.objects.order_by("position", "pk")
            collections = tuple((shelf.slug, shelf.name(agent.language)) for shelf in shelves)
            found.append(Filter("collection", _("Collection"), collections))
        return found

    def begin(self, agent: Agent, words: str, filters: Filters, limit: int) -> Finish:
        """Find articles in the language asked in, where it can be told, else in the agent's."""
        chosen, shelf = filters.get("language"), filters.get("collection")
        language = chosen or text.guess_language(words) or agent.language
        begun = queries.Search(
            Staff(agent.pk), words, language=language, default=agent.language, is_only=bool(chosen)
        )  # fmt: skip
        return lambda: [_result(one) for one in begun.found(collection=shelf, limit=limit)]


def _result(one: Found) -> Result:
    return Result(
        title=one.shown_title, snippet=one.shown_summary, url=reverse("articles:article", args=[one.article_id]),
        language=one.language,
    )  # fmt: skip
