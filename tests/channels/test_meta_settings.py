"""The settings of WhatsApp, Messenger, Instagram and the webhook: forms, guides, templates."""

from __future__ import annotations

import json

import pytest

from rafiq.accounts.models import Role
from rafiq.channels.meta import hooks
from rafiq.channels.meta.access import API_URL, verify_token
from rafiq.channels.meta.whatsapp import templates
from rafiq.channels.transport import processing, registry
from rafiq.channels.transport.journal import journal
from rafiq.inbox.models import Channel
from rafiq.platform import secrets
from tests.channels.meta_graph import LATER, delivery, make_meta, serving
from tests.makers import NOON, make_agent
from tests.reading import foreign

pytestmark = pytest.mark.django_db
GIVEN = {
    "whatsapp": {"phone_number_id": "106540352242922", "business_account_id": "102290129340398"},
    "messenger": {"account_id": "1029384756"},
    "instagram": {"account_id": "17841400000000001"},
}
KEYS = {"access_token": "EAAsecrettoken", "app_secret": "abcdefsecret"}


@pytest.fixture
def graph():
    with serving() as vendor:
        yield vendor


@pytest.fixture
def boss(client):
    agent = make_agent("Boss", role=Role.ADMINISTRATOR)
    client.force_login(agent)
    return agent


def make(client, kind, **fields):
    return client.post(f"/settings/channels/new/{kind}/", {"name": "Shop", **fields})


class TestForms:
    @pytest.mark.parametrize("kind", list(GIVEN))
    def test_a_channel_is_made_and_its_secrets_are_never_shown_again(self, client, boss, kind):
        assert make(client, kind, **GIVEN[kind], **KEYS, send_read="on").status_code in {204, 303}

        channel = Channel.objects.get(kind=kind)
        page = client.get(f"/settings/channels/{channel.pk}/").content.decode()
        assert json.loads(secrets.decrypt(channel.secret)) == KEYS
        assert GIVEN[kind].items() <= channel.settings.items()
        assert channel.settings["api_url"] == API_URL
        assert not any(secret in page or secret in json.dumps(channel.settings) for secret in KEYS.values())
        assert verify_token(channel.key) in page
        assert f"/hooks/{channel.key}/" in page

    def test_left_empty_a_secret_stays(self, client, boss):
        make(client, "whatsapp", **GIVEN["whatsapp"], **KEYS)
        channel = Channel.objects.get()
        page = client.get(f"/settings/channels/{channel.pk}/")
        fields = {"name": "New", **GIVEN["whatsapp"], "version": page.context["version"]}
        client.post(f"/settings/channels/{channel.pk}/", fields)

        channel.refresh_from_db()
        assert (channel.name, json.loads(secrets.decrypt(channel.secret))) == ("New", KEYS)

    @pytest.mark.parametrize(
        "wrong",
        [{"phone_number_id": "12 34"}, {"access_token": ""}, {"api_url": "ftp://x"}, {"api_url": "https://[::"},
         {"app_secret": "کلید"}, {"business_account_id": ""}],
    )  # fmt: skip
    def test_what_cannot_be_right_is_refused(self, client, boss, wrong):
        assert make(client, "whatsapp", **(GIVEN["whatsapp"] | KEYS | wrong)).status_code == 422
        assert not Channel.objects.exists()

    @pytest.mark.parametrize("kind", [*GIVEN, "webhook"])
    def test_a_kind_stands_in_the_gallery_with_its_guide(self, client, boss, kind):
        gallery = client.get("/settings/channels/new/").content.decode()
        page = client.get(f"/settings/channels/new/{kind}/").content.decode()
        assert str(registry.find(kind).label) in gallery
        assert "<ol" in page

    def test_a_webhook_is_made(self, client, boss):
        assert make(client, "webhook", signing_secret="short").status_code == 422
        assert make(client, "webhook", signing_secret="long enough to be one", url="nonsense").status_code == 422
        fields = {
            "signing_secret": "long enough to be one",
            "url": "https://shop.example/in",
            "file_hosts": "A.example B",
        }
        assert make(client, "webhook", **fields).status_code in {204, 303}

        channel = Channel.objects.get()
        assert json.loads(secrets.decrypt(channel.secret)) == {"signing_secret": "long enough to be one"}
        assert channel.settings["file_hosts"] == "a.example b"
        assert "long enough" not in client.get(f"/settings/channels/{channel.pk}/").content.decode()


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_no_english_is_left(client, graph, language):
    client.force_login(make_agent("سارا", role=Role.ADMINISTRATOR, language=language))
    channels = [make_meta(kind, graph.url) for kind in GIVEN]
    for channel in channels:
        Channel.objects.filter(pk=channel.pk).update(name="فروشگاه", key=f"{channel.pk}" * 5)
    graph.templates.append({"name": "order", "language": "fa", "status": "REJECTED", "components": []})
    pages = [client.get(f"/settings/channels/new/{kind}/") for kind in [*GIVEN, "webhook"]]
    pages += [client.get(f"/settings/channels/{channel.pk}/") for channel in channels]
    pages += [client.post(f"/settings/whatsapp/{channels[0].pk}/templates/")]
    graph.fail(401, 190)
    pages += [client.post(f"/settings/whatsapp/{channels[0].pk}/templates/")]

    assert [foreign(page.content.decode(), language=language) for page in pages] == [[]] * len(pages)


