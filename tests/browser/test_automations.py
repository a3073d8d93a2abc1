"""A supervisor writes a rule, sees on what happened lately what it would do, and switches it on; it does it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Product, demo
from tests.browser.looking import assert_accessible, assert_fits, picture
from tests.browser.test_story import Visitor

PATIENCE = 120_000  # the worker may have a lot to do before; nothing is timed


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A demo of its own, in which nothing else happens by itself."""
    with demo() as running:
        yield running


def test_a_rule_is_written_tried_switched_on_and_seen_at_work(product, person, logged_in):
    page = logged_in(person(DESK), "arash")
    page.goto(f"{product.url}/settings/automations/")
    expect(page.locator("#rules li").first).to_contain_text("برچسب گارانتی")
    assert_accessible(page)
    assert_fits(page)
    picture(page, "fa-desk-automations")

    page.locator("a[href$='/automations/new/']").first.click()
    page.locator("#id_name").fill("فنجان شکسته")
    page.locator("#id_words").fill("فنجان لاجوردی\nیخچال")
    for step, key, value in ((0, "tag", "Complaint"), (1, "note", None)):
        page.locator("#new-step").select_option(key)
        page.locator("button[name=move_step][value=add]").click()
        expect(page.locator(f"[name=step{step}-do]")).to_have_value(key)
        if value:
            page.locator("#id_step0-tag").select_option(label=value)
    page.locator("#id_step1-text").fill("فنجان {{customer}} شکسته؛ فوری رسیدگی کنید.")

    page.locator("#id_is_on").check()
    page.locator("#rule .button--main").click()  # not tried yet
    expect(page.locator("#rule .errorlist")).to_contain_text("امتحان")
    page.locator("[hx-post$='/automations/trial/']").click()
    expect(page.locator("#trial .automation__examples li").first).to_be_visible()
    expect(page.locator("#trial .automation__steps li")).to_have_count(2)
    assert_accessible(page)
    assert_fits(page)
    page.locator("#trial-title").scroll_into_view_if_needed()
    picture(page, "fa-desk-automation-trial")
    page.locator("#rule .button--main").click()
    mine = page.locator("#rules li", has_text="فنجان شکسته").first
    expect(mine.locator(".chip")).to_have_count(0)

    visitor = Visitor(person(PHONE, language="fa").page, product, "fa")
    visitor.open()
    visitor.say("فنجان لاجوردی‌ام توی راه شکست")

    page.goto(f"{product.url}/inbox/?view=open")
    page.locator(".row-link", has_text="فنجان لاجوردی").first.click()
    told = page.locator("#timeline .fact", has_text="فنجان شکسته")
    expect(told).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#timeline")).to_contain_text("فوری رسیدگی کنید")
    picture(page, "fa-desk-automation-timeline")
    told.locator("a").click()
    expect(page.locator("main, .page").first).to_contain_text("Complaint")
    assert_accessible(page)
    picture(page, "fa-desk-automation-run")

    page.goto(f"{product.url}/settings/automations/")
    page.locator("#rules li", has_text="فنجان شکسته").first.locator("a[href$='/runs/']").click()
    expect(page.locator("ol.card > li")).to_have_count(1)
    assert_accessible(page)


def test_a_rule_is_read_on_a_phone_in_arabic_in_the_dark(product, person, logged_in):
    phone = logged_in(person(PHONE, scheme="dark"), "rima")
    phone.goto(f"{product.url}/settings/automations/")
    assert_accessible(phone)
    assert_fits(phone)
    phone.locator("#rules li", has_text="برچسب گارانتی").first.locator("a:not([href$='/runs/'])").click()
    expect(phone.locator("#id_name")).to_have_value("برچسب گارانتی")
    assert_accessible(phone)
    assert_fits(phone)
    picture(phone, "ar-phone-automation")
