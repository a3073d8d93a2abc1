"""The whole story: a customer writes on a website, people answer, both see it live, the customer rates it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, Person, Product
from tests.browser.looking import assert_accessible, assert_fits, picture

STORIES = {
    "fa": {
        "agent": "elham", "colleague": "kaveh", "colleague_name": "کاوه رستمی",
        "hello": "سلام، یخچالم خنک نمی‌کند و غذاها دارد خراب می‌شود", "more": "ممنون، منتظرم",
        "answer": "سلام، همین الان برایتان تکنسین می‌فرستیم", "note": "لطفاً موجودی کمپرسور را ببین",
        "thanks": "خیلی سریع بود",
    },
    "en": {
        "agent": "maya", "colleague": "shirin", "colleague_name": "Shirin Tavakoli",
        "hello": "Hello, my fridge does not cool and the food is going bad", "more": "Thank you, I will wait",
        "answer": "We are sending a technician right away", "note": "Please check the compressor stock",
        "thanks": "That was quick",
    },
}  # fmt: skip


def photo() -> bytes:
    """Draw a fridge."""
    image = Image.new("RGB", (640, 480), "#e9e2d6")
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 400, 640, 480), fill="#b9a88f")
    canvas.rounded_rectangle((220, 40, 420, 430), 14, fill="#f4f6f7", outline="#9aa5ab", width=4)
    canvas.line((220, 170, 420, 170), fill="#9aa5ab", width=4)
    canvas.rounded_rectangle((238, 85, 248, 145), 5, fill="#7d888e")
    canvas.rounded_rectangle((238, 205, 248, 300), 5, fill="#7d888e")
    canvas.ellipse((180, 420, 470, 455), fill="#a8c7cf")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


class Visitor:
    """The customer in front of the shop's page."""

    def __init__(self, page: Page, product: Product, language: str) -> None:
        self.page, self.address = page, f"{product.shop}?lang={language}"

    def open(self) -> None:
        self.page.goto(self.address)
        self.page.locator("rafiq-chat .bubble").first.click()
        expect(self.panel).to_be_visible()

    @property
    def panel(self) -> Locator:
        return self.page.locator("rafiq-chat .panel")

    def say(self, words: str) -> None:
        self.panel.locator("textarea[name=text]").fill(words)
        self.panel.locator("textarea[name=text]").press("Enter")


