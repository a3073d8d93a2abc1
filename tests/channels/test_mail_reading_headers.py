"""Headers as real mailers write them: encoded words, people, names of files, dates."""

from datetime import UTC, datetime, timedelta

import pytest

from rafiq.channels.mail.reading import Address, addresses, dates, parameters, problems, read, words


def latin(text: str, charset: str = "utf-8") -> str:
    """The bytes of a header as the reader hands them on: one character a byte."""
    return text.encode(charset).decode("latin-1")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("=?utf-8?B?2LPZhNin2YU=?=", "سلام"),
        ("=?UTF-8?Q?=D8=B3=D9=84=D8=A7=D9=85?=", "سلام"),
        ("=?windows-1256?Q?=D3=E1=C7=E3?=", "سلام"),
        ("=?iso-8859-6?B?08fkyg==?=", "سالت"),
        ("=?utf-8?B?2LPZhNg=?= =?utf-8?B?p9mF?=", "سلام"),  # a letter cut in two
        ("=?utf-8?Q?=D8=B3=D9=84?=\n =?utf-8?Q?=D8=A7=D9=85?=", "سلام"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("=?utf-8?Q?with space inside?=", "with space inside"),
        ("=?utf-8?Q?why?_because?=", "why? because"),
        ("=?utf-8*fa?B?2LPZhNin2YU=?=", "سلام"),
        ("=?utf-8?B?2LPZhNin2YU?=", "سلام"),  # padding forgotten
        ("=?utf-8?B?2LPZhNin2YU=====?=", "سلام"),
        ("Re:=?utf-8?Q?=D8=B3?=order", "Re:سorder"),
        ("=?no-such-charset?Q?abc?=", "abc"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("=?utf-8?Q?=ED=A0=80?=", "\ufffd\ufffd\ufffd"),
        (latin("سلام"), "سلام"),
        (latin("سلام، خوبي؟ سفارش من كجاست", "cp1256"), "سلام، خوبي؟ سفارش من كجاست"),
        (latin("Grüße aus Köln", "cp1252"), "Grüße aus Köln"),
        ("folded\n over\r\n\tlines", "folded over lines"),
        ("a\x00b\x07c", "abc"),
        ("", ""),
    ],
)
def test_what_a_header_says(raw, said):
    assert words.decode(raw) == said


@pytest.mark.parametrize(
    ("raw", "people"),
    [
        ("a@b.example", [("", "a@b.example")]),
        ("Sara <a@b.example>", [("Sara", "a@b.example")]),
        ('"Ahmadi, Sara" <a@b.example>', [("Ahmadi, Sara", "a@b.example")]),
        ('"Sara \\"S\\" A" <a@b.example>', [('Sara "S" A', "a@b.example")]),
        ("=?utf-8?Q?Ahmadi,_Sara?= <a@b.example>", [("Ahmadi, Sara", "a@b.example")]),
        ('"=?utf-8?B?2LPYp9ix2Kc=?=" <a@b.example>', [("سارا", "a@b.example")]),
        ("'Sara' <a@b.example>", [("Sara", "a@b.example")]),
        ("a@b.example (Sara)", [("Sara", "a@b.example")]),
        ("Sara (a@b.example)", [("Sara", "a@b.example")]),
        ("Sara <a@b.example>, Ali <c@d.example>", [("Sara", "a@b.example"), ("Ali", "c@d.example")]),
        ("a@b.example; c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
        ("Team: a@b.example, c@d.example;", [("", "a@b.example"), ("", "c@d.example")]),
        ("undisclosed-recipients:;", []),
        ("Sara\n <a@b.example>", [("Sara", "a@b.example")]),
        ("<@relay.example:a@b.example>", [("", "a@b.example")]),
        ("Sara a@b.example", [("Sara", "a@b.example")]),
        ("a@b.example <a@b.example>", [("a@b.example", "a@b.example")]),
        ('"odd name"@b.example', [("", '"odd name"@b.example')]),
        ("Sara", [("Sara", "")]),
        ("<>", []),
        (",,,", []),
        ('"never closed <a@b.example>', [('"never closed', "a@b.example")]),
        ("سارا <a@b.example>", [("سارا", "a@b.example")]),
        ("Sara <sara@پست.example>", [("Sara", "sara@پست.example")]),
    ],
)
def test_the_people_of_a_header(raw, people):
    found = addresses.parse(raw.encode().decode("latin-1"))

    assert [(person.name, person.email) for person in found] == people


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="bill.pdf"', "bill.pdf"),
        ("attachment; filename=bill 1.pdf", "bill 1.pdf"),
        ("attachment; filename*=utf-8''%D9%81%D8%A7%DA%A9%D8%AA%D9%88%D8%B1.pdf", "فاکتور.pdf"),
        ("attachment; filename*0*=utf-8''%D9%81%D8%A7%DA; filename*1*=%A9%D8%AA%D9%88%D8%B1.pdf", "فاکتور.pdf"),
        ('attachment; filename*1="ll.pdf"; filename*0="bi"', "bill.pdf"),
        ('attachment; filename="=?utf-8?B?2YHYp9qp2KrZiNixLnBkZg==?="', "فاکتور.pdf"),
        (f'attachment; filename="{latin("فاکتور.pdf")}"', "فاکتور.pdf"),
        ('attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
        ("attachment; filename*=nonsense", "nonsense"),
        ("attachment;;; = ; filename=a.txt;", "a.txt"),
    ],
)
def test_the_name_of_a_file(header, name):
    assert parameters.parse(header).parameters["filename"] == name


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("Sat, 4 May 2024 10:00:00 +0330", datetime(2024, 5, 4, 6, 30, tzinfo=UTC)),
        ("4 May 2024 10:00 GMT", datetime(2024, 5, 4, 10, tzinfo=UTC)),
        ("Sat, 04 May 24 10:00:00 -0500 (EST)", datetime(2024, 5, 4, 15, tzinfo=UTC)),
        ("2024-05-04T10:00:00Z", datetime(2024, 5, 4, 10, tzinfo=UTC)),
        ("Sat, 4 May 2024 10:00:60 +0000", datetime(2024, 5, 4, 10, 0, 59, tzinfo=UTC)),
        ("Sat, 4 May 2024 10:00:00 +9999", datetime(2024, 5, 4, 10, tzinfo=UTC)),
        ("yesterday", None),
        ("31 Feb 2024 10:00:00 +0000", None),
        ("1 Jan 0001 00:00:00 +1400", None),
        ("", None),
    ],
)
def test_the_moment_of_a_date(header, moment):
    found = dates.parse(header)

    assert found == moment
    assert found is None or found.tzinfo is not None


