"""The settings of the help centre: for administrators, in words."""

from __future__ import annotations

import pytest
from django.test import Client

from rafiq.accounts.models import Role
from rafiq.knowledge import queries
from tests.makers import make_agent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]
PLACE = "/settings/help-centre/"


@pytest.fixture
def boss() -> Client:
    browser = Client()
    browser.force_login(make_agent("Boss", role=Role.ADMINISTRATOR))
    return browser


def save(browser: Client, **values: object):
    form = {"address": "", "languages": ["fa", "ar", "en"], "version": browser.get(PLACE).context["version"], **values}
    return browser.post(PLACE, form)


def test_what_is_saved_counts(boss):
    assert save(boss, address="help.narvan.example/x", languages=["ar"], title_ar="أهلًا").status_code == 303

    site = queries.site()
    assert (site.address, site.languages, site.default_language) == ("https://help.narvan.example", ("ar",), "ar")
    assert "أهلًا" in boss.get("/help/ar/").text


@pytest.mark.parametrize("values", [{"address": "no address"}, {"languages": []}, {"title_fa": "x" * 200}])
def test_nonsense_is_refused_in_words(boss, values):
    assert save(boss, **values).status_code == 422
    assert queries.site().address == ""


def test_two_administrators_at_once_do_not_overwrite_each_other(boss):
    version = boss.get(PLACE).context["version"]
    save(boss, title_en="First")

    assert save(boss, title_en="Second", version=version).status_code == 409
    assert queries.site().titles == {"en": "First"}


def test_agents_may_not():
    browser = Client()
    browser.force_login(make_agent())

    assert browser.get(PLACE).status_code == 403
