"""Reads of the help centre; all that readers see starts from `visible_to(reader)`."""

from rafiq.knowledge.queries.comparing import compare
from rafiq.knowledge.queries.exporting import archive, lines, markdown_of
from rafiq.knowledge.queries.indexing import all_indexable_ids, indexable
from rafiq.knowledge.queries.lists import (
    Shelf,
    Teaser,
    collection_page,
    count_for_site_map,
    home,
    related,
    shelves_for_site_map,
    site_map,
)
from rafiq.knowledge.queries.one import (
    ArticlePage,
    ForCustomersOnly,
    Shown,
    article_page,
    find_redirect,
    is_for_staff,
)
from rafiq.knowledge.queries.reviewing import (
    answers_to,
    asked_by,
    count_reviews_for,
    open_review,
    reviewers_for,
    reviews_of,
    waiting_for,
)
from rafiq.knowledge.queries.searching import Search, did_you_mean, held, search
from rafiq.knowledge.queries.site import Site, site
from rafiq.knowledge.queries.sought import most_sought
from rafiq.knowledge.queries.visibility import in_language, visible_to
from rafiq.knowledge.queries.working import freshness, languages_of, versions_of

__all__ = [
    "ArticlePage",
    "ForCustomersOnly",
    "Search",
    "Shelf",
    "Shown",
    "Site",
    "Teaser",
    "all_indexable_ids",
    "answers_to",
    "archive",
    "article_page",
    "asked_by",
    "collection_page",
    "compare",
    "count_for_site_map",
    "count_reviews_for",
    "did_you_mean",
    "find_redirect",
    "freshness",
    "held",
    "home",
    "in_language",
    "indexable",
    "is_for_staff",
    "languages_of",
    "lines",
    "markdown_of",
    "most_sought",
    "open_review",
    "related",
    "reviewers_for",
    "reviews_of",
    "search",
    "shelves_for_site_map",
    "site",
    "site_map",
    "versions_of",
    "visible_to",
    "waiting_for",
]
