"""Every kind of channel, from its guide to being switched off, as an administrator goes through it in a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import psycopg
import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from rafiq.channels.transport import registry
from rafiq.platform import postgres
from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import assert_accessible, assert_fits, picture
from tests.browser.machine import wait

NOBODY = "http://127.0.0.1:9"  # port 9 discards, where anybody listens at all
SECRET = "abcdefghij0123456789-not-to-be-shown"
KINDS = [kind.kind for kind in registry.kinds()]


@dataclass(frozen=True)
class Case:
    """What an administrator types: `asked` is missed when it is missing, `also` keeps the channel on this machine."""

    asked: dict[str, str]
    also: dict[str, str] = field(default_factory=dict)
    secret: str = SECRET
    hook: str = ""  # where the page shows the address the provider calls


META = {"access_token": SECRET, "app_secret": SECRET}
CASES = {
    "mail": Case(
        {"address": "help@narvan.example", "imap_host": "127.0.0.1", "smtp_host": "127.0.0.1"},
        {"imap_port": "9", "smtp_port": "9", "imap_password": SECRET, "smtp_password": SECRET},
    ),
    "smpp": Case({"host": "127.0.0.1", "system_id": "narvan", "source": "30001234"},
                 {"port": "9", "password": "Zq7-x!kp"}, secret="Zq7-x!kp"),
    "kavenegar": Case({"api_key": SECRET, "line": "30001234"}, hook=".guide"),
    "twilio": Case({"account_sid": f"AC{'0a' * 16}", "auth_token": SECRET, "sender": "+15005550006"}, hook="#hook"),
    "http_sms": Case(
        {"url": f"{NOBODY}/send", "body": '{"to": "{to}", "text": "{text}", "key": "{secret}"}'},
        {"secret": SECRET, "hook_secret": SECRET, "health_url": f"{NOBODY}/account"}, hook="#hook",
    ),
    "telegram": Case({"token": f"123456789:{SECRET}"}, {"api_url": NOBODY}),
    "bale": Case({"token": f"123456789:{SECRET}"}, {"api_url": NOBODY}),
    "whatsapp": Case({"phone_number_id": "1066", "business_account_id": "2066", **META}, {"api_url": NOBODY},
                     hook="#hook"),
    "instagram": Case({"account_id": "17841400", **META}, {"api_url": NOBODY}, hook="#hook"),
    "messenger": Case({"account_id": "1066", **META}, {"api_url": NOBODY}, hook="#hook"),
    "mastodon": Case({"instance": NOBODY, "access_token": SECRET}),
    "webhook": Case({"signing_secret": SECRET}, {"url": f"{NOBODY}/rafiq/"}, hook="#hook"),
}  # fmt: skip


@pytest.fixture(scope="module")
def stays_logged_in(product, chromium):
    """Somebody who logged in once; every test comes with the same cookies."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{product.url}/login/")
    page.locator("input[name=email]").first.fill("nasrin@narvan.example")
    page.locator("input[type=password]").first.fill(product.password)
    page.locator("input[type=password]").first.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def speak(product):
    """Let the administrator read another language; the demo's own comes back afterwards."""

    def change(language: str) -> None:
        url = wait(lambda: postgres.running_url(product.data), "the database")
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("UPDATE accounts_agent SET language = %s WHERE email LIKE 'nasrin@%%'", [language])

    yield change
    change("fa")


def looks_good(page: Page, name: str) -> None:
    assert_fits(page)
    assert_accessible(page)
    width = "phone" if page.viewport_size["width"] < 600 else "desk"
    picture(page, f"{page.locator('html').get_attribute('lang')}-{width}-{name}")


def save(page: Page) -> None:
    page.locator("#channel .button--main").click()


def in_words(place: Locator, language: str) -> str:
    """Return what is said there; something is, and in the reader's letters."""
    expect(place).to_have_text(re.compile(r"[\u0621-\u06cc]{2}" if language == "fa" else r"[A-Za-z]{2}"))
    return place.inner_text()


def missed(page: Page, language: str) -> set[str]:
    """Return the names of the fields marked as wrong, each with its words beside it."""
    expect(page.locator("#channel [aria-invalid=true]").first).to_be_visible()
    names = {one.get_attribute("name") for one in page.locator("#channel [aria-invalid=true]").all()}
    for name in names:
        in_words(page.locator(f"#id_{name}_error"), language)
    return names


def assert_answers_in_words(page: Page, language: str) -> None:
    """Nobody is there: the check says so by itself, without a fault and without being given up on."""
    page.locator("#check").click()
    told = in_words(page.locator("#health .notice--danger"), language)
    assert "Errno" not in told
    with override(language):
        assert gettext("The provider did not answer in time.") not in told
        assert gettext("The provider could not be asked: %(reason)s").partition("%")[0] not in told


@pytest.mark.parametrize("number", range(len(KINDS)), ids=KINDS)
def test_from_the_guide_to_being_switched_off(number, product, person, stays_logged_in, speak):
    kind, case = KINDS[number], CASES[KINDS[number]]
    language, size = [("fa", PHONE), ("en", DESK)][number % 2]
    speak(language)
    page = person(size, language=language, storage_state=stays_logged_in).page
    page.goto(f"{product.url}/settings/channels/")
    page.locator("a[href='/settings/channels/new/']").first.click()
    page.locator(f"a[href='/settings/channels/new/{kind}/']").click()
    in_words(page.locator(".guide"), language)
    assert page.locator(".guide li").count() >= 3
    looks_good(page, f"channel-{kind}-new")

    save(page)  # nothing is filled in
    assert missed(page, language) == {"name", *case.asked}
    looks_good(page, f"channel-{kind}-missed")

    for name, value in {"name": f"Narvan {kind}", **case.asked, **case.also}.items():
        page.locator(f"#id_{name}").fill(value)
    save(page)
    page.wait_for_url(re.compile(r"/settings/channels/\d+/"))
    in_words(page.locator(".page__head .chip"), language)
    expect(page.locator(case.hook or "main").first).to_contain_text("/hooks/rk_" if case.hook else "")
    assert ("/hooks/" in page.locator("main").inner_html()) == bool(case.hook)
    assert_answers_in_words(page, language)
    looks_good(page, f"channel-{kind}")
    assert case.secret not in page.request.get(page.url).text()

    page.locator("#id_name").fill("Narvan anew")
    save(page)
    expect(page.locator(".page__head h1")).to_have_text("Narvan anew")
    page.locator("[commandfor=off][command=show-modal]").click()
    page.locator("#off .button--final").click()
    expect(page.locator("form[action$='/use/'] .button--main")).to_be_visible()