class Desk:
    """A member of staff in front of the workspace."""

    def __init__(self, page: Page, product: Product) -> None:
        self.page, self.url = page, product.url

    def view(self, name: str) -> None:
        self.page.goto(f"{self.url}/inbox/?view={name}")

    def row(self, words: str) -> Locator:
        return self.page.locator(".row-link", has_text=words)

    def open(self, words: str) -> None:
        self.row(words).first.click()
        expect(self.bubble(words)).to_be_visible()

    def bubble(self, words: str) -> Locator:
        return self.page.locator("#scroll .bubble", has_text=words)

    def write(self, words: str, *, note: bool = False) -> None:
        kind = "note" if note else "reply"
        self.page.locator(f".composer label:has(input[value={kind}])").click()
        self.page.locator(".composer textarea").press_sequentially(words)

    def send(self) -> None:
        self.page.keyboard.press("Control+Enter")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_whole_story(  # noqa: PLR0915  # a story is told from its beginning to its end
    product: Product,
    person: Callable[..., Person],
    logged_in: Callable[[Person, str], Page],
    language: str,
    size: dict[str, int],
) -> None:
    story = STORIES[language]
    hello = f"{story['hello']} {size['width']}"
    shot = f"{language}-{'phone' if size is PHONE else 'desk'}"
    visitor = Visitor(person(size, language=language).page, product, language)
    agent = Desk(logged_in(person(size, language=language), story["agent"]), product)
    colleague = Desk(logged_in(person(size, language=language), story["colleague"]), product)
    agent.view("unassigned")
    expect(agent.page.locator(".row-link").first).to_be_visible()
    assert_accessible(agent.page)

    # The customer writes, with a picture; the agent's list shows it without reloading.
    visitor.open()
    assert_accessible(visitor.page)
    assert_fits(visitor.page)
    visitor.panel.locator("input[type=file]").set_input_files(
        {"name": "fridge.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(visitor.panel.locator("form img, .composer img, .pen img, .chips img, .file").first).to_be_visible()
    visitor.say(hello)
    expect(visitor.panel.locator(".row.mine.sent")).to_have_count(1)
    expect(agent.row(hello)).to_be_visible()

    # Who it is, what was said; taking it by the keyboard.
    agent.open(hello)
    expect(agent.page.locator("#scroll .bubble__image img")).to_be_visible()
    expect(visitor.panel.locator(".row.mine.seen")).to_have_count(1)
    agent.page.locator("#conversation").press("a")
    expect(agent.page.locator("#take")).to_have_count(0)
    assert_fits(agent.page)

    # A colleague who opens it too is seen typing; so is the customer.
    colleague.view("open")
    colleague.open(hello)
    colleague.write("…")
    expect(agent.page.locator("#company")).to_contain_text(story["colleague_name"])
    visitor.panel.locator("textarea[name=text]").press_sequentially("…")
    expect(agent.page.locator("#typing")).to_be_visible()
    visitor.panel.locator("textarea[name=text]").fill("")
    colleague.page.locator(".composer textarea").fill("")

    # An answer, with a canned reply first.
    agent.write("/")
    expect(agent.page.locator("#suggestions [role=option]").first).to_be_visible()
    agent.page.keyboard.press("Enter")
    expect(agent.page.locator(".composer textarea")).not_to_have_value("/")
    assert "{{" not in agent.page.locator(".composer textarea").input_value()
    agent.page.locator(".composer textarea").fill("")
    agent.write(story["answer"])
    agent.send()
    expect(agent.bubble(story["answer"])).to_be_visible()
    expect(visitor.panel.locator(".log")).to_contain_text(story["answer"])
    by_people = agent.page.locator("#scroll .message--ours:not(:has(.avatar--bot))")
    expect(by_people.locator(".message__by--seen")).to_have_count(1)
    expect(by_people.filter(has_text=story["answer"]).locator(".message__by--seen")).to_have_count(1)
    picture(visitor.page, f"{shot}-widget")

    # An internal note that names the colleague: seen by them, never by the customer.
    agent.write("@", note=True)
    agent.page.keyboard.type(story["colleague_name"][:3])
    agent.page.locator("#suggestions [role=option]", has_text=story["colleague_name"]).click()
    agent.page.locator(".composer textarea").press_sequentially(story["note"])
    agent.send()
    expect(agent.page.locator("#scroll .message--note", has_text=story["note"])).to_be_visible()
    picture(agent.page, f"{shot}-conversation")
    assert_accessible(agent.page)
    colleague.view("mentions")
    expect(colleague.page.locator(".row-link").first).to_be_visible()
    expect(visitor.panel.locator(".log")).not_to_contain_text(story["note"])

    # Snoozed until tomorrow; a word of the customer brings it back.
    agent.page.locator("#snooze").click()
    agent.page.locator("#snooze-choices .menu__item").nth(2).click()
    expect(agent.page.locator("#snooze[aria-pressed=true]")).to_be_visible()
    visitor.say(story["more"])
    expect(agent.bubble(story["more"])).to_be_visible()
    expect(agent.page.locator("#snooze[aria-pressed=true]")).to_have_count(0)

    # Handed over to the colleague, who closes it.
    agent.page.locator("#assign").click()
    agent.page.locator("#assign-menu input[name=q]").fill(story["colleague_name"][:4])
    agent.page.locator("#assign-choices .menu__item", has_text=story["colleague_name"]).first.click()
    expect(agent.page.locator("#take")).to_be_visible()
    colleague.view("mine")
    colleague.row(story["more"]).first.click()
    expect(colleague.bubble(hello)).to_be_visible()
    colleague.page.locator("#resolve").click()
    expect(colleague.page.locator("#head .chip--done")).to_be_visible()

    # The customer closed the page, comes back, finds it as it was, and rates it; the staff sees the rating.
    visitor.page.goto("about:blank")
    visitor.open()
    expect(visitor.panel.locator(".log")).to_contain_text(story["answer"])
    visitor.panel.locator(".faces label").nth(4).click()
    visitor.panel.locator(".more textarea").fill(story["thanks"])
    visitor.panel.locator(".more button").click()
    expect(agent.page.locator("#scroll .stars")).to_be_visible()
    expect(agent.page.locator("#scroll")).to_contain_text(story["thanks"])
    picture(visitor.page, f"{shot}-rated")


def test_a_tag_is_put_on_by_the_keyboard(
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
) -> None:
    desk = Desk(logged_in(person(DESK), "maya"), product)
    desk.view("open")
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#head")).to_be_visible()

    desk.page.keyboard.press("t")
    choice = desk.page.locator("#tag-choices [role=menuitemcheckbox][aria-checked=false]").first
    chosen = choice.get_attribute("id")
    choice.click()

    expect(desk.page.locator(f"#{chosen}")).to_have_attribute("aria-checked", "true")


def test_the_sheet_of_keys(
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page]
) -> None:
    desk = Desk(logged_in(person(DESK), "maya"), product)
    desk.view("open")
    desk.page.keyboard.press("?")

    expect(desk.page.locator("dialog#keys")).to_be_visible()
    assert_accessible(desk.page)
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("dialog#keys")).to_be_hidden()
