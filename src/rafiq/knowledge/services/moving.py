"""Where articles stand and who may read them; the collections; the help centre as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F

from rafiq.accounts import queries as accounts
from rafiq.accounts.models import Agent, Language
from rafiq.knowledge import events
from rafiq.knowledge.models import Article, Audience, Collection, HelpCentre
from rafiq.knowledge.models.article import KEY_LIMIT
from rafiq.knowledge.services.errors import NotEmpty, SlugTaken
from rafiq.knowledge.services.indexing import index_article
from rafiq.knowledge.services.slugs import wanted
from rafiq.knowledge.words import one_line
from rafiq.platform import db, log

NAME_LIMIT = 80
DESCRIPTION_LIMIT = 300
ADDRESS_LIMIT = 200


@transaction.atomic
def move(article: Article, *, collection: Collection, position: int, by: Agent, at: datetime) -> None:
    """Put an article into a collection at a place; those from this place on make room."""
    found = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    later = Article.objects.filter(collection=collection, position__gte=position).exclude(pk=found.pk)
    if later.filter(position=position).exists():
        later.update(position=F("position") + 1)
    found.collection, found.position = collection, position
    found.save(update_fields=["collection", "position"])
    _announce(found, "moved", by=by, at=at)


@transaction.atomic
def change_audience(article: Article, *, audience: str, by: Agent, at: datetime) -> None:
    """Change who may read an article; it counts from the next page on. The same again changes nothing."""
    found = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if found.audience == audience:
        return
    found.audience = Audience(audience)
    found.save(update_fields=["audience"])
    _announce(found, "audience", by=by, at=at)


@transaction.atomic
def save_collection(  # noqa: PLR0913  # one argument for each thing that is decided
    collection: Collection | None, *, slug: str, names: Mapping[str, str], descriptions: Mapping[str, str], icon: str,
    by: Agent | None, at: datetime,
) -> Collection:  # fmt: skip
    """Make or change a collection; a new one stands last.

    Raises:
        SlugTaken: if another collection stands under this address.
        BadSlug: if nothing is left of what was typed.
    """
    change = "changed" if collection else "made"
    last = Collection.objects.order_by("-position").values_list("position", flat=True).first()
    collection = collection or Collection(position=(last or 0) + 1)
    collection.slug, collection.icon = wanted(slug, limit=KEY_LIMIT), icon
    collection.names = _worded(names, NAME_LIMIT)
    collection.descriptions = _worded(descriptions, DESCRIPTION_LIMIT)
    with db.refused_as(SlugTaken, constraint="knowledge_collection_slug_key"):
        collection.save()
    _tell(collection, change, by=by, at=at)
    return collection


@transaction.atomic
def order_collections(pks: Sequence[int], *, by: Agent, at: datetime) -> None:
    """Put the collections into this order; those not named come after."""
    named = {pk: place for place, pk in enumerate(pks)}
    found = list(Collection.objects.select_for_update(no_key=True).order_by("position", "pk"))
    found.sort(key=lambda one: named.get(one.pk, len(named)))
    for place, collection in enumerate(found):
        collection.position = place
        _tell(collection, "moved", by=by, at=at)
    Collection.objects.bulk_update(found, ["position"])


@transaction.atomic
def remove_collection(collection: Collection, *, by: Agent, at: datetime) -> None:
    """Remove a collection.

    Raises:
        NotEmpty: if articles stand in it; they must be moved first.
    """
    if Article.objects.filter(collection=collection).exists():
        raise NotEmpty
    _tell(collection, "removed", by=by, at=at)
    collection.delete()


@transaction.atomic
def change_help_centre(
    *, address: str, languages: Sequence[str], titles: Mapping[str, str], by: Agent, at: datetime
) -> HelpCentre:
    """Change the public address (scheme and host, no path), the languages offered, and the words of welcome."""
    company = accounts.company()
    if company._state.adding:
        company.save()
    centre, _ = HelpCentre.objects.get_or_create(company=company)
    centre.address = _base(address)
    centre.languages = [code for code in dict.fromkeys(languages) if code in Language.values]
    centre.titles = _worded(titles, NAME_LIMIT)
    centre.save()
    log.append(events.HelpCentreChanged(occurred_at=at, actor=by.actor))
    return centre


def _base(address: str) -> str:
    """Keep scheme and host of an address; nothing of what is none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}".lower()[:ADDRESS_LIMIT] if host and parts.scheme in {"http", "https"} else ""


def _worded(words: Mapping[str, str], limit: int) -> dict[str, str]:
    return {code: kept for code in Language.values if (kept := one_line(words.get(code, ""))[:limit])}


def _announce(article: Article, change: str, *, by: Agent, at: datetime) -> None:
    index_article(article.pk, at=at)
    log.append(events.ArticleChanged(article_id=article.pk, change=change, occurred_at=at, actor=by.actor))


def _tell(collection: Collection, change: str, *, by: Agent | None, at: datetime) -> None:
    actor = by.actor if by else "system"
    log.append(events.CollectionChanged(collection_id=collection.pk, change=change, occurred_at=at, actor=actor))
