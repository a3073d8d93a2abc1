"""The desk in a real browser: keys, lists that go on, drafts, lost lines, and one pane at a time on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESK, PHONE, Person, Product

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]) -> Page:
    """Daniel's desk, in English, with everything that is open."""
    page = logged_in(person(DESK), "daniel")
    page.goto(f"{product.url}/inbox/?view=open")
    expect(page.locator("#rows .row-link").first).to_be_visible()
    return page


def chosen(page: Page) -> str:
    return page.evaluate("document.activeElement.dataset.id ?? ''")


def open_first(page: Page) -> None:
    page.locator("#rows .row-link").first.click()
    expect(page.locator(".composer")).to_be_visible()


def press(page: Page, key: str, code: str) -> None:
    """Press a key of a foreign keyboard: what it types differs, where it lies does not."""
    page.evaluate(
        "([key, code]) => document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true}))",
        [key, code],
    )


def test_keys_move_open_write_and_leave(desk: Page):
    desk.keyboard.press("j")
    first = chosen(desk)
    desk.keyboard.press("j")
    assert chosen(desk) not in {"", first}
    desk.keyboard.press("k")
    assert chosen(desk) == first

    desk.keyboard.press("Enter")
    expect(desk.locator(f'#conversation[data-id="{first}"]')).to_be_visible()
    expect(desk.locator(f'#open-{first}[aria-current="true"]')).to_be_visible()

    desk.keyboard.press("n")
    expect(desk.locator(".composer textarea")).to_be_focused()
    expect(desk.locator(".composer [value=note]")).to_be_checked()
    desk.keyboard.type("jjj")
    expect(desk.locator(".composer textarea")).to_have_value("jjj")
    desk.locator(".composer textarea").fill("")
    desk.keyboard.press("Escape")

    desk.keyboard.press("u")
    expect(desk.locator("#conversation:not([data-id])")).to_be_attached()


def test_keys_work_on_a_persian_keyboard(desk: Page):
    open_first(desk)

    press(desk, "د", "KeyN")
    expect(desk.locator(".composer [value=note]")).to_be_checked()
    desk.keyboard.press("Escape")
    press(desk, "؟", "Slash")
    expect(desk.locator("#keys")).to_be_visible()


def test_the_palette_goes_anywhere(desk: Page):
    desk.keyboard.press("Control+k")
    expect(desk.locator("#palette-field")).to_be_focused()
    desk.keyboard.type("snoozed")
    expect(desk.locator("#palette-results [role=option][aria-selected=true]")).to_contain_text("Snoozed")
    desk.keyboard.press("Enter")

    desk.wait_for_url("**view=snoozed")


def test_lists_go_on_and_keep_what_is_shown(desk: Page, product: Product):
    desk.goto(f"{product.url}/inbox/?view=closed")
    rows = desk.locator("#rows .row-link")
    expect(rows).to_have_count(40)
    desk.locator("#more").scroll_into_view_if_needed()
    expect(rows).not_to_have_count(40)
    expect(desk.locator("#conversation")).to_be_visible()

    shown = rows.count()
    with desk.expect_response(lambda answer: "/inbox/list/" in answer.url and "rows=" in answer.url):
        desk.evaluate("document.body.dispatchEvent(new CustomEvent('refresh'))")
    assert rows.count() >= shown


def test_words_survive_a_reload_and_a_lost_line(desk: Page):
    open_first(desk)
    words = desk.locator(".composer textarea")
    words.fill("Not yet finished")
    words.press("End")
    desk.reload()
    expect(words).to_have_value("Not yet finished")

    desk.context.set_offline(True)
    words.press("Control+Enter")
    expect(desk.locator(".composer__error")).to_contain_text("there is no connection")
    expect(words).to_have_value("Not yet finished")

    desk.context.set_offline(False)
    words.press("Control+Enter")
    expect(desk.locator("#timeline .bubble", has_text="Not yet finished")).to_have_count(1)
    expect(words).to_have_value("")


def test_writing_on_while_an_answer_goes_out(desk: Page):
    open_first(desk)
    words = desk.locator(".composer textarea")
    held: list[Route] = []
    desk.route("**/messages/", lambda route: held.append(route))  # noqa: PLW0108  # the library marks its handlers
    words.press_sequentially("Going out")
    with desk.expect_request("**/messages/"):
        words.press("Control+Enter")
    words.press_sequentially(" and on")
    desk.locator(".composer label:has(input[value=note])").click()
    held[0].continue_()

    expect(desk.locator("#timeline .bubble", has_text="Going out")).not_to_contain_text("and on")
    expect(words).to_have_value(" and on")
    expect(words).to_be_focused()
    expect(desk.locator(".composer [value=note]")).to_be_checked()
    words.fill("")


def test_closing_can_be_undone_from_the_keyboard(desk: Page):
    open_first(desk)
    desk.keyboard.press("e")
    expect(desk.locator(".toast", has_text="Closed")).to_be_visible()
    expect(desk.locator("#head .chip--done")).to_be_visible()

    desk.keyboard.press("z")
    expect(desk.locator("#head .chip--done")).to_have_count(0)


def test_a_colleague_is_seen_writing(
    desk: Page, product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
):
    open_first(desk)
    other = logged_in(person(DESK), "shirin")
    other.goto(desk.url)
    expect(desk.locator("#company")).to_contain_text("is here too")

    other.locator(".composer textarea").press_sequentially("Let me")
    expect(desk.locator("#company")).to_contain_text("is writing here too")


def test_a_phone_shows_one_pane_and_goes_back_through_them(
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
):
    page = logged_in(person(PHONE), "daniel")
    page.goto(f"{product.url}/inbox/?view=open")
    panes = {name: page.locator(f".pane.{name}") for name in ("views", "list", "conversation", "customer")}

    def only(name: str) -> None:
        for key, pane in panes.items():
            expect(pane).to_be_visible(visible=key == name)

    only("list")
    page.locator("#rows .row-link").first.click()
    only("conversation")
    page.locator("[data-pane-to=customer]").click()
    only("customer")
    page.go_back()
    only("conversation")
    page.go_back()
    only("list")
    page.locator("#list .pane__back").click()
    only("views")
