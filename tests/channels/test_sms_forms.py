"""What administrators may say about SMS channels, and what they read beside it."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from rafiq.accounts.models import Role
from rafiq.channels.sms import base, hooks
from rafiq.channels.sms.forms import KavenegarForm, SmppForm, TwilioForm
from rafiq.channels.sms.gateway.forms import GatewayForm
from rafiq.channels.sms.smpp.link import Link
from rafiq.channels.transport import registry
from rafiq.inbox.models import Channel
from tests.channels.sms_peers import sms_channel
from tests.makers import make_agent
from tests.reading import Reader

KINDS = ("smpp", "kavenegar", "twilio", "http_sms")
SMPP = {
    "name": "MCI", "country": "IR", "host": "smsc.example", "port": "2775", "system_id": "narvan", "password": "secret",
    "bind": "transceiver", "source": "3000505", "source_ton": "0", "source_npi": "1", "destination_ton": "1",
    "destination_npi": "1", "alphabet": "gsm", "long": "udh8", "window": "10", "enquire_seconds": "30",
}  # fmt: skip
TWILIO = {"name": "T", "country": "US", "account_sid": "AC" + "0" * 32, "auth_token": "x", "sender": "+12025550100"}
GATEWAY = {
    "name": "G", "country": "IR", "url": "https://gw.example/send", "method": "POST", "encoding": "json",
    "body": '{"to": "{to}", "text": "{text}"}', "headers": "Authorization: Bearer {secret}", "longest": "0",
    "hook_check": "secret", "hook_name": "X-Secret", "in_from": "from", "in_text": "text", "in_id": "id",
    "report_id": "id", "report_status": "status", "report_map": "DELIVRD=delivered",
}  # fmt: skip


def errors(form_class, given, **changed):
    form = form_class({**given, **changed})
    form.is_valid()
    return {name: list(found) for name, found in form.errors.items()}


def test_good_forms_are_taken():
    assert errors(SmppForm, SMPP) == {}
    assert errors(KavenegarForm, {"name": "K", "country": "IR", "api_key": "x", "line": "۱۰۰۰ ۴۳۴۶"}) == {}
    assert errors(TwilioForm, TWILIO) == {}
    assert errors(GatewayForm, GATEWAY) == {}
    assert errors(GatewayForm, GATEWAY, encoding="form", body="to={to}\nm={text}") == {}
    assert errors(GatewayForm, GATEWAY, encoding="none", body="", url="https://gw.example/?t={text}&n={to}") == {}


@pytest.mark.parametrize(("form", "given", "field", "value"), [
    (SmppForm, SMPP, "host", "smpp://smsc.example"), (SmppForm, SMPP, "host", "a b"), (SmppForm, SMPP, "port", "0"),
    (SmppForm, SMPP, "port", "70000"), (SmppForm, SMPP, "bind", "x"), (SmppForm, SMPP, "window", "0"),
    (SmppForm, SMPP, "password", "longer than eight"), (SmppForm, SMPP, "country", "XX"),
    (TwilioForm, TWILIO, "account_sid", "AC1"), (TwilioForm, TWILIO, "service_sid", "MG1"),
    (TwilioForm, TWILIO, "sender", ""),
    (GatewayForm, GATEWAY, "url", "http://169.254.169.254/"), (GatewayForm, GATEWAY, "url", "javascript:alert(1)"),
    (GatewayForm, GATEWAY, "body", "{not json"), (GatewayForm, GATEWAY, "body", '{"to": "{to}"}'),
    (GatewayForm, GATEWAY, "headers", "no header"), (GatewayForm, GATEWAY, "headers", "Host: elsewhere"),
    (GatewayForm, GATEWAY, "report_map", "DELIVRD"), (GatewayForm, GATEWAY, "report_map", "DELIVRD=gone"),
    (GatewayForm, GATEWAY, "health_url", "ftp://x"), (GatewayForm, GATEWAY, "hook_addresses", "nowhere"),
])  # fmt: skip
def test_what_cannot_be_meant_is_told_at_its_field(form, given, field, value):
    assert list(errors(form, given, **{field: value})) == [field]


def test_calls_that_prove_nothing_need_a_place_they_come_from():
    assert list(errors(GatewayForm, GATEWAY, hook_check="address")) == ["hook_addresses"]
    assert errors(GatewayForm, GATEWAY, hook_check="address", hook_addresses="10.0.0.0/8 192.168.1.5") == {}


def test_what_the_form_keeps_is_what_the_link_reads():
    form = SmppForm({**SMPP, "use_tls": "on", "source_ton": "5", "long": "sar"})
    assert form.is_valid()
    kept = {name: value for name, value in form.cleaned_data.items() if name not in {"name", *form.SECRETS}}
    link = Link.of(kept, '{"password": "secret"}')

    assert (link.host, link.port, link.password) == ("smsc.example", 2775, "secret")
    assert (link.long, link.source.ton) == ("sar", 5)
    assert link.tls is not None
    assert link.tls.check_hostname is False  # the box was left empty
    assert "secret" not in repr(link)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fa", "ar", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_guides_speak_the_readers_language(kind, language):
    transport = registry.find(kind)
    channel = sms_channel(kind, {"api_key": "x"})
    with translation.override(language):
        html = render_to_string(transport.guide, {"channel": channel, "hook_url": "https://care.example/hooks/rk_1/"})
        labels = [str(field.label) for field in transport.form().fields.values()]
        names = transport.label, transport.send_label
    said = Reader(language)
    said.feed(html)

    assert len(said.said) >= 4
    assert all(names)
    if kind == "kavenegar":
        assert f"/hooks/{channel.key}/{hooks.token_of(channel.key, base.secret_of(channel))}/" in html
    elif kind != "smpp":
        assert "https://care.example/hooks/rk_1/" in html
    if language != "en":
        told = [text for text in [*said.said, *labels, *names] if text.isascii() and any(map(str.isalpha, text))]
        assert told == []


def test_every_kind_is_known():
    assert {kind: registry.find(kind).group for kind in KINDS} == dict.fromkeys(KINDS, "sms")


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "given"), [
    ("smpp", SMPP), ("twilio", TWILIO), ("http_sms", {**GATEWAY, "hook_secret": "a long one", "secret": "key"}),
    ("kavenegar", {"name": "K", "country": "IR", "api_key": "key-1", "line": "10004346"}),
])  # fmt: skip
def test_administrators_make_channels_and_never_see_a_secret_again(client, kind, given):
    client.force_login(make_agent("Badr", role=Role.ADMINISTRATOR))
    assert client.post(f"/settings/channels/new/{kind}/", given).status_code in {302, 303}
    channel = Channel.objects.get(kind=kind)
    secret = next(given[name] for name in ("password", "auth_token", "api_key", "hook_secret") if name in given)
    page = client.get(f"/settings/channels/{channel.pk}/").content.decode()

    assert secret in base.secret_of(channel)
    assert secret not in str(channel.settings)
    assert f'"{secret}"' not in page
    kept = {name: value for name, value in given.items() if name not in registry.find(kind).form.SECRETS}
    [version] = re.findall(r'name="version" value="([^"]*)"', page)
    again = client.post(f"/settings/channels/{channel.pk}/", {**kept, "name": "renamed", "version": version})
    assert again.status_code in {200, 302, 303}
    channel.refresh_from_db()
    assert (channel.name, secret in base.secret_of(channel)) == ("renamed", True)
