"""One person in a real browser: doubles looked at, made one and parted; a list taken in; a segment put together."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import assert_accessible, assert_fits, picture

# An agent who reads Persian and one who reads English, both of whom may take lists in.
READERS = {"fa": "nasrin", "en": "daniel"}


def choose(page, name, value):
    """Choose in a row of conditions, and wait for the row to be drawn anew."""
    with page.expect_response(re.compile("segments/row/")):
        page.locator(f"select[name={name}]").select_option(value)


def pair_with(page, name):
    return page.locator("li.pair", has=page.get_by_text(name, exact=True))


def test_doubles_are_looked_at_made_one_and_parted_again(product, person, logged_in):
    page = logged_in(person(DESK, language="fa"), "nasrin")
    page.goto(f"{product.url}/customers/duplicates/")
    found = pair_with(page, "Khaled Al-Harbi")
    expect(found).to_contain_text("خالد الحربي")
    expect(found.locator(".reasons .chip")).to_have_count(3)
    assert_accessible(page)
    picture(page, "fa-desk-doubles")

    found.locator("a.button--main").click()
    expect(page.locator(".card.pair__side")).to_have_count(2)
    assert_accessible(page)
    picture(page, "fa-desk-merge")
    page.locator("input[name=name][value=source]").check()
    page.locator("#merge .button--main").click()
    expect(page.locator("h1")).to_have_text("Khaled Al-Harbi")
    expect(page.locator(".facts").first).to_contain_text("khaled@nakheel.example")
    assert_accessible(page)

    page.locator("#merges button").first.click()
    page.locator("dialog[open] .button--final").click()
    expect(page.locator("h1")).to_have_text("خالد الحربي")
    expect(page.locator("#merges")).to_have_count(0)
    page.goto(f"{product.url}/customers/duplicates/")
    expect(pair_with(page, "Khaled Al-Harbi")).to_have_count(0)


def test_on_a_phone_two_people_stay_two(product, person, logged_in):
    page = logged_in(person(PHONE, scheme="dark"), "daniel")
    page.goto(f"{product.url}/customers/duplicates/")
    found = pair_with(page, "Daniel Whitmroe")
    assert_fits(page)
    assert_accessible(page)
    picture(page, "en-phone-doubles")

    found.locator("form button").press("Enter")

    expect(page.locator(".toast")).to_be_visible()
    expect(pair_with(page, "Daniel Whitmroe")).to_have_count(0)


@pytest.mark.parametrize("language", READERS)
def test_a_list_with_mistakes_is_taken_in_but_for_them(product, person, logged_in, language):
    page = logged_in(person(DESK, language=language), "nasrin")
    page.goto(f"{product.url}/customers/imports/")
    assert_accessible(page)
    written = (
        "نام;ایمیل;موبایل;یادداشت\n"
        f"مهتاب {language};mahtab-{language}@import.example;0912 000 {'11' if language == 'fa' else '22'} 34;سلام\n"
        f"بی‌نشان {language};not-an-address;123;\n;;;بی‌نام\n"
    )
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": written.replace("ی", "ي").encode("windows-1256")}
    page.locator("input[type=file]").set_input_files([file])
    page.locator("#upload .button--main").click()

    expect(page.locator("select[name=column_1]")).to_have_value("email")
    expect(page.locator("select[name=column_2]")).to_have_value("phone")
    expect(page.locator("select[name=delimiter]")).to_have_value(";")
    assert_accessible(page)
    picture(page, f"{language}-desk-import")
    page.locator("#import .button--main").click()

    expect(page.locator(".chip--done").first).to_be_visible(timeout=60_000)
    expect(page.locator("#progress tbody tr")).to_have_count(3)
    with page.expect_download() as download:
        page.locator("a[download]").click()
    assert "not-an-address" in download.value.path().read_text(encoding="utf-8-sig")
    page.goto(f"{product.url}/customers/?q=mahtab-{language}")
    expect(page.locator("#customers tr")).to_have_count(1)


@pytest.mark.parametrize("language", READERS)
def test_a_segment_is_put_together_and_counts_as_it_grows(product, person, logged_in, language):
    page = logged_in(person(DESK, language=language), READERS[language])
    page.goto(f"{product.url}/customers/segments/new/")
    page.locator("#id_name").fill(f"Shiraz {language}")
    choose(page, "field_0", "city")
    choose(page, "operator_0", "is")
    page.locator("input[name=value_0]").fill("Shiraz")
    page.locator("button[hx-swap=beforeend]").click()
    choose(page, "field_1", "conversations")
    choose(page, "operator_1", "more")
    page.locator("input[name=value_1]").fill("1")

    expect(page.locator("#segment-count strong")).to_contain_text(re.compile(r"[1-9۱-۹]"))
    assert_accessible(page)
    picture(page, f"{language}-desk-segment")
    page.locator("#segment .button--main").click()

    expect(page.locator("select[name=segment] option:checked")).to_have_text(f"Shiraz {language}")
    expect(page.locator("#customers tr td:nth-of-type(2)").first).to_have_text("Shiraz")
    assert_accessible(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", READERS)
def test_every_page_fits_and_reads_well(product, person, logged_in, language, size):
    page = logged_in(person(size, language=language, scheme="dark"), "nasrin")
    page.goto(f"{product.url}/customers/?q=Samira")
    page.locator("#customers a").first.click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    found = [page.url, f"{page.url}edit/"]
    places = ("companies/", "companies/new/", "duplicates/", "segments/new/", "imports/", "")
    found += [f"{product.url}/customers/{place}" for place in places]
    for address in [*found, f"{product.url}/settings/customer-fields/new/"]:
        page.goto(address)
        expect(page.locator("main h1:visible").first).to_be_visible()
        assert_fits(page)
        assert_accessible(page)
