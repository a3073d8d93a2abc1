"""One person in a real browser: an article is written with the toolbar, kept by itself, published, and inserted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, ROOT
from tests.browser.looking import assert_accessible, assert_fits, picture

HELP = ROOT / "src" / "rafiq" / "demo" / "help"
SOME = 12
READERS = {"fa": "nasrin", "en": "daniel"}


@pytest.fixture
def help_centre(product, person, logged_in, tmp_path) -> None:
    """Some of Narvan's articles, taken in through the page that takes files in, where they are not there yet."""
    page = logged_in(person(DESK, language="fa"), "nasrin")
    page.goto(f"{product.url}/articles/")
    if page.locator("#articles th a").count() > 2:
        return
    for path in sorted(HELP.glob("*.jsonl")):
        some = tmp_path / path.name
        some.write_text("\n".join(path.read_text().splitlines()[:SOME]))
        take_in(page, product.url, some)


def take_in(page: Page, url: str, path: Path) -> None:
    page.goto(f"{url}/articles/import/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form .button--main").click()
    expect(page.locator("[role=status] h2")).to_be_visible(timeout=120_000)


def test_an_article_is_written_kept_published_and_inserted(product, person, logged_in, help_centre):
    page = logged_in(person(DESK, language="fa"), "nasrin")
    page.goto(f"{product.url}/articles/new/?title=Blender+jar")
    page.locator("label", has_text="English").first.click()
    page.locator("#new-article .button--main").click()
    body = page.locator("#id_body")
    expect(body).to_be_visible()
    page.wait_for_load_state("load")  # keys are heard once the editor's script has run
    body.fill("Steps")
    body.press("Control+KeyH")
    expect(body).to_have_value("## Steps")
    body.press("End")
    body.press("Enter")
    page.locator("[data-lines='- ']").click()
    page.keyboard.type("open it")
    page.keyboard.press("Enter")
    page.keyboard.type("close it")
    expect(body).to_have_value("## Steps\n- open it\n- close it")
    expect(page.locator("#preview li")).to_have_count(2)
    expect(page.locator("#number")).not_to_have_value("1")

    page.locator(".asked + input").fill("my jar leaks")
    page.locator(".asked + input").press("Enter")
    expect(page.locator(".asked .chip")).to_have_count(1)
    page.locator("[data-picker]").click()
    page.locator("#picker-field").fill("blender")
    page.locator("#picker-results [role=option]").first.click()
    expect(body).to_have_value(re.compile(r"\[.+\]\(article:[\w-]+\)"))
    assert_accessible(page)
    picture(page, "fa-desk-editor")
    expect(page.locator("#writing.htmx-request")).to_have_count(0)  # what was typed has been kept

    page.locator("button[formaction$='/publication/']").click()
    expect(page.locator(".writing__side .chip--done")).to_be_visible()
    page.goto(f"{product.url}/articles/?q=blender+jar")
    expect(page.locator("#articles th a").first).to_have_text("Blender jar")
    assert_accessible(page)

    page.goto(f"{product.url}/inbox/?view=open")
    page.locator("#list a.row-link, .row-link").first.click()
    expect(page.locator(".composer textarea")).to_be_visible()
    page.locator(".composer textarea").press("Control+Period")
    page.locator("#insert-article-field").fill("blender jar")
    expect(page.locator("#insert-article-results [role=option]").first).to_contain_text("Blender jar")
    picture(page, "fa-desk-insert-article")
    page.locator("#insert-article-field").press("Enter")
    expect(page.locator(".composer textarea")).to_have_value(
        re.compile("Blender jar\n.*/help/en/articles/blender-jar", re.DOTALL)
    )
    page.locator(".composer textarea").fill("")


@pytest.mark.usefixtures("help_centre")
def test_long_words_fit_on_screen_and_on_paper(product, person, logged_in, tmp_path):
    key, words, body = "long-words", "Pneumono" * 8, f"```\n{'x' * 300}\n```\n\n| a | b |\n|--|--|\n| {'y' * 200} | c |"
    lines = tmp_path / "long.jsonl"
    lines.write_text(json.dumps({"id": key, "lang": "en", "collection": "words", "title": words, "body": body}))
    take_in(logged_in(person(DESK, language="fa"), "nasrin"), product.url, lines)
    reader = person(PHONE, language="en").page

    for path in (f"articles/{key}/", "collections/words/", "", f"search/?q={words}"):
        reader.goto(f"{product.url}/help/en/{path}")
        assert_fits(reader)

    reader.goto(f"{product.url}/help/en/articles/{key}/")
    reader.emulate_media(media="print")
    cut = "those => those.filter((one) => one.scrollWidth > one.clientWidth).length"
    assert reader.locator(".article__body :is(pre, .article__table)").evaluate_all(cut) == 0


@pytest.mark.parametrize("language, size, scheme", [
    ("fa", DESK, "light"), ("fa", PHONE, "dark"), ("en", DESK, "dark"), ("en", PHONE, "light"),
])  # fmt: skip
@pytest.mark.usefixtures("help_centre")
def test_every_page_fits_and_can_be_used_by_everybody(product, person, logged_in, language, size, scheme):
    page = logged_in(person(size, language=language, scheme=scheme), READERS[language])
    where = "phone" if size == PHONE else "desk"
    page.goto(f"{product.url}/articles/")
    editor = page.locator(f"#articles .marks a[href$='/{language}/']:has(.mark--good)").first.get_attribute("href")
    paths = ["", "new/", "gaps/", "gaps/answer/?asked=blender"]
    paths += ["collections/", "collections/new/", "import/"] if language == "fa" else []
    for name, path in [
        *((one, f"/articles/{one}") for one in paths),
        ("editor", editor),
        ("versions", f"{editor}versions/"),
    ]:
        page.goto(f"{product.url}{path}")
        assert_fits(page)
        assert_accessible(page)
        picture(page, f"{language}-{where}-articles-{name.partition('/?')[0].strip('/').replace('/', '-') or 'list'}")
