"""Reports, automatic answers, lists and loops told from people's mail; and what servers found out about the sender."""

import pytest

from rafiq.channels.mail.reading import Kind, Mail, Report, read

DSN = b"""From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: help@shop.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <9@mx.example>
Date: Sat, 4 May 2024 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Original-Recipient: rfc822;sara@example.com
Final-Recipient: rfc822; <sara@home.example>
Action: %b
Status: %b
Diagnostic-Code: smtp; 550 5.1.1 <sara@home.example>: Recipient address
    rejected: User unknown
--b
Content-Type: message/rfc822

From: help@shop.example
To: sara@example.com
Subject: Your order
Message-ID: <order-1@shop.example>

It is on its way.
--b--
"""


def mail(text: str) -> Mail:
    return read(text.encode())


def people(subject: str = "Order", *headers: str, body: str = "Hello") -> Mail:
    return mail(
        "\n".join(
            ["From: Sara <sara@example.com>", f"Subject: {subject}", "Message-ID: <1@b.example>", *headers, "", body]
        )
    )


def test_a_standard_report_is_read():
    found = read(DSN % (b"failed", b"5.1.1"))

    assert found.kind is Kind.BOUNCE
    assert found.bounce is not None
    assert (found.bounce.report, found.bounce.is_permanent) == (Report.FAILED, True)
    assert (found.bounce.recipient, found.bounce.status) == ("sara@home.example", "5.1.1")
    assert found.bounce.reason.endswith("Recipient address rejected: User unknown")
    assert found.bounce.message_id == "order-1@shop.example"


@pytest.mark.parametrize(
    ("action", "status", "report", "is_permanent"),
    [
        ("delayed", "4.4.7", Report.DELAYED, False),
        ("failed", "4.4.7", Report.FAILED, False),
        ("Failed", "5.0.0", Report.FAILED, True),
    ],
)
def test_a_delay_or_a_passing_trouble_condemns_no_address(action, status, report, is_permanent):
    found = read(DSN % (action.encode(), status.encode())).bounce

    assert found is not None
    assert (found.report, found.status, found.is_permanent) == (report, status, is_permanent)


@pytest.mark.parametrize("action", [b"delivered", b"relayed", b"expanded"])
def test_a_report_of_success_is_no_bounce(action):
    found = read(DSN % (action, b"2.0.0"))

    assert found.bounce is None
    assert found.kind is not Kind.BOUNCE


FREE = {
    "header": ("Mail Delivery <x@mx.example>", "Something", "X-Failed-Recipients: sara@example.com\n", "no words", ""),
    "exim": (
        "MAILER-DAEMON@mx.example",
        "Mail delivery failed: returning message to sender",
        "",
        "A message that you sent could not be delivered. The following address(es) failed:\n\n  sara@example.com\n    550 5.1.1 no such user\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\nFrom: help@shop.example\nTo: other@example.com\n",
        "5.1.1",
    ),
    "qmail": (
        "MAILER-DAEMON@mx.example",
        "failure notice",
        "",
        "Hi. This is the qmail-send program.\n\n<sara@example.com>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nTo: z@z.example\n",
        "5.1.1",
    ),
    "reply code only": ("Postmaster <postmaster@mx.example>", "Undeliverable: Order", "", "Your message could not be delivered to <sara@example.com>: 550 User unknown\n", "5.0.0"),
    "persian": ("postmaster@mx.example", "نامه‌ی شما تحویل نشد", "", "نامه‌ی شما به گیرنده‌ی زیر تحویل نشد:\n\nsara@example.com\n", ""),
    "arabic": ("Mailer-Daemon <mailer-daemon@mx.example>", "تعذر تسليم الرسالة", "", "تعذر تسليم رسالتك إلى العنوان التالي:\n\nsara@example.com\n550 5.2.2 full", "5.2.2"),
    "only the mail that came back": ("mailer-daemon@mx.example", "Ooops", "Return-Path: <>\n", "Message could not be delivered.\n\n----- Original message -----\n\nFrom: a@b.example\nTo: sara@example.com\nSubject: x\n", ""),
}  # fmt: skip


@pytest.mark.parametrize("written", FREE.values(), ids=FREE.keys())
def test_reports_that_keep_to_no_standard_are_read_by_their_words(written):
    sender, subject, headers, body, status = written
    found = mail(f"From: {sender}\nTo: help@shop.example\nSubject: {subject}\n{headers}\n{body}")

    assert found.kind is Kind.BOUNCE
    assert found.bounce is not None
    assert (found.bounce.recipient, found.bounce.status) == ("sara@example.com", status)


def test_a_warning_is_a_delay():
    body = "Delivery to the following recipient has been delayed:\n\n   sara@example.com\n\nMessage will be retried for 2 more days"
    found = mail(f"From: mailer-daemon@mx.example\nSubject: Delivery Status Notification (Delay)\n\n{body}").bounce

    assert found is not None
    assert (found.report, found.recipient, found.is_permanent) == (Report.DELAYED, "sara@example.com", False)


