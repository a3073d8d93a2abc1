"""One customer over several channels in a real browser: the way of an answer, joining, the person's timeline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from rafiq.platform import postgres
from tests.browser.conftest import DESK, PHONE, ROOT, Person, Product, demo
from tests.browser.looking import assert_accessible, assert_fits
from tests.browser.test_pages import speak

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """A demo of its own: its bot is switched off."""
    with demo() as running:
        yield running


# Done in the running demo by its own services: a gateway and a mailbox that nobody answers at, and somebody who wrote
# over the widget and by text message. Nothing of it leaves this machine: port 1 is nobody's.
PREPARE = """
import json, sys
import django
django.setup()
from rafiq.bot.models import BotSettings
BotSettings.objects.update(is_active=False)  # nobody but people answers here
from django.utils import timezone
from rafiq.customers.models import Identity
from rafiq.inbox import intake, services
from rafiq.inbox.contracts import Inbound
from rafiq.inbox.models import Channel
at, name = timezone.now(), sys.argv[1]
number = "+98912" + str(abs(hash(name)) % 10**7).zfill(7)
widget = Channel.objects.filter(kind="webchat").order_by("pk").first()
nobody = {"url": "https://127.0.0.1:1/", "method": "POST"}
sms = Channel.objects.filter(kind="http_sms", name="Narvan SMS").first() or services.save_channel(
    None, kind="http_sms", name="Narvan SMS", settings=nobody, at=at, secret="{}")
mail = Channel.objects.filter(kind="mail").first() or services.save_channel(
    None, kind="mail", name="Narvan mail", settings={"address": "care@narvan.example"}, at=at, secret="{}")
def say(channel, thread, sender, text, number):
    [receipt] = intake.receive([Inbound(
        channel_id=channel.pk, thread=thread, external_id=f"{name}-{number}", sender=sender, text=text, said_at=at,
        name=name)], at=at)
    return receipt
chat = say(widget, f"browser-{name}", ("VISITOR", f"browser-{name}"), "Where is my fridge?", 1)
Identity.objects.create(customer_id=chat.customer_id, kind="PHONE", value=number, is_verified=True, added_at=at)
Identity.objects.create(customer_id=chat.customer_id, kind="EMAIL", value="m@customer.example", added_at=at)
text = say(sms, number, ("PHONE", number), "I ask by text message, too", 2)
print(json.dumps({"chat": chat.conversation_id, "text": text.conversation_id, "customer": chat.customer_id,
                  "number": number}))
