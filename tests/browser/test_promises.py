"""A promise is made, shown as a countdown, broken at its second, told to whom the policy names, and seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Person, Product
from tests.browser.looking import assert_accessible, assert_fits, picture
from tests.browser.test_story import Desk, Visitor

PATIENCE = 150_000  # a minute is promised, and the worker may have a lot to read before; nothing is timed here
WORDS = "I need a person now, my oven will not stop heating and smells of smoke"


def make_policy(page: Page, product: Product) -> None:
    """A supervisor promises an answer to what is urgent within a minute, and puts that first."""
    page.goto(f"{product.url}/settings/promises/new/")
    page.locator("[name=name]").fill("Danger")
    page.locator("[name=priorities][value=URGENT]").check()
    page.locator("[name=first]").fill("1")
    page.locator("[name=base]").select_option("ALWAYS")
    page.locator("[name=tells][value=SUPERVISORS]").check()
    assert_accessible(page)
    assert_fits(page)
    picture(page, "en-desk-promise-policy")
    page.locator("#policy .button--main").click()
    expect(page.locator("#policies")).to_contain_text("Danger")
    expect(page.locator("#policies li", has_text="Danger").locator(".notice")).to_be_visible()  # never reached
    rows = page.locator("#policies li")
    for place in range(rows.count() - 2, -1, -1):
        rows.filter(has_text="Danger").locator("[name=up]").click()
        expect(rows.nth(place)).to_contain_text("Danger")
    expect(page.locator("#policies .notice")).to_have_count(0)


@pytest.mark.browser
def test_a_promise_is_broken_escalated_and_seen(
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
) -> None:
    chief = logged_in(person(DESK), "rima")
    make_policy(chief, product)
    visitor = Visitor(person(PHONE, language="en").page, product, "en")
    visitor.open()
    visitor.say(WORDS)

    # An agent makes it urgent; the head counts down, then says that it is broken, without being loaded again.
    agent = Desk(logged_in(person(DESK, language="en"), "maya"), product)
    agent.view("open")
    agent.open(WORDS)
    agent.page.locator("#promises").click()
    agent.page.locator("#promises-choices [role=menuitemradio]").first.click()
    clock = agent.page.locator("#promises [data-countdown]")
    expect(clock).to_be_visible(timeout=PATIENCE)
    expect(clock).to_have_attribute("data-state", "late", timeout=PATIENCE)
    expect(clock).to_contain_text("late")
    expect(agent.page.locator(".promise-note")).to_contain_text("Promise broken: First answer", timeout=PATIENCE)
    assert_accessible(agent.page)
    picture(agent.page, "en-desk-promise-broken")

    # The supervisor was named in the note, and sees it among what is broken.
    chief.goto(f"{product.url}/promises/?state=BROKEN")
    line = chief.locator("#found li", has_text="oven").first
    expect(line).to_contain_text("Danger")
    assert_accessible(chief)
    assert_fits(chief)
    picture(chief, "ar-desk-open-promises")
    chief.goto(f"{product.url}/inbox/?view=mentions")
    expect(chief.locator(".row-link", has_text="oven").first).to_be_visible()

    # An answer ends it; that it was late stays.
    agent.write("Please switch it off at the fuse. We are calling you now.")
    agent.send()
    expect(agent.page.locator("#promises [data-state=late]")).to_have_count(0, timeout=PATIENCE)
    agent.page.locator("#promises").click()
    expect(agent.page.locator("#promises-choices")).to_contain_text("Done late")
