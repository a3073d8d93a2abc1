"""A promise is broken, escalated and seen on the board; a supervisor moves it, listens in, whispers; and a wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import Page, expect

from rafiq.platform import postgres
from tests.browser.conftest import DESK, PHONE, Person, Product, demo
from tests.browser.looking import assert_accessible, assert_fits, picture
from tests.browser.test_promises import PATIENCE, WORDS, make_policy
from tests.browser.test_story import Desk, Visitor

MAYA = "Maya Sfeir"
SETTLED = (
    "UPDATE promises_promise SET ended_at = now(), ending = 'CANCELLED' WHERE ended_at IS NULL",
    "UPDATE promises_standing SET is_open = false, waiting_since = NULL",
    "UPDATE inbox_conversation SET resolved_at = now(), waiting_since = NULL, snoozed_until = NULL"
    " WHERE resolved_at IS NULL",
)


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A demo of its own, where nobody else waits, whatever the hour: the board shows the dozen that wait longest."""
    with demo() as running:
        with psycopg.connect(postgres.running_url(running.data) or "") as database:
            for settled in SETTLED:
                database.execute(settled)
        yield running


def make_alert(page: Page, product: Product) -> None:
    """A supervisor wants to be told as soon as any promise is at risk."""
    page.goto(f"{product.url}/settings/board/alerts/new/")
    page.locator("[name=kind]").select_option("RISK")
    page.locator("[name=threshold]").fill("٠")
    page.locator("[name=calm_minutes]").fill("0")
    assert_accessible(page)
    assert_fits(page)
    picture(page, "ar-desk-alert")
    page.locator("#alert .button--main").click()
    page.wait_for_url(lambda url: url.endswith("/settings/board/"))


@pytest.mark.browser
def test_a_broken_promise_is_seen_on_the_board_moved_and_listened_in_to(  # noqa: PLR0915  # a story from its beginning
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
) -> None:
    chief = logged_in(person(DESK, language="ar"), "rima")
    make_policy(chief, product)
    make_alert(chief, product)
    visitor = Visitor(person(PHONE, language="en").page, product, "en")
    visitor.open()
    visitor.say(WORDS)
    agent = Desk(logged_in(person(DESK, language="en"), "maya"), product)
    agent.view("open")
    agent.open(WORDS)
    number = agent.page.locator("#conversation").get_attribute("data-id")
    agent.page.locator("#promises").click()
    agent.page.locator("#promises-choices [role=menuitemradio]").first.click()

    # The board shows it as broken without being loaded again, and the alert is told.
    chief.goto(f"{product.url}/board/")
    line = chief.locator("#board-now li[id^='owed-']").filter(has=chief.locator(f"[href*='/{number}/']")).first
    expect(line).to_be_visible(timeout=PATIENCE)
    expect(line.locator("[data-state=late]")).to_be_visible(timeout=PATIENCE)
    notice = chief.locator("#alerts-told .board-notice").first
    expect(notice).to_be_visible(timeout=PATIENCE)
    assert_accessible(chief)
    assert_fits(chief)
    picture(chief, "ar-desk-board")
    told = notice.get_attribute("id")
    chief.locator(f"#{told} button").click()
    expect(chief.locator(f"#{told}")).to_have_count(0)

    # By keyboard alone it is given to a colleague, with a reason.
    line.locator("[commandfor=move]").focus()
    chief.keyboard.press("Enter")
    where = chief.locator("#move [name=to]")
    expect(where).to_be_focused()
    where.select_option(label=MAYA)
    chief.keyboard.press("Tab")
    chief.keyboard.type("أقرب من يعرف الأفران")
    assert_accessible(chief)
    picture(chief, "ar-desk-board-move")
    chief.keyboard.press("Enter")
    expect(chief.locator("#move [role=status]")).to_be_visible()
    chief.keyboard.press("Enter")
    expect(chief.locator(f"#board-now .board-held a[href^='/inbox/conversations/{number}/']")).to_be_visible()
    expect(agent.page.locator(".moved-note")).to_contain_text("أقرب من يعرف الأفران")

    # They listen in: the customer's new words come by themselves, the agent sees who is there and what is whispered.
    chief.goto(f"{product.url}/board/conversations/{number}/listening/")
    expect(agent.page.locator(".listeners")).to_contain_text("ريما")
    visitor.say("It still smells of smoke")
    expect(chief.locator("#heard")).to_contain_text("It still smells of smoke")
    chief.locator("#whisper textarea").fill("اطلبي منه إطفاء القاطع أولًا")
    chief.locator("#whisper button").click()
    expect(agent.page.locator("#timeline")).to_contain_text("اطلبي منه إطفاء القاطع أولًا")
    expect(visitor.page.locator("body")).not_to_contain_text("القاطع")
    assert_accessible(chief)
    assert_fits(chief)
    picture(chief, "ar-desk-listening")
    chief.goto(f"{product.url}/board/alerts/")
    expect(agent.page.locator(".listeners")).to_have_count(0)
    assert_accessible(chief)
    assert_fits(chief)
    picture(chief, "ar-desk-alerts")


@pytest.mark.browser
def test_the_wall_opens_by_its_secret_until_that_is_revoked(
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
) -> None:
    chief = logged_in(person(PHONE, language="fa"), "nasrin")
    chief.goto(f"{product.url}/board/")
    expect(chief.locator("#figure-waiting strong")).to_be_visible()
    assert_accessible(chief)
    assert_fits(chief)
    picture(chief, "fa-phone-board")
    chief.goto(f"{product.url}/settings/board/screens/new/")
    chief.locator("[name=name]").fill("سالن")
    chief.locator("[name=queues]").first.check()
    chief.locator("[name=seconds]").fill("۵")
    assert_accessible(chief)
    assert_fits(chief)
    chief.locator("#screen .button--main").click()
    address = chief.locator("#plain").inner_text()

    wall = person({"width": 1920, "height": 1080}).page
    wall.goto(address)
    expect(wall.locator(".slide:not([hidden])")).to_have_count(1)
    expect(wall.locator("html")).to_have_attribute("data-scheme", "dark")
    expect(wall.locator("#slide-all")).to_be_hidden(timeout=PATIENCE)  # the next one's turn has come
    assert_accessible(wall)
    assert_fits(wall)
    picture(wall, "fa-wall")
    wall.context.set_offline(True)
    expect(wall.locator("#stale")).to_be_visible(timeout=PATIENCE)
    picture(wall, "fa-wall-stale")
    wall.context.set_offline(False)
    expect(wall.locator("#stale")).to_be_hidden(timeout=PATIENCE)

    chief.goto(f"{product.url}/settings/board/")
    chief.locator("li", has_text="سالن").filter(has_not_text="تهران").locator("a").click()
    chief.locator("[commandfor=remove]").first.click()
    chief.locator("#remove .button--final").click()
    expect(chief.locator("li", has_text="سالن").filter(has_not_text="تهران")).to_have_count(0)
    assert wall.context.request.get(address).status == 404
