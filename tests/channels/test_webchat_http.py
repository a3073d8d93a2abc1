"""The widget's plain HTTP addresses, asked by browsers and by people who mean no good."""

from __future__ import annotations

import contextlib
import gzip
import io
import resource
import signal
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils import timezone
from PIL import Image

from rafiq.channels.webchat import script, throttle, visitors
from rafiq.channels.webchat.errors import explain
from rafiq.inbox import services as inbox
from rafiq.platform import files
from rafiq.platform.files.models import StoredFile
from tests.makers import NOON, make_channel

pytestmark = pytest.mark.django_db
LETTERS = {"en": "abc", "fa": "پچگی", "ar": "ةىيه"}


def photo(size: tuple[int, int] = (40, 30), kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, kind)
    return out.getvalue()


@pytest.fixture
def channel():
    return make_channel()


@pytest.fixture
def token():
    return visitors.new_token()


@pytest.fixture
def put(client, channel, token):
    """Put a file as the widget does."""

    def send(content=None, name="fridge.jpg", *, language="en", bearer=None, form=None, **headers):
        given = SimpleUploadedFile(name, photo() if content is None else content, "image/jpeg")
        said = {"Authorization": f"Bearer {token if bearer is None else bearer}", "Accept-Language": language}
        address = f"/webchat/{channel.key}/files"
        return client.post(address, {"file": given} if form is None else form, headers=said | headers)

    return send


def is_refused(answer, status: int, code: str, language: str) -> bool:
    """The protocol's code, in words of the language, readable by any website, kept by no cache."""
    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code)
    assert told["message"] == explain(code, language=language)
    assert any(letter in told["message"] for letter in LETTERS[language])
    assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == ("*", "no-store")
    return True


class TestScript:
    def test_is_small_lasting_and_open_to_any_website(self, client):
        answer = client.get("/widget.js")

        assert answer.content == script.build()
        assert answer["Content-Type"] == "text/javascript; charset=utf-8"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "max-age" in answer["Cache-Control"]
        assert not answer.cookies

    def test_is_packed_for_those_who_can_unpack_it(self, client):
        answer = client.get("/widget.js", headers={"Accept-Encoding": "br, gzip"})

        assert answer["Content-Encoding"] == "gzip"
        assert answer["Vary"] == "Accept-Encoding"
        assert gzip.decompress(answer.content) == script.build()

    @pytest.mark.parametrize("held", ["{}", "W/{}", '"other", {}'])
    def test_is_not_sent_twice(self, client, held):
        answer = client.get("/widget.js", headers={"If-None-Match": held.format(script.etag())})

        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", script.etag())
        assert "max-age" in answer["Cache-Control"]

    def test_is_sent_anew_when_it_changed(self, client):
        assert client.get("/widget.js", headers={"If-None-Match": '"old"'}).status_code == 200

    def test_can_be_looked_at_but_not_written(self, client):
        assert client.head("/widget.js").status_code == 200
        assert client.post("/widget.js").status_code == 405


class TestConfig:
    @pytest.mark.parametrize("language", ["fa", "ar", "en"])
    @pytest.mark.parametrize("key", ["nobody", "%00", "%ED%A0%80", "a" * 5000, "ک"])
    def test_of_an_unknown_key_is_refused_in_the_visitors_language(self, client, key, language):
        assert is_refused(client.get(f"/webchat/{key}/config?lang={language}"), 404, "unknown_key", language)

    def test_of_a_widget_that_is_switched_off_is_refused_in_the_browsers_language(self, client, channel):
        inbox.save_channel(channel, kind="webchat", name="x", settings={}, at=NOON, is_active=False)

        answer = client.get(f"/webchat/{channel.key}/config", headers={"Accept-Language": "ar-AE,ar;q=0.9"})

        assert is_refused(answer, 404, "unknown_key", "ar")

    def test_speaks_the_language_asked_for(self, client, channel):
        answer = client.get(f"/webchat/{channel.key}/config?lang=fa-IR")

        assert (answer.json()["language"], answer.json()["direction"]) == ("fa", "rtl")
        assert answer["Access-Control-Allow-Origin"] == "*"

    def test_while_the_database_is_away_asks_for_patience(self, client, channel, monkeypatch):
        with _database_away(monkeypatch):
            answer = client.get(f"/webchat/{channel.key}/config?lang=fa")

        assert is_refused(answer, 503, "unavailable", "fa")


