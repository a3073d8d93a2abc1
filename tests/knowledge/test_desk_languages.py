"""The staff's pages about articles in Persian and Arabic, in all their states: no English word of ours is left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from rafiq.accounts.models import Role
from rafiq.knowledge import services
from rafiq.knowledge.models import Translation
from tests.knowledge.desk import at, typed
from tests.knowledge.making import fresh, make_draft, write
from tests.makers import make_agent
from tests.reading import foreign

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["fa", "ar"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def boss(language):
    agent = make_agent("agent", role=Role.ADMINISTRATOR, language=language, zone="Asia/Tehran")
    agent.name = "ليلى"
    agent.save(update_fields=["name"])
    return agent


@pytest.fixture
def client(boss) -> Client:
    browser = Client()
    browser.force_login(boss)
    return browser


@pytest.fixture
def article(boss, language) -> Translation:
    """An article of which readers see a version, translated from another language in which more is said today."""
    other = "ar" if language == "fa" else "fa"
    original = write("یخچال", "## گام\n\nصبر کنید", language=other, by=boss)
    services.publish(original, number=1, by=boss, at=timezone.now())
    made = services.add_translation(
        article=original.article, language=language, draft=make_draft("یخچال گرم", "صبر"), by=boss, at=timezone.now(),
        source=fresh(original).live,
    )  # fmt: skip
    services.publish(made, number=1, by=boss, at=timezone.now())
    services.save_draft(original, draft=make_draft("یخچال", "دیگر"), number=1, by=boss, at=timezone.now())
    for number in range(12):
        services.rate(
            article=made.article, language=language, visitor=str(number), network=str(number), is_helpful=number > 9,
            at=timezone.now(), reason="WRONG", words="نه",
        )  # fmt: skip
    services.suggest_way(made, words="یخچالم گرمه", source="SEARCH", at=timezone.now())
    services.note_search(asked="پس دادن", language=language, place="WIDGET", results=0, at=timezone.now())
    return fresh(made)


def test_on_any_page(client, article, language):
    services.save_draft(article, draft=make_draft("یخچال گرم", "صبر کنید"), number=1, by=None, at=timezone.now())
    pages = ["", "?q=ندارد", "new/", "import/", "collections/", "collections/new/", "gaps/", "gaps/answer/?asked=پس"]
    addresses = [f"/articles/{page}" for page in pages]
    addresses += [at(name, article) for name in ("editor", "versions")] + [f"/articles/{article.article_id}/en/"]

    assert wrong(client, addresses, language) == {}


@pytest.mark.parametrize("state", ["review", "planned", "archived", "draft"])
def test_in_any_state(client, boss, article, language, state):
    if state == "review":
        services.submit(article, number=1, by=boss, at=timezone.now())
    elif state == "planned":
        later = timezone.now() + timedelta(days=1)
        services.schedule(article, number=1, publish_at=later, by=boss, at=timezone.now())
    elif state == "archived":
        services.unpublish(article, by=boss, at=timezone.now())
    else:
        services.unpublish(article, by=boss, at=timezone.now(), archive=False)

    assert wrong(client, [at("editor", article), "/articles/"], language) == {}


@pytest.mark.parametrize(
    "name, said",
    [
        ("editor", {"number": 0}), ("editor", {"title": ""}), ("editor", {"title": "ی" * 201}),
        ("autosave", {"number": 0}), ("autosave", {}), ("autosave", {"title": ""}), ("address", {"slug": "///"}),
        ("schedule", {"day": "0", "time": ""}), ("preview", {}),
    ],
)  # fmt: skip
def test_in_what_is_refused(client, article, language, name, said):
    services.save_draft(article, draft=make_draft("یخچال گرم", "صبر کنید"), number=1, by=None, at=timezone.now())

    answer = client.post(at(name, article), typed(article, **{"number": 2, "body": "چیز دیگر", **said}))

    assert foreign(answer.text, language=language) == []


def wrong(client: Client, addresses: list[str], language: str) -> dict[str, list[str]]:
    read = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in read.values()} == {200}
    return {address: words for address, answer in read.items() if (words := foreign(answer.text, language=language))}
