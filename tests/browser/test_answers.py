"""Answers at any hour: the bot answers, says honestly what it does not know, and people fill what was missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, Person, Product, demo
from tests.browser.looking import assert_accessible, assert_fits, picture
from tests.browser.test_story import Desk, Visitor

PATIENCE = 120_000  # the first answer waits for a worker that has just started; nothing is timed here
TOMORROW = "9:00–10:00"
STORIES = {
    "fa": {
        "agent": "arash", "known": "یخچالم دیگه خنک نمیکنه چیکار کنم", "article": "fridge-not-cooling",
        "unknown": "پنل خورشیدی هم می‌فروشید برای پشت بوم؟", "phone": "۰۹۱۲۱۲۳۴۵۶۷", "back": r"۰?۹:۰۰",
        "answer": "سلام، پنل خورشیدی نداریم ولی برایتان فروشندهٔ خوبی می‌شناسیم",
        "title": "پنل خورشیدی می‌فروشید؟", "body": "نارون پنل خورشیدی نمی‌فروشد. از فروشندگان انرژی بپرسید.",
        "search": "مرجوعی",
    },
    "ar": {
        "agent": "ziad", "known": "البراد ما عم يبرد شو بعمل", "article": "fridge-not-cooling",
        "unknown": "بتبيعوا ألواح طاقة شمسية للسطح؟", "phone": "+96170123456", "back": r"٩:٠٠|9:00",
    },
    "en": {
        "agent": "daniel", "known": "my fridge is not cold any more, what can I do", "article": "fridge-not-cooling",
        "unknown": "do you sell solar panels for my roof?", "phone": "+1 416 555 0123", "back": r"0?9:00",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A demo of its own: its company goes home early."""
    with demo() as running:
        yield running


@pytest.fixture(scope="module")
def gone_home() -> list[bool]:
    return []


@pytest.fixture
def nobody_there(product, person, logged_in, gone_home) -> None:
    """An administrator writes down hours that begin tomorrow."""
    if gone_home:
        return
    page = logged_in(person(DESK), "nasrin")
    page.goto(f"{product.url}/settings/company/hours/")
    tomorrow = (datetime.now(UTC).astimezone(ZoneInfo("Asia/Tehran")) + timedelta(days=1)).weekday()
    for day in range(7):
        page.locator(f"[name=day_{day}]").fill(TOMORROW if day == tomorrow else "")
    page.locator("[name=country]").select_option("")  # tomorrow may be a holiday
    page.locator("#hours .button--main").click()
    expect(page.locator(".toast")).to_be_visible()
    page.goto(f"{product.url}/settings/company/hours/")
    expect(page.locator(f"[name=day_{tomorrow}]")).to_have_value(re.compile("9|۹"))
    gone_home.append(True)


def cited(visitor: Visitor, slug: str, language: str) -> Locator:
    return visitor.panel.locator(f".row a.file[href*='/help/{language}/articles/{slug}']")


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_a_question_at_night(
    product: Product,
    person: Callable[..., Person],
    logged_in: Callable[[Person, str], Page],
    nobody_there: None,
    language: str,
) -> None:
    story = STORIES[language]
    visitor = Visitor(person(PHONE, language=language).page, product, language)
    visitor.open()

    # What is known is answered at once, with the article it is from.
    visitor.say(story["known"])
    expect(cited(visitor, story["article"], language)).to_be_visible(timeout=PATIENCE)
    assert_accessible(visitor.page)
    picture(visitor.page, f"{language}-phone-bot-answers")

    # What is not known is said so, with the word when people are back; a number is left.
    visitor.say(story["unknown"])
    expect(visitor.panel.locator(".log")).to_contain_text(re.compile(story["back"]), timeout=PATIENCE)
    before = visitor.panel.locator(".row:not(.mine)").count()
    visitor.say(story["phone"])
    expect(visitor.panel.locator(".row:not(.mine)")).to_have_count(before + 1, timeout=PATIENCE)
    picture(visitor.page, f"{language}-phone-bot-promises")

    # Next morning: everything is there for whoever opens it.
    agent = Desk(logged_in(person(DESK, language=language), story["agent"]), product)
    agent.view("unassigned")
    agent.page.locator(".row-link", has_text=digits(story["phone"])).first.click()
    expect(agent.bubble(story["known"])).to_be_visible()
    note = agent.page.locator(".handover").last
    expect(note).to_contain_text(story["unknown"])
    expect(note.locator("time").first).to_be_visible()
    expect(agent.page.locator("#scroll")).to_contain_text(digits(story["phone"]))
    assert_accessible(agent.page)
    picture(agent.page, f"{language}-desk-handover")
    if "answer" in story:
        people_go_on(agent, visitor, story)
        what_is_missing_is_written(agent, product, story)
        another = Visitor(person(PHONE, language=language).page, product, language)
        another.open()
        another.say(story["unknown"])
        expect(another.panel.locator(".row a.file", has_text=story["title"])).to_be_visible(timeout=PATIENCE)


