"""An administrator adds a channel and looks after what was set aside, in a real browser."""

from __future__ import annotations

import re

import psycopg
import pytest
from playwright.sync_api import Page, expect

from rafiq.platform import postgres
from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import assert_accessible, assert_fits, picture
from tests.browser.machine import wait

SIZES = [("en", DESK, "desk"), ("fa", PHONE, "phone"), ("fa", DESK, "desk"), ("en", PHONE, "phone")]
SECRET = "a stamp that nobody guesses"


@pytest.fixture(params=SIZES, ids=["en-desk", "fa-phone", "fa-desk", "en-phone"])
def page(request, product, person, logged_in) -> Page:
    language, size, _ = request.param
    page = logged_in(person(size, language=language), "nasrin")
    with database(product) as db:
        db.execute("UPDATE accounts_agent SET language = %s WHERE email LIKE 'nasrin@%%'", [language])
    yield page
    with database(product) as db:
        db.execute("UPDATE accounts_agent SET language = 'fa' WHERE email LIKE 'nasrin@%'")


def database(product):
    url = wait(lambda: postgres.running_url(product.data), "the database")
    return psycopg.connect(url, autocommit=True)


def looks_good(page: Page, name: str = "") -> None:
    assert_fits(page)
    assert_accessible(page)
    if name:
        width = "phone" if page.viewport_size["width"] < 600 else "desk"
        picture(page, f"{page.locator('html').get_attribute('lang')}-{width}-{name}")


def add_channel(page: Page, product, name: str) -> int:
    page.goto(f"{product.url}/settings/channels/new/webhook/")
    page.locator("#id_name").fill(name)
    page.locator("#id_signing_secret").fill(SECRET)
    page.locator("#channel .button--main").click()
    page.wait_for_url(re.compile(r"/settings/channels/\d+/"))
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def set_aside(product, channel: int, body: bytes) -> int:
    with database(product) as db:
        [pk] = db.execute(
            "INSERT INTO transport_arrival (channel_id, key, body, path, size, meta, state, reason, note, attempts,"
            " arrived_at, due_at) VALUES (%s, %s, %s, '', %s, '{}', 'QUARANTINED', 'planted', '', 0, now(), now())"
            " RETURNING id",
            [channel, f"planted-{channel}", body, len(body)],
        ).fetchone()
    return pk


def test_from_the_gallery_to_a_channel_that_is_checked(page, product):
    page.goto(f"{product.url}/settings/channels/")
    looks_good(page, "channels")
    page.locator("a[href='/settings/channels/new/']").first.click()
    page.wait_for_url("**/settings/channels/new/")  # until then it would be the page before that is looked at, or none
    looks_good(page, "gallery")
    page.locator("a[href='/settings/channels/new/webhook/']").click()
    page.locator("#channel .button--main").click()  # nothing is filled in
    expect(page.locator("#id_name[aria-invalid=true]")).to_be_focused()
    looks_good(page)

    add_channel(page, product, "Depot")
    expect(page.locator("#hook")).to_contain_text("/hooks/rk_")
    expect(page.locator("dl.numbers").last).to_be_visible()
    looks_good(page, "channel")

    page.locator("#check").click()
    expect(page.locator("#health .notice")).to_be_visible()
    expect(page.locator("#id_signing_secret")).to_have_value("")
    page.locator("#id_name").fill("Depot in Shiraz")
    page.locator("#channel .button--main").click()
    expect(page.locator(".toast")).to_be_visible()
    expect(page.locator(".page__head h1")).to_contain_text("Depot in Shiraz")


def test_switching_off_asks_first_and_switching_on_does_not(page, product):
    add_channel(page, product, "Once")
    page.locator("[commandfor=off][command=show-modal]").click()
    looks_good(page)
    page.locator("#off .button--final").click()
    expect(page.locator("[commandfor=off]")).to_have_count(0)
    page.locator("form[action$='/use/'] .button--main").click()

    expect(page.locator("[commandfor=off][command=show-modal]")).to_be_visible()


def test_what_was_set_aside_is_told_read_again_and_dismissed(page, product):
    channel = add_channel(page, product, "Letters")
    item = set_aside(product, channel, b"<b>no letter at all</b>")
    page.goto(f"{product.url}/settings/channels/")
    page.locator(".shell__banner a[href='/settings/channels/quarantine/']").click()
    page.wait_for_url("**/quarantine/")
    planted = page.locator(f"#item-{item}")
    expect(planted).to_contain_text("planted")
    looks_good(page, "quarantine")
    planted.locator("summary").click()
    expect(planted.locator("pre")).to_have_text("<b>no letter at all</b>")

    planted.locator("form[action$='/again/'] button").click()
    expect(page.locator(".toast")).to_be_visible()
    with database(product) as db:
        find = "SELECT reason FROM transport_arrival WHERE id = %s AND state = 'QUARANTINED' AND reason <> 'planted'"
        wait(lambda: db.execute(find, [item]).fetchone(), "the worker's own reason")

    page.reload()
    expect(planted).not_to_contain_text("planted")
    planted.locator("form[action$='/dismissal/'] button").click()
    expect(planted).to_have_count(0)
    expect(page.locator(".shell__banner a[href='/settings/channels/quarantine/']")).to_have_count(0)
