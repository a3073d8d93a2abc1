"""What the customers' room adds to the one search: people, by name, company and address."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rafiq.accounts.models import Agent, Language
from rafiq.customers import presentation, queries
from rafiq.platform.search.sources import Filter, Filters, Finish, Result

MOST_ADDRESSES = 3


class Customers:
    """The customers everybody on the staff may see."""

    name = "customers"
    icon = "users"
    narrowed_by = frozenset({"language"})

    @property
    def label(self) -> str:
        """Name the kind."""
        return _("Customers")

    def filters(self, agent: Agent, names: Collection[str]) -> Sequence[Filter]:
        """List the languages."""
        if "language" not in names:
            return []
        return [Filter("language", _("Language"), tuple((value, str(label)) for value, label in Language.choices))]

    def begin(self, agent: Agent, words: str, filters: Filters, limit: int) -> Finish:
        """Find people who have all the words, the newest first."""
        language = filters.get("language")
        return lambda: [_result(row) for row in queries.search(words, limit=limit, language=language)]


def _result(row: queries.CustomerRow) -> Result:
    return Result(
        title=format_html("<bdi>{}</bdi>", presentation.known_as(row.shown_name, row.id)),
        url=reverse("customers:customer", args=[row.id]),
        snippet=_addresses(row),
        meta=tuple(filter(None, (row.company_name, row.city))),
    )


def _addresses(row: queries.CustomerRow) -> SafeString:
    return format_html_join(" ", '<bdi class="ltr">{}</bdi>', [(one.value,) for one in row.identities[:MOST_ADDRESSES]])