"""


@dataclass
class Customer:
    """Somebody with two open conversations."""

    chat: int
    text: int
    customer: int
    number: str


@pytest.fixture
def somebody(product: Product, request: pytest.FixtureRequest) -> Customer:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAFIQ_")}
    kept["RAFIQ_MEANING"] = "0"  # the demo's articles are found by their words; reading them takes minutes
    url = postgres.running_url(product.data)
    assert url
    made = subprocess.run(
        [sys.executable, "-c", PREPARE, f"Maryam {abs(hash(request.node.name)) % 10_000}"],
        env={
            **kept, "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "rafiq.settings", "DATABASE_URL": url,
            "RAFIQ_DATA": str(product.data),
        },
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return Customer(**json.loads(made.stdout.splitlines()[-1]))


@pytest.fixture
def desk(
    product: Product, person: Callable[..., Person], logged_in: Callable[[Person, str], Page], somebody: Customer
) -> Page:
    page = logged_in(person(DESK), "daniel")
    speak(page, product, "en")
    page.goto(f"{product.url}/inbox/conversations/{somebody.chat}/?view=open")
    expect(page.locator(".composer")).to_be_visible()
    return page


def test_the_way_is_chosen_by_keys_and_named_by_the_button(desk: Page, somebody: Customer):
    send = desk.locator("[data-send=reply]")
    expect(send).to_have_text("Send by web chat")

    desk.keyboard.press("w")
    menu = desk.locator("#way-menu")
    expect(menu).to_be_visible()
    expect(menu.get_by_text("m@customer.example")).to_be_visible()
    expect(menu.get_by_text("not confirmed")).to_have_count(1)
    assert_accessible(desk)
    desk.keyboard.press("ArrowDown")
    expect(send).to_have_text("Send by SMS")
    expect(menu).to_be_visible()
    desk.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    expect(desk.locator(".composer textarea")).to_be_focused()
    expect(desk.locator("#way-face")).to_contain_text(somebody.number)
    expect(desk.locator("[name=subject]")).to_be_hidden()

    desk.keyboard.type("By text message")
    desk.keyboard.press("Control+Enter")
    sent = desk.locator("#timeline .message", has_text="By text message")
    expect(sent.locator(".message__channel")).to_be_visible()
    expect(send).to_have_text("Send by SMS")
    expect(desk.locator(".composer textarea")).to_have_value("")


def test_only_a_mail_has_a_subject(desk: Page):
    desk.locator("#way-face").click()
    desk.locator(".ways__item", has_text="m@customer.example").click()
    expect(desk.locator("#way-menu")).to_be_hidden()
    expect(desk.locator("[data-send=reply]")).to_have_text("Send by e-mail")
    expect(desk.locator("[name=subject]")).to_have_value("Re: Where is my fridge?")
    assert_accessible(desk)

    desk.locator("[name=cc]").fill("nobody")
    desk.locator(".composer textarea").fill("Kept")
    desk.locator("[data-send=reply]").click()
    expect(desk.locator(".composer__error")).to_contain_text("nobody")
    expect(desk.locator(".composer textarea")).to_have_value("Kept")
    expect(desk.locator("[name=cc]")).to_have_value("nobody")

    desk.locator(".composer label:has(input[value=note])").click()
    expect(desk.locator("[name=subject]")).to_be_hidden()
    expect(desk.locator("#way-face")).to_be_hidden()


def test_two_become_one_and_two_again(desk: Page, somebody: Customer):
    also = desk.locator(f"#also-{somebody.text}")
    expect(also).to_contain_text("Also open:")
    assert_accessible(desk)
    also.get_by_role("button").click()

    brought = desk.locator("#timeline .bubble", has_text="I ask by text message, too")
    expect(brought).to_be_visible()
    expect(also).to_have_count(0)
    expect(desk.locator(".toast", has_text="was joined")).to_be_visible()
    desk.keyboard.press("z")
    expect(brought).to_have_count(0)
    expect(desk.locator(f"#also-{somebody.text}")).to_be_visible()


def test_the_emptied_one_says_where_everything_went(desk: Page, product: Product, somebody: Customer):
    desk.locator(f"#also-{somebody.text}").get_by_role("button").click()
    expect(desk.locator(".toast", has_text="was joined")).to_be_visible()

    desk.goto(f"{product.url}/inbox/conversations/{somebody.text}/?view=open")
    expect(desk.locator("#also")).to_contain_text(f"#{somebody.chat}")
    expect(desk.locator(".composer")).to_have_count(0)
    assert_accessible(desk)
    desk.locator("#also").get_by_role("button").click()
    expect(desk.locator("#timeline .bubble", has_text="I ask by text message, too")).to_be_visible()


def test_the_persons_timeline_tells_everything_and_narrows(desk: Page, product: Product, somebody: Customer):
    desk.goto(f"{product.url}/customers/{somebody.customer}/")
    entries = desk.locator("#person .entry")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("I ask by text message, too")
    assert_accessible(desk)

    desk.locator(".person__filters .chip", has_text="Narvan SMS").click()
    expect(entries).to_have_count(1)
    expect(desk.locator(".person__filters [aria-pressed=true]")).to_contain_text("Narvan SMS")
    desk.locator("#person-all").click()
    expect(entries).to_have_count(2)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_in_persian_it_fits_and_is_accessible(
    product: Product,
    person: Callable[..., Person],
    logged_in: Callable[[Person, str], Page],
    somebody: Customer,
    size: dict[str, int],
):
    page = logged_in(person(size, language="fa", scheme="dark" if size is PHONE else "light"), "nasrin")
    speak(page, product, "fa")
    page.goto(f"{product.url}/inbox/conversations/{somebody.chat}/?view=open")
    expect(page.locator(f"#also-{somebody.text}")).to_be_visible()
    page.locator("#way-face").click()
    expect(page.locator("#way-menu")).to_be_visible()
    assert_accessible(page)
    page.locator(".ways__item", has_text="m@customer.example").click()
    expect(page.locator("[name=subject]")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)

    page.goto(f"{product.url}/customers/{somebody.customer}/")
    expect(page.locator("#person .entry")).to_have_count(2)
    assert_fits(page)
    assert_accessible(page)
