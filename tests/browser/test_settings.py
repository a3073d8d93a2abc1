"""An administrator at the settings, in a real browser."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_pages import speak


def test_the_profile_is_shown_anew_in_the_language_just_chosen(product, person, logged_in):
    page = logged_in(person(DESK), "daniel")
    page.goto(f"{product.url}/settings/profile/")
    page.locator("#id_language").select_option("ar")
    page.locator("#id_time_zone").fill("beirut")
    page.keyboard.press("Enter")
    page.locator("#profile .button--main").click()

    expect(page.locator("html[lang=ar][dir=rtl]")).to_be_visible()
    expect(page.locator(".toast")).to_be_visible()
    expect(page.locator("select[name=time_zone]")).to_have_value("Asia/Beirut")
    speak(page, product, "en")  # others read on as him


def test_an_invited_colleague_comes_in_from_another_device(product, person, logged_in):
    page = logged_in(person(DESK), "nasrin")
    page.goto(f"{product.url}/settings/agents/")
    page.locator("#invite #id_email").fill("leila@narvan.example")
    page.locator("#invite .button--main").click()
    link = page.locator("#link").inner_text()

    guest = person(PHONE, language="fa", timezone_id="Asia/Dubai").page
    guest.goto(link)
    expect(guest.locator("select[name=time_zone]")).to_have_value("Asia/Dubai")
    guest.locator("#id_name").fill("لیلا")
    guest.locator("#id_password").fill("ten green fridges hum")
    guest.locator("form .button--main").click()

    expect(guest.locator(".shell")).to_be_visible()


def test_the_designer_shows_the_real_widget_before_anything_is_saved(product, person, logged_in):
    page = logged_in(person(DESK), "nasrin")
    page.goto(f"{product.url}/settings/web-chat/")
    page.locator(".canned a").first.click()
    preview = page.frame_locator("#preview").locator("rafiq-chat")
    page.locator("[data-preview-language=fa]").click()
    page.locator("#id_greeting_fa").fill("امروز ارسال رایگان است")

    expect(preview.locator("[role=log]")).to_contain_text("امروز ارسال رایگان است")
    expect(page.locator("#id_greeting_fa")).to_be_focused()
    expect(page.locator("[data-unsaved]")).to_be_visible()


def test_a_phone_shows_the_sections_first_and_leads_back_to_them(product, person, logged_in):
    page = logged_in(person(PHONE), "nasrin")
    page.goto(f"{product.url}/settings/")
    expect(page.locator(".settings__main")).to_be_hidden()

    page.locator(".settings__nav a[href='/settings/tags/']").click()
    expect(page.locator(".settings__nav")).to_be_hidden()
    page.locator(".pane__back").click()

    expect(page.locator(".settings__nav")).to_be_visible()


def test_removing_asks_once_and_names_the_consequence(product, person, logged_in):
    page = logged_in(person(DESK), "nasrin")
    page.goto(f"{product.url}/settings/tags/new/")
    page.locator("#id_name").fill("Short-lived")
    page.locator("#tag .button--main").click()
    page.locator("li.canned", has_text="Short-lived").locator("a").click()
    page.locator("[commandfor=remove][command=show-modal]").click()
    expect(page.locator("dialog#remove p")).to_be_visible()
    page.locator("dialog#remove .button--final").click()

    expect(page.locator("li.canned", has_text="Short-lived")).to_have_count(0)
