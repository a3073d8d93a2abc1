"""A complaint is handled as agreed: by a procedure, with what must be noted, with somebody else's approval."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Person, Product, demo
from tests.browser.looking import assert_accessible, assert_fits, picture
from tests.browser.test_story import Desk, Visitor

WORDS = "یخچالی که خریدم اصلاً خنک نمی‌کند و کسی جواب نمی‌دهد"
WHY = "دو هفته است خراب است و قطعه نمی‌رسد"


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A demo of its own: what is agreed on here holds up closing."""
    with demo() as running:
        yield running


def agree(page: Page, product: Product) -> None:
    """A supervisor switches on what Narvan has agreed on, and looks at every page of it."""
    for place in ("fields", "procedures", "approvals"):
        address = f"{product.url}/settings/{place}/"
        page.goto(address)
        assert_accessible(page)
        links = [one.get_attribute("href") for one in page.locator("#rows li a").all()]
        for number, link in enumerate(links):
            page.goto(f"{product.url}{link}")
            page.locator("[name=is_active]").check()
            if not number:
                assert_accessible(page)
                assert_fits(page)
                picture(page, f"ar-desk-practice-{place}")
            page.locator("#standard .save-bar .button--main").click()
            page.wait_for_url(address)
        expect(page.locator("#rows .chip")).to_have_count(0)


def complain(desk: Desk) -> None:
    """The agent takes what the customer wrote, and tags it."""
    desk.view("open")
    desk.open(WORDS)
    desk.page.keyboard.press("a")
    desk.page.keyboard.press("t")
    desk.page.locator("#tag-menu input[name=q]").fill("complaint")
    desk.page.locator("#tag-choices .menu__item", has_text="Complaint").click()
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator(".noted")).to_contain_text("دلیل شکایت")


@pytest.mark.browser
def test_a_complaint_is_handled_as_agreed(  # noqa: PLR0915  # a story is told from its beginning to its end
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
) -> None:
    chief = logged_in(person(DESK, language="ar"), "rima")
    agree(chief, product)
    visitor = Visitor(person(PHONE, language="fa").page, product, "fa")
    visitor.open()
    visitor.say(WORDS)
    desk = Desk(logged_in(person(DESK, language="fa"), "elham"), product)
    page = desk.page
    complain(desk)

    # The procedure: an answer brings a further step, and each says who did it.
    steps = page.locator(".checklist__step")
    expect(steps).to_have_count(3)
    page.locator(".checklist__mark[role=checkbox]").first.click()
    expect(steps.first).to_contain_text("الهام")
    steps.nth(1).locator("button", has_text="نه").click()
    expect(steps).to_have_count(4)
    assert_accessible(page)
    picture(page, "fa-desk-practice-procedure")

    # Closing is held up by what is lacking; the agent makes good a part of it, and nothing is lost.
    page.locator("#resolve").click()
    dialog = page.locator("#practice-dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator("input[name=step]")).to_have_count(1)
    assert_accessible(page)
    picture(page, "fa-desk-practice-closing")
    dialog.locator("input[name=step]").check()
    dialog.locator(".button--main").click()
    expect(dialog.locator(".field__error, .errorlist").first).to_be_visible()
    dialog.locator("select").last.select_option("c2")
    dialog.locator(".dialog__foot .button--plain").click()
    page.locator("[id^=note-fields]").click()
    dialog.locator("select").first.select_option("c2")
    dialog.locator(".button--main").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".noted")).to_contain_text("کالای خراب")
    page.locator(".checklist__mark[role=checkbox][aria-checked=false]").first.click()

    # Approval is asked for, appears in the supervisor's list by itself, and its answer here.
    chief.goto(f"{product.url}/approvals/")
    page.locator("[id^=ask-]").click()
    dialog.locator("[name=amount]").fill("۶٬۰۰۰٬۰۰۰")
    dialog.locator("[name=reason]").fill(WHY)
    assert_accessible(page)
    dialog.locator(".button--main").click()
    expect(dialog).to_be_hidden()
    wish = chief.locator(".wish", has_text=WHY)
    expect(wish).to_be_visible()
    assert_accessible(chief)
    assert_fits(chief)
    picture(chief, "ar-desk-practice-approvals")
    wish.locator("button[value='1']").click()
    expect(page.locator(".beside .wish .chip--accent")).to_be_visible()
    picture(page, "fa-desk-practice-approved")

    # On a phone the same stands behind the customer's button.
    phone = logged_in(person(PHONE, language="fa"), "elham")
    phone.goto(f"{page.url.split('?')[0]}?pane=customer")
    expect(phone.locator(".checklist__step").first).to_be_visible()
    assert_accessible(phone)
    assert_fits(phone)
    picture(phone, "fa-phone-practice")

    # A macro closes it.
    page.bring_to_front()
    page.keyboard.press("x")
    dialog.locator(".macros__one", has_text="بستن شکایت").click()
    expect(dialog.locator(".macro-steps li")).to_have_count(2)
    assert_accessible(page)
    picture(page, "fa-desk-practice-macro")
    dialog.locator(".button--main").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#head .chip--done")).to_be_visible()
