"""Nonsense, markup and strangers at every address: told in words and with the right status, never a crash."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import override
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rafiq.accounts.models import Agent, Role
from rafiq.accounts.permissions import RANK, ForAgents
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Message
from tests import addresses
from tests.addresses import NONSENSE, ask
from tests.makers import NOON, make_agent, make_channel, make_conversation, make_reply, make_team

pytestmark = pytest.mark.django_db

# Whoever is not signed in may come here; everything else asks for the log-in.
PUBLIC = {
    "accounts:login", "accounts:logout", "accounts:set_up", "accounts:invitation", "webchat:script", "webchat:config",
    "webchat:files", "webchat:help_script", "webchat:help", "webchat:help_article",
    "files:upload", "files:thumbnail", "files:file", "web:home", "web:favicon",
    "board:screen", "demo:shop", "transport:hook", "transport:hook_bare", "transport:hook_rest",
    "help:robots", "help:front", "help:sitemap", "help:sitemap_part", "help:home", "help:search", "help:collection",
    "help:article", "help:rating", "help:old_address",
}  # fmt: skip
MOST_OF_A_BODY = 1_900_000
XSS = "\"'></i><xss a=b>{{a}}"
GROWN_OLD = {"en": "This page has grown old", "fa": "این صفحه کهنه شده است", "ar": "هذه الصفحة"}
NOTHING_HERE = {"en": "Nothing here", "fa": "اینجا", "ar": "لا"}


@pytest.fixture
def boss() -> Agent:
    return make_agent("Boss", role=Role.ADMINISTRATOR)


@pytest.fixture
def client(boss) -> Client:
    """The browser of the administrator; what breaks becomes page 500, as for everybody."""
    browser = Client(raise_request_exception=False)
    browser.force_login(boss)
    return browser


def broken(answer) -> str:
    return repr(answer.exc_info[1]) if answer.exc_info else ""


class TestNonsense:
    @pytest.mark.parametrize("words", NONSENSE.values(), ids=NONSENSE.keys())
    def test_in_every_field_of_every_address_breaks_nothing(self, client, boss, words):
        office = addresses.furnish(boss, "Narvan")
        query = "&".join(f"{name}={words[:6000]}" for name in addresses.SAID_IN_ADDRESSES)
        fields = addresses.fields_of_all_forms()
        # All of them together must still be a request that is read: what is larger is refused before any form sees it.
        body = "&".join(f"{name}={words[: MOST_OF_A_BODY // len(fields)]}" for name in fields)
        found = []

        for name, address, pattern in office.addresses():
            for method in addresses.methods_of(pattern):
                answer = ask(client, method, address, query=query, body="" if method == "get" else body)
                if answer.status_code >= 500:
                    found.append((name, method, broken(answer)))

        assert not found

    @pytest.mark.parametrize("words", NONSENSE.values(), ids=NONSENSE.keys())
    def test_as_an_address_is_nothing_to_find(self, client, boss, words):
        office = addresses.furnish(boss, "Narvan")
        found = []

        for name, pattern in addresses.patterns():
            known = office.arguments(name, pattern)
            if not known:
                continue
            mark = {key: 987_654 if isinstance(value, int) else "-mark-" for key, value in known.items()}
            address = reverse(name, kwargs=mark).replace("987654", words).replace("-mark-", words)
            for method in addresses.methods_of(pattern):
                status = ask(client, method, address).status_code
                is_done = name == "accounts:withdrawal" and status == 303  # there is none, as was wished
                if status not in {404, 405, 410} and not is_done:
                    found.append((name, method, status))

        assert not found

    @pytest.mark.parametrize(
        "headers",
        [
            {"Cookie": 'sessionid="\\000aaaaaaaaaaaaaaa"; csrftoken="\\000"'},
            {"Cookie": "sessionid=" + "é" * 300},
            {"Cookie": "sessionid=" + "a" * 4000},
            {"Accept-Language": "fa-" * 5000 + ";q=x,\x7f"},
            {"HX-Request": "true", "HX-Target": "x" * 5000, "HX-Current-URL": "\x7f"},
            {"Content-Type": "application/x-www-form-urlencoded; charset=nonsense"},
            {"Content-Type": "multipart/form-data; boundary=" + "x" * 300},
            {"Content-Type": "multipart/form-data"},
            {"Host": "evil.example/\\@x"},
        ],
    )
    def test_in_headers_breaks_nothing(self, client, boss, headers):
        office = addresses.furnish(boss, "Narvan")

        for name in ("inbox:home", "inbox:messages", "accounts:login", "files:upload", "webchat:config"):
            pattern = dict(addresses.patterns())[name]
            address = reverse(name, kwargs=office.arguments(name, pattern))
            for method in ("get", "post"):
                assert ask(client, method, address, body="--x\r\n", **headers).status_code < 500

    def test_more_than_a_form_may_hold_is_refused(self, client):
        conversation = make_conversation()
        for name, method in (("messages", "post"), ("assignment", "put")):
            address = reverse(f"inbox:{name}", args=[conversation.pk])
            assert ask(client, method, address, body="&".join(["text=x"] * 1001)).status_code == 400
            assert ask(client, method, address, body="text=" + "x" * 2_200_000).status_code in {400, 413}


class Elements(HTMLParser):
    """Looks for an element, an attribute or a script that a reader's words have made."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "xss" or any(name in {"a", "xss"} or name.startswith("on") for name, _ in attrs):
            self.found.append(str(self.get_starttag_text()))


