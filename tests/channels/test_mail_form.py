"""What an administrator may enter about a mailbox."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from rafiq.channels.mail.config import Config
from rafiq.channels.mail.forms import MailForm

GIVEN = {
    "name": "Support", "address": "Support@Narvan.example", "inbound": "imap", "imap_host": "imap.narvan.example",
    "imap_security": "tls", "imap_password": " pass ", "outbound": "smtp", "smtp_host": "smtp.narvan.example",
    "smtp_security": "starttls", "plus_addresses": "on",
}  # fmt: skip


def test_a_good_form_becomes_settings_a_channel_understands():
    form = MailForm({**GIVEN, "aliases": "Help@Narvan.example,info@narvan.example", "sender_name_fa": "نارون"})

    assert form.is_valid(), form.errors
    config = Config.read(form.cleaned_data)
    assert config.addresses == {"support@narvan.example", "help@narvan.example", "info@narvan.example"}
    assert (config.port("imap"), config.port("smtp")) == (993, 587)
    assert (config.name_in("fa"), config.imap_folder, config.start) == ("نارون", "INBOX", "new")
    assert config.imap_password == " pass "
    assert not config.quote
    assert "pass" not in repr(config)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "nobody"), ("aliases", "a@b.example x"), ("imap_host", ""), ("imap_host", "a b"),
        ("imap_host", "h/../x"), ("smtp_host", ""), ("imap_port", "70000"), ("smtp_port", "0"),
        ("inbound", "pop"), ("outbound", "pigeon"),
        ("certificate", "no PEM"), ("provider_url", "http://api.example/"), ("imap_security", "rot13"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fa", "ar"])
def test_what_cannot_be_is_refused_in_the_readers_language(field, value, language):
    with translation.override(language):
        form = MailForm({**GIVEN, field: value})

        assert not form.is_valid()
        [[words]] = form.errors.values()
        assert not words.isascii()


def test_a_provider_needs_no_server():
    assert MailForm({**GIVEN, "outbound": "postmark", "smtp_host": "", "inbound": "none", "imap_host": ""}).is_valid()


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_guide_explains_itself(language):
    with translation.override(language):
        assert "RAFIQ_SMTP_PORT" in render_to_string("mail/guide.html", {"channel": None, "hook_url": ""})
