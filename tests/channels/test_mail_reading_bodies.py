"""Texts, HTML and files out of mails of every make."""

import base64
import binascii
import struct
from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from rafiq.channels.mail.reading import Mail, problems, read, show

PERSIAN = "سلام، سفارش شماره ۱۲۳ هنوز به دست من نرسیده است. لطفاً پیگیری کنید."
# Windows-1256 and ISO-8859-6 have no Persian ye, ke and digits.
ARABIC = "السلام عليكم ورحمة الله، لم يصل طلبي رقم 123 حتى الآن. أرجو المتابعة."


def mail(body: bytes, *headers: str) -> Mail:
    head = ["From: Sara <sara@example.com>", "Subject: x", "Message-ID: <1@example.com>", *headers]
    return read("\r\n".join(head).encode() + b"\r\n\r\n" + body)


def parts(*bodies: bytes, kind: str = "mixed") -> Mail:
    joined = b"".join(b"--edge\r\n" + body + b"\r\n" for body in bodies)
    return mail(joined + b"--edge--\r\n", f"Content-Type: multipart/{kind}; boundary=edge")


def part(body: bytes, *headers: str) -> bytes:
    return "\r\n".join(headers).encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("windows-1256", "windows-1256"),
        ("windows-1256", "WIN-1256"),
        ("windows-1256", ""),
        ("windows-1256", "iso-8859-1"),
        ("windows-1256", "us-ascii"),
        ("windows-1256", "unknown-8bit"),
        ("windows-1256", "utf-8"),
        ("utf-8", ""),
        ("utf-8", "us-ascii"),
        ("utf-8", "iso-8859-1"),
        ("utf-8", "no-such-charset"),
        ("utf-8", "idna"),
        ("iso-8859-6", "iso-8859-6-i"),
        ("mac_arabic", "x-mac-arabic"),
        ("utf-7", "unicode-1-1-utf-7"),
        ("utf-16", "utf-16"),
    ],
)
def test_arabic_is_read_whatever_the_mail_says_about_its_charset(charset, declared):
    text = ARABIC if charset != "iso-8859-6" else ARABIC.replace("أ", "ا")
    found = mail(text.encode(charset), f"Content-Type: text/plain; charset={declared}" if declared else "X-None: 1")

    assert found.text == text
    assert (problems.UNKNOWN_CHARSET in found.problems) == (
        declared in {"iso-8859-1", "us-ascii", "unknown-8bit", "no-such-charset", "idna", ""}
        or (charset, declared) == ("windows-1256", "utf-8")
    )


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Zażółć gęślą jaźń", "utf-8"),
        ("Здравствуйте, мой заказ ещё не пришёл, проверьте пожалуйста.", "cp1251"),
        ("Здравствуйте, мой заказ ещё не пришёл, проверьте пожалуйста.", "koi8-r"),
        ("Grüße aus Köln, schöne Straße", "cp1252"),
        ("您好，我的订单还没有到，请帮我查一下。", "gb18030"),
    ],
)
def test_other_scripts_are_guessed_too(text, charset):
    assert mail(text.encode(charset)).text == text


def test_persian_through_every_transfer_encoding():
    raw = PERSIAN.encode()
    kind = "Content-Type: text/plain; charset=utf-8"
    for encoding, body in {
        "8bit": raw,
        "base64": base64.encodebytes(raw),
        "BASE64": base64.b64encode(raw).rstrip(b"="),
        "quoted-printable": binascii.b2a_qp(raw),
        '"quoted-printable";': binascii.b2a_qp(raw),
        "nonsense": raw,
    }.items():
        assert mail(body, kind, f"Content-Transfer-Encoding: {encoding}").text == PERSIAN, encoding


def test_flowed_lines_are_joined():
    body = b"This is one \r\nline.\r\n> quoted \r\n> line\r\n-- \r\nSara"

    assert mail(body, "Content-Type: text/plain; format=flowed").text == "This is one line.\n> quoted line\n-- \nSara"
    assert (
        mail("می‌ \r\nخواهم".encode(), "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes").text
        == "می‌خواهم"
    )


def test_of_two_alternatives_the_text_is_read_and_the_html_is_kept():
    found = parts(
        part(b"Hello", "Content-Type: text/plain"),
        part(b"<p>Hello <b>there</b></p>", "Content-Type: text/html"),
        kind="alternative",
    )

    assert (found.text, found.html, found.attachments) == ("Hello", "<p>Hello <b>there</b></p>", ())


@pytest.mark.parametrize("stub", [b"", b"   \r\n", b"Your program does not support HTML mail."])
def test_html_is_read_where_the_text_says_nothing(stub):
    html = b"<p>My order <b>12</b> never came, and I would like to know where it is right now, please.</p>"
    found = parts(part(stub, "Content-Type: text/plain"), part(html, "Content-Type: text/html"), kind="alternative")

    assert found.text.startswith("My order 12 never came")


