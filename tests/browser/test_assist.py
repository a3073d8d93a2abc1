"""Help while answering: found on demand, marked as such, used by a click, sent by nobody but the agent."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Person, Product, demo
from tests.browser.looking import assert_accessible, assert_fits, picture
from tests.browser.test_story import Desk, Visitor


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A demo of its own, where nobody has given the bot other work."""
    with demo() as running:
        yield running


QUESTIONS = {
    "fa": ("elham", "ماشین لباسشوییم آب رو خالی نمیکنه باید چیکار کنم؟"),
    "ar": ("ziad", "الغسالة ما عم تصرف المي شو بعمل؟"),
    "en": ("maya", "my washing machine does not drain, what can I do?"),
}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_a_suggestion_is_inserted_and_sent_by_nobody_but_the_agent(
    product: Product,
    person: Callable[..., Person],
    logged_in: Callable[[Person, str], Page],
    language: str,
    size: dict[str, int],
) -> None:
    name, words = QUESTIONS[language]
    question = f"{words} {size['width']}"
    visitor = Visitor(person(PHONE, language=language).page, product, language)
    visitor.open()
    visitor.say(question)
    expect(visitor.panel.locator(".row.mine.sent")).to_have_count(1)
    agent = Desk(logged_in(person(size, language=language), name), product)
    agent.view("open")
    agent.open(question)
    page = agent.page

    # Nothing is looked for until somebody asks; then it says who found it.
    expect(page.locator(".assist__part summary").first).to_be_visible()
    expect(page.locator(".assist__one")).to_have_count(0)
    page.locator("#conversation").press("g")
    first = page.locator(".assist__one:has([data-insert])").first
    expect(first).to_be_visible()
    expect(page.locator(".assist__note").first).to_be_visible()
    expect(page.locator("#scroll .avatar--bot").last).to_be_visible(timeout=60_000)  # the bot may answer only now:
    expect(first).to_be_visible()  # what was asked for stays open
    assert_accessible(page)
    assert_fits(page)
    picture(page, f"{language}-{'phone' if size is PHONE else 'desk'}-assist")

    # A click puts the words into the answer, where they can be changed; the customer gets nothing.
    offered = first.locator("[data-insert]").get_attribute("data-insert") or ""
    said = page.locator("#scroll .bubble").count()
    first.locator("[data-insert]").click()
    answer = page.locator(".composer textarea")
    expect(answer).to_have_value(offered)
    expect(answer).to_be_focused()
    page.reload()
    expect(agent.bubble(question)).to_be_visible()
    expect(page.locator("#scroll .bubble")).to_have_count(said)
    expect(agent.bubble(offered.splitlines()[0])).to_have_count(0)

    agent.write(f"{offered.splitlines()[0]} ✓ {size['width']}")
    agent.send()
    expect(visitor.panel.locator(".log")).to_contain_text(f"✓ {size['width']}")