class TestUploads:
    def test_are_taken_in_and_belong_to_the_visitor(self, put, token):
        answer = put()

        assert answer.status_code == 201
        assert answer["Access-Control-Allow-Origin"] == "*"
        stored = StoredFile.objects.get(token=answer.json()["id"])
        assert stored.owner == f"visitor-{visitors.thread_of(token)}"

    @pytest.mark.parametrize("language", ["fa", "ar", "en"])
    @pytest.mark.parametrize(
        ("content", "name", "status", "code"),
        [
            (b"", "empty.jpg", 400, "bad_file"),
            (b"x" * (files.MAX_BYTES + 1), "long.txt", 413, "too_large"),
            (b"<html><script>alert(1)</script></html>", "fridge.jpg", 415, "bad_type"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "fridge.jpg", 415, "bad_type"),
            (b"MZ\x90\x00" + bytes(100), "invoice.pdf", 415, "bad_type"),
            (photo()[:300], "fridge.jpg", 415, "bad_image"),
        ],
    )
    def test_that_cannot_be_taken_are_refused_in_words(self, put, content, name, status, code, language):
        assert is_refused(put(content, name, language=language), status, code, language)
        assert not StoredFile.objects.exists()

    def test_that_announce_too_much_are_refused_before_they_are_read(self, client, channel, token):
        answer = client.post(
            f"/webchat/{channel.key}/files", b"--x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**12),
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip

        assert is_refused(answer, 413, "too_large", "en")

    @pytest.mark.parametrize("form", [{}, {"file": "only words"}, {"other": "x"}])
    def test_without_a_file_are_refused(self, put, form):
        assert is_refused(put(form=form), 400, "bad_file", "en")

    @pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "multipart/form-data", "application/json"])
    def test_in_broken_wrapping_are_refused(self, client, channel, token, kind):
        said = {"Authorization": f"Bearer {token}"}

        assert client.post(f"/webchat/{channel.key}/files", b"--x\r\n\r\n", kind, headers=said).status_code == 400

    @pytest.mark.parametrize("language", ["fa", "ar", "en"])
    @pytest.mark.parametrize("bearer", ["", "forged", "a.b", f"{'a' * 24}.{'0' * 32}", "é.é", "." * 5000])
    def test_of_nobody_we_know_are_refused(self, put, bearer, language):
        assert is_refused(put(bearer=bearer, language=language), 401, "bad_token", language)

    def test_at_an_unknown_key_or_from_a_foreign_website_are_refused(self, client, put, channel):
        assert is_refused(client.post("/webchat/nobody/files"), 404, "unknown_key", "en")

        inbox.save_channel(channel, kind="webchat", name="x", settings={"origins": ["https://shop.example"]}, at=NOON)
        assert is_refused(put(Origin="https://evil.example"), 404, "unknown_key", "en")
        assert put(Origin="https://shop.example").status_code == 201

    @pytest.mark.parametrize("language", ["fa", "ar", "en"])
    def test_beyond_what_one_visitor_may_put_must_wait(self, put, token, language):
        def earlier(minutes, count):
            StoredFile.objects.bulk_create(
                StoredFile(
                    owner=f"visitor-{visitors.thread_of(token)}", name="a", content_type="text/plain", size=1, path="a",
                    stored_at=timezone.now() - timedelta(minutes=minutes),
                )
                for _ in range(count)
            )  # fmt: skip

        earlier(60, throttle.UPLOADS)
        assert put().status_code == 201
        earlier(1, throttle.UPLOADS - 1)
        assert is_refused(put(language=language), 429, "slow_down", language)

    @pytest.mark.parametrize("language", ["fa", "ar", "en"])
    def test_on_a_full_disk_keep_nothing_and_say_so(self, put, language, settings):
        with _full_disk():
            answer = put(photo((400, 300)), language=language)

        assert is_refused(answer, 507, "no_space", language)
        assert not StoredFile.objects.exists()
        assert put().status_code == 201

    def test_while_the_database_is_away_ask_for_patience(self, put, monkeypatch):
        with _database_away(monkeypatch):
            assert is_refused(put(language="ar"), 503, "unavailable", "ar")

    def test_are_asked_about_beforehand_by_browsers(self, client, channel):
        answer = client.options(f"/webchat/{channel.key}/files", headers={"Origin": "https://shop.example"})

        assert answer.status_code == 204
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Authorization" in answer["Access-Control-Allow-Headers"]
        assert "POST" in answer["Access-Control-Allow-Methods"]

    @pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
    def test_by_another_method_are_refused(self, client, channel, method):
        answer = getattr(client, method)(f"/webchat/{channel.key}/files")

        assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")


@contextlib.contextmanager
def _full_disk():
    """Let the operating system refuse every file larger than a few bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, kept)


@contextlib.contextmanager
def _database_away(monkeypatch):
    """Let Django's driver report a lost server at every statement."""

    def lost(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patched:
        patched.setattr("django.db.backends.utils.CursorWrapper.execute", lost)
        yield