def test_html_becomes_readable_text():
    html = (
        "<html><head><title>no</title><style>p{color:red}</style></head><body><h1>Hi</h1><p>one<br>two</p><ul><li>a<li>b</ul>"
        '<table><tr><td>x</td><td>y</td></tr></table><a href="https://shop.example/1">here</a> <a href="https://s.example">'
        's.example</a><pre>a\n  b</pre>5 &lt; 6 &amp; 7<img src="cid:1" alt="logo"><script>alert(1)</script></body></html>'
    )

    assert mail(html.encode(), "Content-Type: text/html").text == (
        "Hi\n\none\ntwo\n\n• a\n• b\n\nx y\n\nhere <https://shop.example/1> s.example\n\na\n  b\n\n5 < 6 & 7[logo]"
    )


def test_html_is_safe_to_show():
    dirty = (
        '<div onclick="x()">a<script>alert(1)</script><iframe src="//e.example"></iframe><form action="/"><input></form>'
        '<a href="javascript:x()">b</a><a href="data:text/html,x">c</a><img src="https://t.example/pixel.gif" onerror="x()">'
        '<p style="background:url(https://t.example/p);position:fixed;color:red">d</p><img src="data:image/svg+xml,x">'
        '<svg><image href="https://t.example/s"/></svg><link rel=stylesheet href="https://t.example/c"><base href="//e.example">'
        '<p style="color:url(https://t.example/x)" class="shell" id="main">e</p><video poster="https://t.example/v"></video></div>'
    )
    html = mail(dirty.encode(), "Content-Type: text/html").html

    for gone in (
        "script",
        "iframe",
        "form",
        "input",
        "javascript",
        "data:",
        "onclick",
        "onerror",
        "url(",
        "position",
        "svg",
    ):
        assert gone not in html, gone
    assert not any(
        f'{name}="https://t.example' in html.replace("data-remote-src", "") for name in (" src", " href", "poster")
    )
    assert 'class="shell"' not in html
    assert 'id="main"' not in html


def test_remote_pictures_come_only_when_they_are_allowed():
    found = mail(
        b'<p>a<img alt="b" src="https://t.example/p.gif?a=1&amp;b=2" width="1"></p>', "Content-Type: text/html"
    )

    assert found.remote_images == ("https://t.example/p.gif?a=1&b=2",)
    assert ' src="' not in show(found.html)
    assert ' src="https://t.example/p.gif?a=1&amp;b=2"' in show(found.html, is_remote_allowed=True)


def test_pictures_that_came_along_point_to_their_attachment():
    found = parts(
        part(b'<p>a<img src="cid:Logo@x"><img src="cid:none"></p>', "Content-Type: text/html"),
        part(b"R0lGOD", "Content-Type: image/gif", "Content-ID: <logo@x>", "Content-Transfer-Encoding: base64"),
        kind="related",
    )

    assert found.html == '<p>a<img data-attachment="0"><img></p>'
    assert show(found.html, address_of=lambda number: f"/files/{number}?a&b") == (
        '<p>a<img src="/files/0?a&amp;b"><img></p>'
    )
    assert [(item.name, item.inline, item.content_id) for item in found.attachments] == [("image.gif", True, "logo@x")]


def test_nested_parts_files_and_forwarded_mails():
    inner = part(b"Inner text", "From: a@b.example", "Subject: =?utf-8?B?2LPZhNin2YU=?=")
    found = parts(
        part(b"--in\r\n\r\nOuter\r\n--in--", "Content-Type: multipart/alternative; boundary=in"),
        part(inner, "Content-Type: message/rfc822"),
        part(b"JVBERi0=", "Content-Type: application/pdf; name=bill.pdf", "Content-Transfer-Encoding: base64"),
        part(b"notes", "Content-Type: text/plain", "Content-Disposition: attachment; filename=../../etc/passwd"),
        part(
            b"x", "Content-Type: application/octet-stream", 'Content-Disposition: attachment; filename="a\u202egpj.exe"'
        ),
        part(b"Footer of the list"),
    )

    assert found.text == "Outer\n\nFooter of the list"
    assert [item.name for item in found.attachments] == ["سلام.eml", "bill.pdf", "passwd", "agpj.exe"]
    assert found.attachments[0].content == inner
    assert (found.attachments[1].content, found.attachments[1].size) == (b"%PDF-", 5)


def test_a_mail_that_is_cut_off_is_read_as_far_as_it_goes():
    found = mail(b"--e\r\n\r\nBegin of", "Content-Type: multipart/mixed; boundary=e")

    assert found.text == "Begin of"
    assert problems.TRUNCATED in found.problems


def test_parts_are_found_without_the_right_boundary():
    assert (
        mail(b"--e\r\nContent-Type: text/plain\r\n\r\nHi\r\n--e--", "Content-Type: multipart/mixed; boundary=f").text
        == "Hi"
    )
    assert mail(b"--e\r\nContent-Type: text/plain\r\n\r\nHi\r\n--e--", "Content-Type: multipart/mixed").text == "Hi"
    lost = mail(b"no parts at all", "Content-Type: multipart/mixed; boundary=f")
    assert (lost.text, problems.NO_BOUNDARY in lost.problems) == ("no parts at all", True)


