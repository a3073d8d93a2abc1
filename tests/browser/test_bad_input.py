"""Markup, books and programs, sent by people through real pages: shown as text, or refused in words and kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from rafiq.channels.webchat.errors import explain
from tests.browser.conftest import DESK, PHONE, Person, Product
from tests.browser.test_pages import speak
from tests.browser.test_story import Desk, Visitor

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'&amp;{{7*7}} </p></li>"


@pytest.fixture
def visitor(product: Product, person: Callable[..., Person]) -> Visitor:
    """A customer with the widget open, in Persian."""
    somebody = Visitor(person(PHONE, language="fa").page, product, "fa")
    somebody.open()
    return somebody


@pytest.fixture
def desk(product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]) -> Desk:
    page = logged_in(person(DESK), "daniel")
    speak(page, product, "en")
    somebody = Desk(page, product)
    somebody.view("unassigned")
    return somebody


def test_markup_is_text_on_both_sides(visitor: Visitor, desk: Desk):
    for page in (visitor.page, desk.page):
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))

    visitor.say(f"A {MARKUP}")
    desk.open(f"A {MARKUP}")  # in the list and in the conversation
    desk.write(f"B {MARKUP}")
    desk.send()
    expect(desk.bubble(f"B {MARKUP}")).to_be_visible()
    desk.write(f"C {MARKUP}", note=True)
    desk.send()
    expect(desk.bubble(f"C {MARKUP}")).to_be_visible()

    expect(visitor.panel.locator(".row:not(.mine)", has_text=f"B {MARKUP}")).to_be_visible()
    assert visitor.page.locator("img[src=x]").count() == desk.page.locator("img[src=x]").count() == 0


def test_a_book_is_refused_and_kept_on_both_sides(visitor: Visitor, desk: Desk):
    book = "کتاب " * 4_100
    visitor.say(book)
    expect(visitor.panel.locator(".alert")).to_contain_text("این پیام خیلی بلند است")
    expect(visitor.panel.locator("textarea[name=text]")).to_have_value(book)
    visitor.say("Short")
    desk.open("Short")

    words = desk.page.locator(".composer textarea")
    words.fill(book)
    desk.page.keyboard.press("Control+Enter")

    expect(desk.page.locator(".composer__error")).to_contain_text("longer than")
    assert words.input_value().strip() == book.strip()


def test_a_page_named_as_a_picture_is_refused_and_the_text_still_goes(visitor: Visitor):
    page = {"name": "fridge.jpg", "mimeType": "image/jpeg", "buffer": b"<html><script>alert(1)</script></html>"}
    film = {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"x" * (10 * 1024 * 1024 + 1)}

    visitor.panel.locator("input[type=file]").set_input_files(page)
    expect(visitor.panel.locator(".tray li")).to_contain_text(explain("bad_type", language="fa"))
    visitor.panel.locator("input[type=file]").set_input_files(film)
    expect(visitor.panel.locator(".alert")).to_contain_text("بزرگ‌تر از اندازهٔ مجاز است")

    visitor.say("Only words")
    expect(visitor.panel.locator(".row.mine.sent")).to_have_count(1)
