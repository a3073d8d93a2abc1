"""A supervisor writes a rule, sees on past conversations what it would do, and switches it on; an agent is asked.

Those whom nobody takes choose a call, or are helped by the bot, and keep their place.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Product, demo
from tests.browser.looking import picture
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


PATIENCE = 150_000  # a minute is the least a step waits, and the worker may have a lot to do before; nothing is timed


def test_who_waits_is_called_back_or_helped_by_the_bot_and_keeps_the_place(product, person, logged_in):
    chief = logged_in(person(DESK), "arash")
    chief.goto(f"{product.url}/settings/routing/queues/new/")
    chief.locator("#id_name").fill("Nobody's")
    chief.locator("label.choice, .choices label", has_text="Escalations").first.click()
    chief.locator("#id_speaks").select_option("")
    chief.locator("#id_after_1").fill("1")
    chief.locator("#id_then_1").select_option("BOT")
    chief.locator("#queue .button--main").click()
    way = chief.locator("li", has_text="Nobody's").locator(".routing-way li")
    expect(way).to_have_count(2)
    picture(chief, "fa-desk-routing-way")
    chief.goto(f"{product.url}/settings/routing/rules/new/")
    chief.locator("#id_name").fill("Puzzles")
    chief.locator("#id_words").fill("zyzzyva\nperson")
    chief.locator("#id_queue").select_option(label="Nobody's")
    chief.locator("#id_is_on").check()
    chief.locator("#rule .button--main").click()
    expect(chief.locator("#rules li", has_text="Puzzles").first).to_be_visible()

    caller = Visitor(person(PHONE, language="en").page, product, "en")
    caller.open()
    caller.say("The zyzzyva quux frobnicates")
    call = caller.panel.get_by_role("button", name="Please call me back")
    expect(call).to_be_visible(timeout=PATIENCE)
    call.click()
    expect(caller.panel).to_contain_text("You keep your place, and we call you", timeout=PATIENCE)

    helped = Visitor(person(DESK, language="en").page, product, "en")
    helped.open()
    helped.say("A person, please")
    expect(helped.panel).to_contain_text("My colleagues are", timeout=PATIENCE)
    expect(helped.panel).to_contain_text("You keep your place in line")
    picture(helped.page, "en-desk-bot-stands-in")
    helped.say("How many days do I have to return a product?")
    enough = helped.panel.get_by_role("button", name="That helped")
    expect(enough.last).to_be_visible(timeout=PATIENCE)
    enough.last.click()
    expect(helped.panel).to_contain_text("you need not wait for a colleague any more", timeout=PATIENCE)

    # One of the two waits still, and their conversation says what they chose.
    chief.goto(f"{product.url}/settings/routing/")
    expect(chief.locator("li", has_text="Nobody's").last).to_contain_text("۱")
    chief.goto(f"{product.url}/inbox/?view=open")
    chief.locator(".row-link", has_text="zyzzyva").first.click()
    expect(chief.locator("#timeline .fact, #timeline").first).to_contain_text("نوبتش محفوظ است")