def digits(phone: str) -> str:
    """The number as it is kept."""
    return "9121234567" if phone.startswith("۰") else phone.replace(" ", "")


def people_go_on(agent: Desk, visitor: Visitor, story: dict[str, str]) -> None:
    agent.write(story["answer"])
    agent.send()
    expect(agent.bubble(story["answer"])).to_be_visible()
    expect(visitor.panel.locator(".log")).to_contain_text(story["answer"])
    visitor.say("ممنون")
    expect(agent.bubble("ممنون")).to_be_visible()
    expect(visitor.panel.locator(".row").last).to_have_class(re.compile("mine"))  # the bot is silent now


def what_is_missing_is_written(agent: Desk, product: Product, story: dict[str, str]) -> None:
    page = agent.page
    page.goto(f"{product.url}/articles/gaps/?language=fa")
    gap = page.locator("li.gap", has_text=story["unknown"])
    expect(gap).to_be_visible()
    assert_accessible(page)
    picture(page, "fa-desk-gaps")
    gap.locator("button.button--main").click()
    expect(page.locator("#id_body")).to_be_visible()
    page.locator("#id_title").fill(story["title"])
    page.locator("#id_body").fill(story["body"])
    page.locator("button[formaction$='/publication/']").click()
    expect(page.locator(".writing__side .chip--done")).to_be_visible()
    page.goto(f"{product.url}/articles/gaps/?language=fa")
    expect(page.locator("li.gap", has_text=story["unknown"])).to_have_count(0)


def test_help_inside_the_chat_window(product: Product, person: Callable[..., Person]) -> None:
    visitor = Visitor(person(PHONE, language="fa").page, product, "fa")
    visitor.open()
    help_view = visitor.panel.locator(".help")
    visitor.panel.locator(".head .tool").first.click()
    expect(help_view.locator(".found .row").first).to_be_visible()
    field = help_view.locator("input[type=search]")
    field.fill("پولم کی برمیگرده")
    expect(help_view.locator(".found .row", has_text="پول").first).to_be_visible()
    assert_accessible(visitor.page)
    assert_fits(visitor.page)
    picture(visitor.page, "fa-phone-widget-help")
    field.press("ArrowDown")
    visitor.page.keyboard.press("Enter")
    expect(help_view.locator(".text h2")).to_be_focused()
    assert_accessible(visitor.page)
    picture(visitor.page, "fa-phone-widget-article")
    help_view.locator(".vote .chip").first.click()
    expect(help_view.locator(".vote")).to_contain_text("سپاس")
    visitor.page.keyboard.press("Escape")
    expect(field).to_be_focused()
    help_view.locator(".foot .main").click()
    expect(help_view).to_be_hidden()
    expect(visitor.panel.locator("textarea[name=text]")).to_have_value("پولم کی برمیگرده")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_help_centre_on_a_phone(product: Product, person: Callable[..., Person], scheme: str) -> None:
    page = person(PHONE, language="fa", scheme=scheme).page
    page.goto(f"{product.shop}?lang=fa")
    page.locator(".help a").click()
    page.wait_for_url("**/help/fa/")
    looked_at(page, f"fa-phone-help-home-{scheme}")
    page.locator("input[type=search]").first.fill(STORIES["fa"]["search"])
    page.locator("input[type=search]").first.press("Enter")
    page.wait_for_url("**/search/**")
    looked_at(page, f"fa-phone-help-search-{scheme}")
    page.locator("main a[href*='/articles/']").first.click()
    expect(page.locator("article h1")).to_be_visible()
    looked_at(page, f"fa-phone-help-article-{scheme}")
    page.locator("#helpful button[value=yes]").click()
    expect(page.locator("#helpful [role=status]")).to_be_visible()
    looked_at(page, f"fa-phone-help-thanks-{scheme}")


def looked_at(page: Page, name: str) -> None:
    assert_fits(page)
    assert_accessible(page)
    picture(page, name)