class TestTemplates:
    @pytest.fixture
    def channel(self, graph):
        body = {"type": "BODY", "text": "سلام {{1}}، سفارش {{2}} آماده است"}
        for number, status in enumerate(["APPROVED", "REJECTED", "APPROVED"]):
            graph.templates.append(
                {
                    "name": f"order_{number}",
                    "language": "fa",
                    "status": status,
                    "category": "UTILITY",
                    "components": [body],
                }
            )
        return make_meta("whatsapp", graph.url)

    def test_are_fetched_on_demand_page_by_page(self, client, boss, channel, graph):
        address = f"/settings/whatsapp/{channel.pk}/templates/"
        assert "order_0" not in client.get(address).content.decode()
        page = client.post(address).content.decode()

        assert all(f"order_{number}" in page for number in range(3))
        assert [one.name for one in registry.find("whatsapp").templates(channel.pk)] == ["order_0", "order_2"]
        graph.templates = graph.templates[:1]
        client.post(address)
        assert len(templates.listed(channel.pk)) == 1

    def test_when_the_vendor_is_away_the_old_ones_stay(self, client, boss, channel, graph):
        address = f"/settings/whatsapp/{channel.pk}/templates/"
        client.post(address)
        graph.fail(503)
        answer = client.post(address)

        assert answer.status_code == 422
        assert "order_0" in answer.content.decode()

    def test_what_the_vendor_tells_of_one_is_kept(self, client, boss, channel):
        client.post(f"/settings/whatsapp/{channel.pk}/templates/")
        news = {"message_template_name": "order_0", "message_template_language": "fa", "event": "PAUSED"}
        journal(channel.pk, list(hooks.items(delivery(field="message_template_status_update", **news))), at=NOON)
        processing.process_all(at=LATER)

        assert [one.name for one in templates.approved(channel.pk)] == ["order_2"]

    def test_are_read_as_the_customer_will(self, client, boss, channel):
        client.post(f"/settings/whatsapp/{channel.pk}/templates/")
        first = templates.listed(channel.pk)[0]
        assert first.blanks == ("1", "2")
        assert first.filled(["سارا", "۴۲"]) == "سلام سارا، سفارش ۴۲ آماده است"
        assert first.filled(["سارا"]).endswith("سفارش {{2}} آماده است")

    def test_are_for_administrators(self, client, channel):
        address = f"/settings/whatsapp/{channel.pk}/templates/"
        assert client.get(address).status_code == 302
        client.force_login(make_agent())
        assert client.post(address).status_code == 403

    def test_another_kind_of_channel_has_none(self, client, boss, graph):
        other = make_meta("messenger", graph.url)
        assert client.get(f"/settings/whatsapp/{other.pk}/templates/").status_code == 404
