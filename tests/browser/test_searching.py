"""The one search as one types: results come by themselves, arrows walk through them, the address keeps it all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Person, Product
from tests.browser.looking import assert_accessible, assert_fits, picture
from tests.browser.test_pages import speak

SIZES = {"phone": PHONE, "desk": DESK}


@pytest.mark.parametrize("shape", SIZES)
def test_what_is_typed_is_found_and_walked_through(
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page], shape: str
) -> None:
    page = logged_in(person(SIZES[shape], language="fa"), "nasrin")
    for language in ("en", "fa"):
        speak(page, product, language)
        page.goto(f"{product.url}/search/")

        page.locator("#search").press_sequentially("یخچالمون", delay=20)
        expect(page.locator("#found .found mark").first).to_be_visible()
        expect(page.locator("#found-count")).not_to_be_empty()
        page.wait_for_url(lambda url: "q=" in url)
        page.locator("#search").press("ArrowDown")
        expect(page.locator("#found .found").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#search")).to_be_focused()
        assert_fits(page)
        assert_accessible(page)
        picture(page, f"{language}-{shape}-one-search")

        page.locator("select[name=kind]").select_option("conversations")
        page.wait_for_url(lambda url: "kind=conversations" in url)
        expect(page.locator("#found section")).to_have_count(1)
