"""`rafiq mail inspect`: what an administrator sees of a mail somebody complained about."""

import io
import json
import os
import random
import subprocess
import sys

import pytest

from rafiq.cli import mail as command

MAIL = """From: =?utf-8?B?2LPYp9ix2Kc=?= <sara@example.com>
To: Help <help@shop.example>
Cc: c@d.example
Reply-To: r@d.example
Subject: سفارش
Date: Sat, 4 May 2024 10:00:00 +0330
Message-ID: <1@example.com>
In-Reply-To: <0@shop.example>
References: <0@shop.example>
Authentication-Results: mx.shop.example; spf=pass; dkim=fail; dmarc=none
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8

<p>سلام</p><script>x()</script><blockquote>old</blockquote>
--b
Content-Type: application/pdf; name=bill.pdf

%PDF
--b--
""".encode()


def inspect(capfdbinary, raw: bytes, tmp_path, *words: str) -> str:
    file = tmp_path / "mail.eml"
    file.write_bytes(raw)
    assert command.main(["inspect", str(file), *words]) == 0
    return capfdbinary.readouterr().out.decode()


def test_as_json_it_says_all_that_is_known(capfdbinary, tmp_path):
    said = json.loads(inspect(capfdbinary, MAIL, tmp_path, "--json"))

    assert said["from"] == [{"name": "سارا", "email": "sara@example.com"}]
    assert [said[key][0]["email"] for key in ("to", "cc", "reply_to")] == [
        "help@shop.example",
        "c@d.example",
        "r@d.example",
    ]
    assert (said["subject"], said["date"]) == ("سفارش", "2024-05-04T10:00:00+03:30")
    assert (said["message_id"], said["in_reply_to"], said["references"]) == (
        "1@example.com",
        "0@shop.example",
        ["0@shop.example"],
    )
    assert said["text"].split() == ["سلام", "old"]
    assert (said["new_text"], said["quoted"]) == ("سلام", "old")
    assert said["html"] == "<p>سلام</p><blockquote>old</blockquote>"
    assert said["attachments"] == [
        {"name": "bill.pdf", "type": "application/pdf", "size": 4, "inline": False, "content_id": ""}
    ]
    assert (said["kind"], said["bounce"], said["problems"]) == ("message", None, [])
    assert {key: said["auth"][key] for key in ("spf", "dkim", "dmarc")} == {
        "spf": "pass",
        "dkim": "fail",
        "dmarc": "none",
    }


def test_without_json_it_can_be_read(capfdbinary, tmp_path):
    said = inspect(capfdbinary, MAIL, tmp_path)

    for words in (
        "سارا <sara@example.com>",
        "bill.pdf (application/pdf, 4 bytes)",
        "SPF pass, DKIM fail, DMARC none",
        "\nسلام\n",
    ):
        assert words in said
    assert "folded away: 1 line" in said


def test_only_named_servers_are_believed_when_some_are_named(capfdbinary, tmp_path):
    said = json.loads(inspect(capfdbinary, MAIL, tmp_path, "--json", "--trust", "other.example"))

    assert said["auth"]["spf"] == ""


@pytest.mark.parametrize(
    "raw", [b"", b"\0" * 1000, random.Random(3).randbytes(100_000), "سلام".encode("utf-16"), b"\r\n\r\n"]
)
def test_it_succeeds_on_any_mail(capfdbinary, tmp_path, raw):
    assert isinstance(json.loads(inspect(capfdbinary, raw, tmp_path, "--json"))["problems"], list)
    assert inspect(capfdbinary, raw, tmp_path)


def test_a_report_says_whom_and_why(capfdbinary, tmp_path):
    raw = b"From: mailer-daemon@x.example\nSubject: failure notice\n\n<a@b.example>:\n550 5.1.1 no such user\n"

    said = json.loads(inspect(capfdbinary, raw, tmp_path, "--json"))

    assert said["kind"] == "bounce"
    assert (said["bounce"]["recipient"], said["bounce"]["status"]) == ("a@b.example", "5.1.1")
    assert "a@b.example 5.1.1" in inspect(capfdbinary, raw, tmp_path)


def test_a_missing_file_or_a_folder_is_a_mistake_in_the_command(capfdbinary, tmp_path):
    assert command.main(["inspect", str(tmp_path / "none.eml")]) == 2
    assert command.main(["inspect", str(tmp_path)]) == 2
    assert "none.eml: No such file" in capfdbinary.readouterr().err.decode()


@pytest.mark.parametrize("words", [[], ["inspect"], ["look", "x"], ["inspect", "a", "--what"]])
def test_words_that_make_no_sense_are_a_mistake_in_the_command(words):
    with pytest.raises(SystemExit) as told:
        command.main(words)
    assert told.value.code == 2


def test_the_standard_input_is_read_without_a_database(tmp_path):
    """As an administrator calls it: settings, database and terminal are of no concern."""
    surroundings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": "src",
        "RAFIQ_DATA": str(tmp_path / "none"),
        "LC_ALL": "C",
    }
    done = subprocess.run(
        [sys.executable, "-m", "rafiq", "mail", "inspect", "-", "--json"],
        input=MAIL,
        env=surroundings,
        capture_output=True,
    )

    assert done.returncode == 0, done.stderr
    assert json.load(io.BytesIO(done.stdout))["subject"] == "سفارش"
    assert not (tmp_path / "none").exists()