class TestMarkup:
    def test_is_shown_as_text_wherever_somebody_could_write_it(self, client, boss):
        office = addresses.furnish(boss, XSS)
        make_conversation(XSS, channel=office.conversation.channel, thread="visitor-2", name=XSS)
        told, pages = [], 0
        query = f"q={addresses.quote(XSS)}&view=closed&lang=en"

        for name, address, pattern in office.addresses():
            for headers in ({}, {"HX-Request": "true"}):
                if "get" not in addresses.methods_of(pattern) or name.startswith("files:"):
                    continue
                answer = ask(client, "get", address, query=query, **headers)
                if "html" in answer.get("Content-Type", ""):
                    pages += "xss" in answer.text
                    reader = Elements()
                    reader.feed(answer.text)
                    told += [(name, one) for one in reader.found]

        assert not told
        assert pages > 40  # it really is shown in many places

    def test_comes_back_as_text_from_every_form(self, client, boss):
        office = addresses.furnish(boss, "Narvan")
        body = "&".join(f"{name}={NONSENSE['markup']}" for name in addresses.fields_of_all_forms())
        told = []

        for name, address, pattern in office.addresses():
            for method in {"post", "put"} & set(addresses.methods_of(pattern)):
                answer = ask(client, method, address, body=body, **{"HX-Request": "true"})
                reader = Elements()
                reader.feed(answer.text if "html" in answer.get("Content-Type", "") else "")
                told += [(name, one) for one in reader.found]

        assert not told


class TestStrangers:
    def test_are_asked_to_sign_in_everywhere_but_at_the_door(self, boss):
        office = addresses.furnish(boss, "Narvan")
        stranger = Client(raise_request_exception=False)
        found = []

        for name, address, pattern in office.addresses():
            for method in addresses.methods_of(pattern):
                answer = ask(stranger, method, address)
                sent_away = answer.status_code == 302 and answer["Location"].startswith("/login/")
                if answer.status_code >= 500 or (name not in PUBLIC and not sent_away):
                    found.append((name, method, answer.status_code))

        assert not found

    @pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
    def test_of_a_lower_role_are_refused_in_words(self, boss, role):
        office = addresses.furnish(boss, "Narvan")
        browser = Client(raise_request_exception=False)
        browser.force_login(make_agent(role=role))
        found = []

        for name, address, pattern in office.addresses():
            view = getattr(pattern.callback, "view_class", None)
            if not (view and issubclass(view, ForAgents)):
                continue
            for method in addresses.methods_of(pattern):
                needed = view.needs if method == "get" else view.needs_to_change or view.needs
                answer = ask(browser, method, address)
                if (answer.status_code == 403) != (RANK[role] < RANK[needed]) or answer.status_code >= 500:
                    found.append((name, method, answer.status_code))

        assert not found

    def test_find_nothing_of_a_private_teams_conversation(self, boss):
        office = addresses.furnish(boss, "Narvan")
        private = make_team("Executive", members=[boss])
        type(private).objects.filter(pk=private.pk).update(is_private=True)
        channel = office.conversation.channel
        hidden = make_conversation("Confidential fridge", channel=channel, thread="visitor-9", name="Narvan")
        inbox.assign(conversation=hidden, assignee=None, team=private, by=boss, at=NOON)
        make_reply(hidden, boss, "Confidential answer")
        office.ids |= {"conversation": hidden.pk, "message": Message.objects.latest("pk").pk}
        browser = Client(raise_request_exception=False)
        browser.force_login(make_agent())
        found = []

        for name, address, pattern in office.addresses():
            for method in addresses.methods_of(pattern):
                answer = ask(browser, method, address, query="q=Confidential" if name != "files:file" else "")
                if name.startswith("inbox:") and "pk" in pattern.pattern.converters and answer.status_code != 404:
                    found.append((name, method, answer.status_code))
                if not answer.streaming and ("fridge" in answer.text or "Confidential answer" in answer.text):
                    found.append((name, method, "told"))

        assert not found


