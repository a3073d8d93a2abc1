"""Whatever the bytes are, a mail comes back: soon, and with text that may be stored."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rafiq.channels.mail.reading import headers, problems, read, reader
from tests.channels.test_mail_reading_corpus import UNWANTED, texts

HEAD = b"From: a@b.example\nTo: x@y.example\nSubject: s\nMessage-ID: <a@b>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n"
MAIL = (
    HEAD + b'Content-Type: multipart/mixed; boundary="b"\nX-Note: =?utf-8?B?2LPZhNin2YU=?=\n\n--b\n'
    b"Content-Type: text/plain; charset=windows-1256; format=flowed\n\n\xd3\xe1\xc7\xe3\n> old\n--b\nContent-Type: text/html\n\n"
    b'<p>Hi <img src="cid:1"><a href="http://a.example">x</a>&eacute;</p>\n--b\nContent-Type: text/calendar\n\n'
    b"BEGIN:VEVENT\nDTSTART:20240101T000000Z\nEND:VEVENT\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822;a@b\n"
    b"Status: 5.1.1\n--b\nContent-Type: application/x\nContent-Transfer-Encoding: base64\nContent-ID: <1>\n\nAAAA\n--b--\n"
)
PIECES = st.sampled_from([
    b"\r", b"\n", b"\n\n", b"=?", b"?=", b"=?utf-8?q?", b'"', b"<", b">", b"@", b";", b"\0", b"\xff", b"=", b"--b", b"--b--", b":", b"(",
    b"charset=utf-7", b"charset=utf-16", b"charset=hz", b"charset=punycode", b"base64", b"x-uuencode", b"quoted-printable", b"+2AA-",
    b"multipart/mixed", b"message/rfc822", b"text/html", b"text/calendar", b"multipart/alternative", b"&#xd800;", b"<table>", b"*0*=", b"''",
    b"99999999999999999999", b"Content-Type: ", b"Date: ", b"From: ", b"begin 644 a\n", b"-----BEGIN PGP SIGNED MESSAGE-----\n",
])  # fmt: skip
LARGE = 1_000_000


def check(raw: bytes) -> None:
    mail = reader.read_strictly(raw)
    for text in texts(mail):
        text.encode()
        assert not UNWANTED.search(text)
    assert sorted(mail.text.split()) == sorted(f"{mail.new_text}\n{mail.quoted}".split())


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail(raw):
    check(raw)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), st.one_of(PIECES, st.binary(max_size=4))), max_size=12))
def test_broken_mails_are_mails(changes):
    raw = MAIL
    for place, gone, added in changes:
        start = int(place * len(raw))
        raw = raw[:start] + added + raw[start + gone :]
    check(raw)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_heaps_of_pieces_are_mails(pieces):
    check(b"".join(pieces))


def typed(kind: bytes, body: bytes) -> bytes:
    return HEAD + b"Content-Type: " + kind + b"\n\n" + body


# What makes readers slow: where something grows with the square of their size, these never end.
HEAVY = {
    "quote signs": HEAD + b"\n" + b">" * LARGE,
    "quoted lines": HEAD + b"\n" + b">\n" * (LARGE // 2),
    "spaces": HEAD + b"\n" + b" " * LARGE,
    "blank lines": HEAD + b"\n" + b" \n" * (LARGE // 2),
    "dashes": HEAD + b"\n" + b"-- \n" * 5000,
    "attributions": HEAD + b"\n" + b"On 2020 a@b\n" * (LARGE // 12),
    "outlook headers": HEAD + b"\n" + b"From: a\nx\n" * 9000,
    "spaces in a header": b"From: " + b" " * LARGE + b"<\n\nx",
    "brackets in a header": b"From: " + b"<(" * (LARGE // 2) + b"\n\nx",
    "a word without an at sign": b"From: " + b"a" * LARGE + b" @\n\nx",
    "beginnings of words": b"Subject: " + b"=?a?q?" * (LARGE // 6) + b"\n\nx",
    "many headers": b"".join(b"X%d: a\n" % n for n in range(100_000)) + b"\nx",
    "broken headers": b"From: a\n" + b"junk\nX: 1\n" * 80_000 + b"\nx",
    "parameters": typed(b"text/plain" + b";  a " * (LARGE // 5), b"x"),
    "parts": typed(b"multipart/mixed; boundary=b", b"--b\n\nx\n" * (LARGE // 8)),
    "parts in parts": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(9000)),
    "parts of one name in parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 20_000,
    "open tags": typed(b"text/html", b"<div>" * (LARGE // 5)),
    "open letters": typed(b"text/html", b"".join(b"<font size=%d>" % n for n in range(3000)) + b"<p>" * 100_000),
    "ampersands": typed(b"text/html", b"&" * LARGE),
    "breaks": typed(b"text/html", b"<br>" * (LARGE // 4)),
    "comments": typed(b"text/html", b"<!--" * (LARGE // 4)),
    "uuencoded beginnings": HEAD + b"\n" + b"begin 644 a\n" * (LARGE // 12),
    "pgp beginnings": HEAD + b"\n" + b"-----BEGIN PGP SIGNED MESSAGE-----\n\nx\n" * (LARGE // 38),
    "report without sense": b"From: mailer-daemon@x\nSubject: failure notice\n\nx" + b"\n " * (LARGE // 2),
    "report of one word": b"From: mailer-daemon@x\nSubject: failure notice\n\n" + b"a" * LARGE + b"@",
    "json": b"From: mailer-daemon@x\nSubject: failure notice\n\n"
    + b'notificationType could not be delivered {"a":' * 20_000,
    "utf-7": typed(b"text/plain; charset=utf-7", b"+2AA" * (LARGE // 4)),
    "random": HEAD + b"\n" + random.Random(1).randbytes(LARGE),
}


@pytest.mark.parametrize("raw", HEAVY.values(), ids=HEAVY.keys())
def test_heavy_mails_are_read_to_their_end(raw):
    check(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b\0c.example\nX-Failed-Recipients: d\0@e.example\n\nx",
        b"From: mailer-daemon@\xd8.example\nSubject: failure notice\n\nx\n----- Original message -----\nTo: a@b\0.example\nMessage-ID: <\0>\n",
        b"Authentication-Results: a\0b; spf=pass\nList-Unsubscribe: <a\0b>\nReferences: <a\0@b>\n\n\0",
        HEAD + b"Content-Type: text/html\n\n&#0;&#xd800;<p title='\0'>",
    ],
)
def test_no_control_characters_come_through(raw):
    check(raw)


def test_depth_and_numbers_have_a_limit_that_is_told():
    nested = HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(100))
    many = typed(b"multipart/mixed; boundary=b", b"--b\n\nx\n" * 5000)
    crowded = b"".join(b"X%d: a\n" % n for n in range(headers.MOST_HEADERS + 1)) + b"\nx"

    assert problems.TOO_DEEP in read(nested).problems
    assert problems.TOO_MANY_PARTS in read(many).problems
    assert problems.HEADERS_CUT in read(crowded).problems


def test_a_large_file_is_taken_as_it_is():
    content = random.Random(2).randbytes(20_000_000)
    raw = typed(
        b"multipart/mixed; boundary=b",
        b"--b\n\nHi\n--b\nContent-Type: application/zip; name=a.zip\n\n" + content + b"\n--b--\n",
    )

    mail = read(raw)

    assert mail.text == "Hi"
    assert mail.attachments[0].content == content