def test_an_abuse_report_is_a_bounce_of_its_own_sort():
    found = mail(
        "From: fbl@provider.example\nSubject: x\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
        "--b\n\nThis is an abuse report.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n"
        "Original-Rcpt-To: <sara@example.com>\n--b\nContent-Type: message/rfc822\n\nTo: x@y.example\nMessage-ID: <o@s.example>\n\nx\n--b--\n"
    )

    assert found.kind is Kind.BOUNCE
    assert found.bounce is not None
    assert (found.bounce.report, found.bounce.recipient, found.bounce.reason) == (
        Report.COMPLAINT,
        "sara@example.com",
        "abuse",
    )
    assert (found.bounce.is_permanent, found.bounce.message_id) == (False, "o@s.example")


@pytest.mark.parametrize(
    "headers",
    [
        ["Auto-Submitted: auto-replied"],
        ["Auto-Submitted: auto-generated (cron)"],
        ["X-Autoreply: yes"],
        ["Precedence: auto_reply"],
        ["Return-Path: <>"],
        ["Content-Type: multipart/report; report-type=disposition-notification; boundary=b"],
    ],
)
def test_automatic_mail_is_told_by_its_headers(headers):
    assert people("Order", *headers).kind is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Order",
        "Out of Office: Order",
        "Abwesenheitsnotiz",
        "Réponse automatique : Order",
        "پاسخ خودکار: سفارش",
        "رد تلقائي: الطلب",
    ],
)
def test_automatic_mail_is_told_by_its_subject(subject):
    assert people(subject).kind is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    "headers",
    [
        ["List-Id: <news.b.example>"],
        ["Precedence: bulk"],
        ["List-Unsubscribe: <mailto:u@b.example>"],
        ["Mailing-List: x"],
    ],
)
def test_lists_and_mass_mail_are_told(headers):
    assert people("News", *headers).kind is Kind.LIST


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Undeliverable parcel", []),
        ("My mail could not be delivered, failure notice", []),
        ("Re: out of office hours", ["Auto-Submitted: no"]),
        ("Order", ["Return-Path: <sara@example.com>"]),
        ("My postmaster says: delivery failed", ["Precedence: normal"]),
    ],
)
def test_people_who_write_about_such_things_are_people(subject, headers):
    body = "My parcel could not be delivered: user unknown at this address, says the mailbox."

    assert people(subject, *headers, body=body).kind is Kind.MESSAGE


def test_what_goes_round_is_a_loop():
    hops = "Received: by a.example\n" * 60
    own = b"From: a@b.example\nX-Loop: <Help@Shop.example>\n\nx"

    assert mail(f"{hops}From: a@b.example\n\nx").kind is Kind.LOOP
    assert read(own, own=["help@shop.example"]).kind is Kind.LOOP
    assert read(own, own=["other@shop.example"]).kind is Kind.MESSAGE


def auth(*headers: str, trusted: tuple[str, ...] = ()) -> tuple[str, str, str, str]:
    raw = "\n".join([*headers, "From: a@b.example", "", "x"]).encode()
    found = read(raw, trusted=trusted).auth
    return found.spf, found.dkim, found.dmarc, found.source


OURS = "Authentication-Results: mx.shop.example 1;\n spf=pass (sender is ok; spf=fail) smtp.mailfrom=b.example;\n dkim=fail header.d=x.example;\n dkim=pass header.d=b.example; dmarc=pass"
FORGED = "Authentication-Results: evil.example; spf=fail; dkim=fail; dmarc=fail"


def test_what_the_topmost_server_found_out_is_believed():
    assert auth(OURS, FORGED) == ("pass", "pass", "pass", "authentication-results")
    assert auth(FORGED, OURS) == ("fail", "fail", "fail", "authentication-results")
    assert auth("Authentication-Results: mx.example; none") == ("", "", "", "authentication-results")


def test_servers_can_be_named_that_alone_are_believed():
    assert auth(FORGED, OURS, trusted=("MX.shop.example",)) == ("pass", "pass", "pass", "authentication-results")
    assert auth(FORGED, "Received-SPF: pass", trusted=("mx.shop.example",)) == ("", "", "", "")


def test_two_headers_of_one_server_complete_each_other_and_never_overrule():
    upper = "Authentication-Results: mx.example; dkim=fail"
    lower = "Authentication-Results: mx.example; dkim=pass; spf=pass"

    assert auth(upper, lower) == ("pass", "fail", "", "authentication-results")


def test_what_forwarders_hand_on_is_read_where_nothing_else_is_said():
    arc = [
        "ARC-Authentication-Results: i=1; a.example; spf=fail",
        "ARC-Authentication-Results: i=2; b.example; spf=pass; dmarc=pass",
    ]

    assert auth(*arc) == ("pass", "", "pass", "arc")
    assert auth("Received-SPF: softfail (mx.example: domain of …)") == ("softfail", "", "", "received-spf")
    assert auth() == ("", "", "", "")
