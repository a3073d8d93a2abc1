"""A supervisor looks at ninety days, at what stands behind a number, and at a year of their own calendar."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from rafiq.platform import text
from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import assert_accessible, assert_fits, picture

pytestmark = pytest.mark.browser


def test_a_supervisor_goes_from_the_rail_to_the_conversations_behind_a_number(product, person, logged_in):
    page = logged_in(person(DESK, language="en"), "rima")
    page.locator(".rail__link[href='/performance/']").click()
    expect(page.locator(".perf-tile")).to_have_count(9)
    thirty = page.locator(".perf-tile--opened .perf-tile__figure").inner_text()

    page.locator("input[name=range][value='90']").check(force=True)
    expect(page).to_have_url(re.compile("range=90"))
    figure = page.locator(".perf-tile--opened .perf-tile__figure")
    expect(figure).not_to_have_text(thirty)
    assert_accessible(page)
    picture(page, "ar-desk-performance")

    page.locator(".perf-help").first.click()
    expect(page.locator(".perf-help__words").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".perf-help__words").first).to_be_hidden()

    table = page.locator(".perf-chart__table").nth(2)
    table.locator("summary").press("Enter")
    number = table.locator("td a").first
    count = int(text.ascii_digits(number.inner_text()).replace("٬", ""))
    number.click()
    expect(page).to_have_url(re.compile("/performance/conversations/"))
    show_all(page)
    expect(page.locator("#rounds tr")).to_have_count(count)
    assert_accessible(page)

    page.locator("#rounds th a").first.click()
    expect(page).to_have_url(re.compile("/inbox/conversations/"))


def test_days_of_ones_own_are_typed_in_ones_own_calendar(product, person, logged_in):
    page = logged_in(person(DESK, language="fa", scheme="dark"), "arash")
    page.goto(f"{product.url}/performance/?range=own&by=team")
    expect(page.locator(".notice--danger")).to_be_visible()
    days = page.locator("#figures .soft bdi")
    first, last = (page.locator(f"input[name={name}]") for name in ("first", "last"))
    first.fill("۱۴۰۵/۰۱/۰۱")
    last.fill("۱۴۰۵/۰۱/۳۱")
    last.press("Enter")
    expect(days.first).to_have_text("۱ فروردین ۱۴۰۵")
    expect(page.locator(".notice--danger")).to_have_count(0)


@pytest.mark.parametrize(("language", "name", "scheme"), [("fa", "elham", "dark"), ("ar", "ziad", "light")])
def test_an_agent_reads_their_own_on_a_phone(product, person, logged_in, language, name, scheme):
    page = logged_in(person(PHONE, language=language, scheme=scheme), name)
    for address in ("/performance/?range=90", "/performance/conversations/?range=90"):
        page.goto(f"{product.url}{address}")
        assert_fits(page)
        assert_accessible(page)
    expect(page.locator("select[name=agent]")).to_have_count(0)


def show_all(page: Page) -> None:
    """Ask for more until there is no more."""
    more = page.locator(".perf-more a")
    while more.count():
        pressed = more.get_attribute("href")
        more.click()
        expect(page.locator(f'.perf-more a[href="{pressed}"]')).to_have_count(0)
