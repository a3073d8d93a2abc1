"""A day with two zones: Tehran counts its stock, Beirut is there; when it goes home too, everybody is told so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Person, Product, demo
from tests.browser.looking import assert_accessible, assert_fits, picture
from tests.browser.test_story import Visitor

PATIENCE = 120_000  # the first answer waits for a worker that has just started; nothing is timed here
UNKNOWN = "بتبيعوا ألواح طاقة شمسية للسطح؟"
SOMEBODY_IS_THERE = "سيقرأ أحد زملائي رسالتك"
ALWAYS = "0–24"


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A demo of its own: its teams keep other hours."""
    with demo() as running:
        yield running


def write_week(page: Page, address: str, hours: Callable[[int], str], *, country: str = "") -> None:
    """Write the same page of hours as an administrator does; `hours` says those of a weekday."""
    page.goto(address)
    for day in range(7):
        page.locator(f"[name=day_{day}]").fill(hours(day))
    page.locator("[name=country]").select_option(country)
    page.locator("#hours .button--main").click()
    expect(page.locator(".toast")).to_be_visible()


def team_hours(page: Page, product: Product, team: str) -> str:
    """Find the page of a team's hours, by the way people go."""
    page.goto(f"{product.url}/settings/teams/")
    row = page.locator("li, tr", has_text=team).first
    row.locator("a[href*='/settings/teams/']").first.click()
    link = page.locator("a[href*='/settings/teams/'][href$='/hours/']").first
    return f"{product.url}{link.get_attribute('href')}"


def tomorrow_only(zone: str) -> Callable[[int], str]:
    tomorrow = (datetime.now(UTC).astimezone(ZoneInfo(zone)) + timedelta(days=1)).weekday()
    return lambda day: "9:00–10:00" if day == tomorrow else ""


def today(page: Page) -> str:
    """Write today as the reader of a Persian page does."""
    return page.evaluate(
        "() => new Intl.DateTimeFormat('fa-IR-u-ca-persian', {timeZone: 'Asia/Tehran', year: 'numeric', "
        "month: 'numeric', day: 'numeric'}).format(new Date())"
    )


def test_a_day_with_two_zones(
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
) -> None:
    boss = logged_in(person(DESK, language="fa"), "nasrin")
    pages = {team: team_hours(boss, product, team) for team in ("Tehran", "Beirut", "Evening cover")}

    # Whoever is there answers for everybody: the company has no hours of its own.
    write_week(boss, f"{product.url}/settings/company/hours/", lambda _day: "")
    write_week(boss, pages["Evening cover"], lambda _day: "")
    write_week(boss, pages["Beirut"], lambda _day: ALWAYS)
    write_week(boss, pages["Tehran"], lambda _day: ALWAYS, country="IR")
    assert_accessible(boss)

    # Tehran is closed today, and says why.
    boss.goto(pages["Tehran"])
    boss.locator("a[href$='/days/new/']").click()
    boss.locator("[name=date]").fill(today(boss))
    boss.locator("[name=note]").fill("انبارگردانی ویژه")
    boss.locator("#day .button--main").click()
    expect(boss.locator(".table", has_text="انبارگردانی ویژه")).to_be_visible()
    picture(boss, "fa-desk-hours")

    # Beirut is there, so the customer is told that somebody answers, and no hour of the week is uncovered.
    visitor = Visitor(person(PHONE, language="ar").page, product, "ar")
    visitor.open()
    visitor.say(UNKNOWN)
    expect(visitor.panel.locator(".log")).to_contain_text(SOMEBODY_IS_THERE, timeout=PATIENCE)
    supervisor = logged_in(person(PHONE, language="ar"), "rima")
    supervisor.goto(f"{product.url}/settings/week/")
    expect(supervisor.locator(".heat__hour--thin, .heat__hour--covered").first).to_be_visible()
    expect(supervisor.locator(".heat td.heat__hour--uncovered")).to_have_count(0)
    assert_accessible(supervisor)
    assert_fits(supervisor)

    # Beirut goes home too: whoever writes now is told by whose clock people are back.
    write_week(boss, pages["Beirut"], tomorrow_only("Asia/Beirut"))
    write_week(boss, pages["Tehran"], lambda _day: "")
    late = Visitor(person(PHONE, language="ar").page, product, "ar")
    late.open()
    late.say(UNKNOWN)
    expect(late.panel.locator(".log")).to_contain_text(re.compile("سنعود .*(٩:٠٠|9:00).*بيروت"), timeout=PATIENCE)
    picture(late.page, "ar-phone-back-tomorrow")
    supervisor.reload()
    expect(supervisor.locator(".heat td.heat__hour--uncovered").first).to_be_attached()
    expect(supervisor.locator("td", has_text=re.compile("سنعود")).first).to_be_visible()
    picture(supervisor, "ar-phone-week")


def test_an_agent_says_whether_they_are_there(
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
) -> None:
    agent = logged_in(person(DESK, language="fa"), "kaveh")
    agent.goto(f"{product.url}/settings/schedule/")

    agent.locator(".page__head h1").click()
    agent.keyboard.press("m")
    menu = agent.locator("#me")
    expect(menu.locator("button[name=availability][value=ONLINE]")).to_have_attribute("aria-pressed", "true")
    expect(menu.locator("button[name=availability][value=ONLINE]")).to_be_focused()
    agent.keyboard.press("ArrowDown")
    expect(menu.locator("button[name=availability][value=AWAY]")).to_be_focused()
    agent.keyboard.press("Enter")
    agent.keyboard.press("m")

    expect(menu.locator("button[name=availability][value=AWAY]")).to_have_attribute("aria-pressed", "true")
    boss = logged_in(person(DESK, language="fa"), "nasrin")
    boss.goto(f"{product.url}/settings/people/")
    expect(boss.locator("tr", has_text="کاوه رستمی")).to_contain_text("دور از میز")
    assert_accessible(boss)
    picture(boss, "fa-desk-people")