class TestForms:
    @pytest.mark.parametrize("language", ["fa", "ar", "en"])
    def test_of_other_websites_change_nothing_and_are_told_so(self, boss, language):
        office = addresses.furnish(boss, "Narvan")
        browser = Client(raise_request_exception=False, enforce_csrf_checks=True)
        reader = make_agent(role=Role.ADMINISTRATOR, language=language)
        browser.force_login(reader)
        found = []

        for name, address, pattern in office.addresses():
            for method in {"post", "put", "delete"} & set(addresses.methods_of(pattern)):
                answer = ask(browser, method, address, Origin="https://evil.example")
                read_in = "en" if name.startswith("help:") else language  # that of the address
                is_told = answer.status_code == 403 and GROWN_OLD[read_in] in answer.text
                is_for_machines = name in {"webchat:files", "webchat:help_article"} or name.startswith("transport:hook")
                if not is_for_machines and answer.status_code != 405 and not is_told:
                    found.append((name, method, answer.status_code))

        assert not found

    def test_by_another_method_are_refused(self, client, boss):
        office = addresses.furnish(boss, "Narvan")
        found = []

        for name, address, pattern in office.addresses():
            known = addresses.methods_of(pattern)
            for method in {"get", "post", "put", "delete", "patch", "trace"} - set(known):
                status = ask(client, method, address).status_code
                if status != 405 and name != "web:home":
                    found.append((name, method, status))

        assert not found

    @pytest.mark.parametrize("language", ["fa", "ar", "en"])
    def test_for_what_is_gone_are_told_so(self, language):
        browser = Client()
        browser.force_login(make_agent(language=language))

        page = browser.get("/inbox/conversations/9223372036854775807/")

        assert page.status_code == 404
        assert NOTHING_HERE[language] in page.text


class TestReplays:
    def test_of_an_id_in_another_conversation_are_kept_and_asked_about(self, client, boss):
        one, other = make_conversation("One"), make_conversation("Two")
        sent = make_reply(one, boss, "Hello")
        form = {"client_id": sent.client_id, "text": "Hello"}

        answer = client.post(reverse("inbox:messages", args=[other.pk]), form)

        assert answer.status_code == 422
        assert "Hello" in answer.text
        assert str(sent.client_id) not in answer.text  # the next try has an id of its own

    def test_of_a_notes_id_do_not_swallow_an_answer(self, client, boss):
        conversation = make_conversation()
        form = {"client_id": uuid4(), "text": "Hello"}
        client.post(reverse("inbox:notes", args=[conversation.pk]), form)

        assert client.post(reverse("inbox:messages", args=[conversation.pk]), form).status_code == 422

    def test_of_a_name_that_only_the_database_finds_equal_are_refused_in_words(self, client):
        inbox.save_tag(None, name="istanbul", hue=1)

        answer = client.post(reverse("inbox_settings:new_tag"), {"name": "İstanbul", "hue": 1})

        assert answer.status_code == 422
        assert answer.context["form"].errors["name"]

    def test_of_a_settled_matter_is_answered_although_a_newer_one_is_open(self, client, boss):
        channel = make_channel()
        old = make_conversation("Old", channel=channel, thread="visitor-1")
        inbox.resolve(conversation=old, by=boss, at=NOON)
        make_conversation("New", channel=channel, thread="visitor-1", at=NOON.replace(year=2027))

        answer = client.post(reverse("inbox:messages", args=[old.pk]), {"client_id": uuid4(), "text": "One more thing"})

        assert answer.status_code == 200
        old.refresh_from_db()
        assert (old.is_open, old.last_text) == (False, "One more thing")
