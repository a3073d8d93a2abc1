"""Every page of the staff product: accessible, no wider than the screen, in Persian and English, and photographed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Person, Product
from tests.browser.looking import assert_accessible, assert_fits, picture

PAGES = {
    "inbox": "/inbox/?view=open",
    "closed": "/inbox/?view=closed",
    "conversation": "/inbox/conversations/{conversation}/",
    "customers": "/customers/",
    "customer": "/customers/{customer}/",
    "customer-edit": "/customers/{customer}/edit/",
    "customer-new": "/customers/new/",
    "write-first": "/inbox/customers/{customer}/new/",
    "search": "/search/?q=یخچال",
    "profile": "/settings/profile/",
    "company": "/settings/company/",
    "agents": "/settings/agents/",
    "agent": "/settings/agents/2/",
    "teams": "/settings/teams/",
    "team": "/settings/teams/1/",
    "canned": "/settings/canned-replies/",
    "tags": "/settings/tags/",
    "widgets": "/settings/web-chat/",
    "designer": "/settings/web-chat/1/",
}
SHOWN = {"inbox", "conversation", "designer", "agents", "customer", "search"}


def keep(page: Page, name: str, *, scheme: str) -> None:
    """Photograph a page; of the dark ones the inbox is enough."""
    if scheme == "light":
        picture(page, name)
    elif name.endswith("-inbox"):
        picture(page, f"{name}-dark")


def speak(page: Page, product: Product, language: str) -> None:
    """Change the interface's language as a person would."""
    page.goto(f"{product.url}/settings/profile/")
    if page.locator("html").get_attribute("lang") == language:
        return
    field = page.locator("#profile [name=language]")
    if field.first.evaluate("one => one.tagName") == "SELECT":
        field.select_option(language)
    else:
        page.locator(f"#profile label:has([name=language][value={language}])").click()
    page.locator("#profile .save-bar button").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def addresses(page: Page, product: Product) -> dict[str, str]:
    """Fill the addresses in with a conversation that has something to show, and its customer."""
    page.goto(f"{product.url}/inbox/?view=closed")
    page.locator(".row-link").nth(3).wait_for()
    conversation = page.locator(".row-link").nth(3).get_attribute("data-id")
    page.goto(f"{product.url}/inbox/conversations/{conversation}/")
    customer = re.search(r"/customers/(\d+)/", page.content())
    assert customer
    return {name: path.format(conversation=conversation, customer=customer[1]) for name, path in PAGES.items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_accessible_and_fits(
    product: Product,
    person: Callable[..., Person],
    logged_in: Callable[[Person, str], Page],
    size: dict[str, int],
    scheme: str,
) -> None:
    visitor = person(size, language="fa", scheme=scheme)
    page = logged_in(visitor, "nasrin")
    shape = "phone" if size is PHONE else "desk"
    for language in ("en", "fa"):
        speak(page, product, language)
        for name, path in addresses(page, product).items():
            page.goto(f"{product.url}{path}")
            expect(page.locator("h1, h2").first).to_be_attached()
            assert_fits(page)
            if language == "fa" or scheme == "light":
                assert_accessible(page)
            if name in SHOWN:
                keep(page, f"{language}-{shape}-{name}", scheme=scheme)


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_door_and_the_shop(product: Product, person: Callable[..., Person], language: str) -> None:
    page = person(PHONE, language=language).page
    for path in (f"/login/?lang={language}", f"/demo/shop/?lang={language}"):
        page.goto(f"{product.url}{path}")
        expect(page.locator("h1").first).to_be_visible()
        assert_fits(page)
        assert_accessible(page)
        expect(page.locator("html")).to_have_attribute("lang", language)


def test_an_address_that_leads_nowhere(
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
) -> None:
    lost = person(DESK, language="fa")
    page = logged_in(lost, "nasrin")
    page.goto(f"{product.url}/no/such/page/")

    expect(page.locator("h1")).to_be_visible()
    assert_accessible(page)
    lost.complaints.clear()  # the browser reports the 404 itself
