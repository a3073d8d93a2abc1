"""A supervisor writes a rule, sees on past conversations what it would do, and switches it on; an agent is asked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, Product, demo
from tests.browser.test_story import Visitor


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A demo of its own, where one rule alone decides who is asked."""
    with demo() as running:
        yield running


def test_a_rule_is_tested_on_history_and_then_switched_on(product, person, logged_in):
    page = logged_in(person(DESK), "arash")
    page.goto(f"{product.url}/settings/routing/")
    page.locator("a[href$='/queues/new/']").first.click()
    page.locator("#id_name").fill("Espresso machines")
    page.locator("#id_speaks").select_option("")
    page.locator("#queue .button--main").click()
    expect(page.locator("li", has_text="Espresso machines").first).to_be_visible()

    page.locator("a[href$='/rules/new/']").first.click()
    page.locator("#id_name").fill("Espresso")
    page.locator("#id_words").fill("espresso xyzzy\nیخچال\nثلاجة")
    page.locator("#id_queue").select_option(label="Espresso machines")
    page.locator("[hx-post$='/rules/trial/']").click()
    expect(page.locator("#trial table .routing-chosen")).to_contain_text("Espresso machines")
    expect(page.locator("#trial .routing-examples li").first).to_be_visible()

    page.locator("#id_words").fill("espresso xyzzy")
    page.locator("[hx-post$='/rules/trial/']").click()
    expect(page.locator("#trial .routing-examples")).to_have_count(0)
    page.locator("#id_is_on").check()
    page.locator("#rule .button--main").click()
    rule = page.locator("#rules li", has_text="Espresso").first
    expect(rule.locator(".chip")).to_have_count(0)

    page.goto(f"{product.url}/inbox/")
    visitor = Visitor(person(DESK, language="en").page, product, "en")
    visitor.open()
    visitor.say("My espresso xyzzy machine leaks")
    strip = page.locator("#offer .offer")
    expect(strip).to_contain_text("espresso xyzzy")
    page.locator("body").press("y")
    page.wait_for_url(lambda url: "/conversations/" in url)
    expect(page.locator("#timeline")).to_contain_text("My espresso xyzzy machine leaks")
    expect(strip).to_have_count(0)

    page.goto(f"{product.url}/settings/routing/")
    page.locator("#rules li", has_text="Espresso").first.locator("a").click()
    page.locator("[commandfor=remove][command=show-modal]").click()
    page.locator("dialog#remove .button--final").click()
    expect(page.locator("#rules li", has_text="Espresso")).to_have_count(0)