def test_the_headers_that_place_a_mail_in_its_thread():
    raw = (
        b"From: Sara <a@b.example>\nReply-To: <c@d.example>\nCc: e@f.example\nMessage-ID: <1@b.example>\n"
        b"In-Reply-To: Your mail of Friday <2@b.example>\nReferences: <3@b.example>\n <2@b.example> <3@b.example>\n"
        b"List-Id: News <news.b.example>\nList-Unsubscribe: <mailto:u@b.example>, <https://b.example/u>\n\nHi"
    )

    mail = read(raw)

    assert mail.from_ == (Address("Sara", "a@b.example"),)
    assert (mail.reply_to[0].email, mail.cc[0].email) == ("c@d.example", "e@f.example")
    assert (mail.message_id, mail.in_reply_to) == ("1@b.example", "2@b.example")
    assert mail.references == ("3@b.example", "2@b.example")
    assert (mail.list_id, mail.list_unsubscribe) == ("news.b.example", ("mailto:u@b.example", "https://b.example/u"))


@pytest.mark.parametrize("message_id", ["", "<>", " "])
def test_an_empty_message_id_is_told_and_stays_empty(message_id):
    mail = read(f"From: a@b.example\nMessage-ID: {message_id}\n\nHi".encode())

    assert mail.message_id == ""
    assert problems.NO_MESSAGE_ID in mail.problems


def test_a_mail_that_does_not_say_who_sent_it_is_taken_from_whom_answers_go_to():
    mail = read(b"Reply-To: a@b.example\nSubject: x\n\nHi")

    assert mail.from_ == (Address("", "a@b.example"),)
    assert problems.NO_FROM in mail.problems


@pytest.mark.parametrize(
    "raw",
    [
        b"From a@b.example Sat May  4 10:00:00 2024\nFrom: a@b.example\nSubject: hello\n\ntext",
        b"From: a@b.example\r\nSubject: hello\r\n\r\ntext",
        b"From: a@b.example\rSubject: hello\r\rtext",
        b"From: a@b.example\r\nSubject: hello\n\r\ntext",
        b"From: a@b.example\nthis is no header\nSubject: hello\n\ntext",
        b"From : a@b.example\nSubject:hello\n\ntext",
    ],
)
def test_line_ends_and_broken_lines_do_not_matter(raw):
    mail = read(raw)

    assert (mail.from_[0].email, mail.subject, mail.text) == ("a@b.example", "hello", "text")


def test_a_body_without_an_empty_line_above_it_is_read():
    mail = read(b"From: a@b.example\nSubject: hello\nHere is the text\nof it\n")

    assert mail.text == "Here is the text\nof it"
    assert problems.ODD_HEADER in mail.problems


def test_nothing_but_headers_or_nothing_but_text():
    assert read(b"Subject: hello\n").subject == "hello"
    assert read(b"Subject: hello").subject == "hello"
    assert read("فقط متن".encode()).text == "فقط متن"
    assert read(b"").problems == (problems.EMPTY,)


def test_dates_far_from_utc_are_kept_with_their_zone():
    found = dates.parse("Sat, 4 May 2024 10:00:00 +0330")

    assert found is not None
    assert found.utcoffset() == timedelta(hours=3, minutes=30)