def test_uuencoded_files_come_out_of_the_text():
    body = b"Look:\r\nbegin 644 hello.txt\r\n%:&5L;&\\\r\n`\r\nend\r\nBye"
    found = mail(body)

    assert [(item.name, item.content) for item in found.attachments] == [("hello.txt", b"hello")]
    assert found.text == "Look:\nBye"
    assert mail(b"begin 644 of something else").text == "begin 644 of something else"
    assert mail(b"=ybegin line=128 size=5 name=a\r\n\x92\x8f\r\n=yend size=5").attachments == ()


def tnef(name: bytes, content: bytes) -> bytes:
    def attribute(level: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    rendering = attribute(2, 0x00069002, b"\x01\x00" + b"\xff" * 12)
    return (
        b"\x78\x9f\x3e\x22\x01\x00"
        + attribute(1, 0x00089006, b"\x00\x00\x01\x00")
        + rendering
        + attribute(2, 0x00018010, name + b"\x00")
        + attribute(2, 0x0006800F, content)
    )


def test_winmail_dat_is_opened():
    packed = tnef(b"bill.txt", b"42 euro")
    found = parts(part(b"Hi"), part(packed, "Content-Type: application/ms-tnef; name=winmail.dat"))

    assert [(item.name, item.content) for item in found.attachments][1:] == [("bill.txt", b"42 euro")]
    broken = parts(part(b"Hi"), part(packed[:30], "Content-Type: application/ms-tnef; name=winmail.dat"))
    assert [item.name for item in broken.attachments] == ["winmail.dat"]


def test_an_invitation_is_read():
    calendar = (
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:جلسه\\, طبقه‌ی\r\n  دوم\r\n"
        'ORGANIZER;CN="Sara A":mailto:sara@example.com\r\nDTSTART;TZID=Asia/Tehran:20240504T100000\r\n'
        "DTEND:20240504T073000Z\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    event = parts(part(b"Hi"), part(calendar.encode(), "Content-Type: text/calendar; charset=utf-8")).calendar

    assert event is not None
    assert (event.summary, event.method) == ("جلسه, طبقه‌ی دوم", "REQUEST")
    assert event.start == datetime(2024, 5, 4, 10, tzinfo=ZoneInfo("Asia/Tehran"))
    assert event.end == datetime(2024, 5, 4, 7, 30, tzinfo=UTC)
    assert event.organiser is not None
    assert event.organiser.email == "sara@example.com"


def test_signed_mail_is_told_and_read():
    pgp = parts(
        part(b"Hi"), part(b"-----BEGIN PGP SIGNATURE-----", "Content-Type: application/pgp-signature"), kind="signed"
    )
    armour = b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHi\n- -- \nSara\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n"
    inline = mail(armour)
    cms = (
        bytes.fromhex("3080 06092a864886f70d010702 a080 3080 020101 3100 3080 06092a864886f70d010701 a080 2480")
        + b"\x04\x1bContent-Type: text/plain\n\nH"
        + b"\x04\x01i"
        + bytes(10)
    )
    smime = mail(
        cms, "Content-Type: application/pkcs7-mime; smime-type=signed-data", "Content-Transfer-Encoding: binary"
    )

    assert (pgp.signed, pgp.text) == ("pgp", "Hi")
    assert (inline.signed, inline.text, inline.new_text) == ("pgp", "Hi\n-- \nSara", "Hi")
    assert (smime.signed, smime.encrypted, smime.text) == ("smime", "", "Hi")


def test_encrypted_mail_is_told():
    body = [
        part(b"Version: 1", "Content-Type: application/pgp-encrypted"),
        part(b"x", "Content-Type: application/octet-stream"),
    ]
    pgp = parts(*body, kind="encrypted; protocol=application/pgp-encrypted")
    smime = mail(b"AAAA", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data")

    assert (pgp.encrypted, smime.encrypted) == ("pgp", "smime")
    assert problems.ENCRYPTED in pgp.problems
    assert mail(b"-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----").encrypted == "pgp"


def test_mails_of_the_standard_library_come_back_as_they_were_made():
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "سارا <a@b.example>", "c@d.example", PERSIAN * 3
    made.set_content(PERSIAN)
    made.add_alternative(f"<p dir='rtl'>{PERSIAN}</p>", subtype="html")
    made.add_attachment(b"\x00\x01", maintype="application", subtype="zip", filename="پرونده‌ی بلند و فارسی.zip")
    found = read(made.as_bytes())

    assert (found.from_[0].name, found.subject, found.text) == ("سارا", PERSIAN * 3, PERSIAN)
    assert found.html == f'<p dir="rtl">{PERSIAN}</p>'
    assert [(item.name, item.content) for item in found.attachments] == [("پرونده‌ی بلند و فارسی.zip", b"\x00\x01")]
