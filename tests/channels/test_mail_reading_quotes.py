"""What is new in a mail, and what is folded away: in the words of many mail programs."""

import pytest

from rafiq.channels.mail.reading import read
from rafiq.channels.mail.reading.quotes import fold


def mail(body: str, *, subject: str = "Re: Order", kind: str = "text/plain") -> bytes:
    head = f"From: Sara <sara@example.com>\nTo: help@shop.example\nSubject: {subject}\nMessage-ID: <1@example.com>\n"
    return f"{head}Date: Sat, 4 May 2024 10:00:00 +0330\nContent-Type: {kind}; charset=utf-8\n\n{body}".encode()


NEW = "سلام، سفارش من نرسید.\nThanks"
QUOTES = {
    "gmail": "On Fri, May 3, 2024 at 5:12 PM Shop <help@shop.example> wrote:\n\n> Your order\n> is on its way\n",
    "gmail, broken lines": "On Fri, May 3, 2024 at 5:12 PM The Shop of Many Things\n<help@shop.example> wrote:\n\n> Your order\n",
    "gmail, unmarked": "On Fri, May 3, 2024 at 5:12 PM Shop <help@shop.example> wrote:\nYour order is on its way\n",
    "gmail fa": "در تاریخ جمعه ۳ مهٔ ۲۰۲۴،\u200f ۱۷:۱۲ فروشگاه <\u200ehelp@shop.example\u200e> نوشت:\n\n> سفارش شما\n> در راه است\n",
    "gmail fa, marked": "\u202bدر تاریخ جمعه ۳ مهٔ ۲۰۲۴ ساعت ۱۷:۱۲ \u202aShop\u202c\u200f <\u202ahelp@shop.example\u202c\u200f> نوشت:\u202c\n\n> سفارش\n",
    "gmail ar": "في الجمعة، 3 مايو 2024 في 5:12 م تمت كتابة ما يلي بواسطة \u202aShop\u202c\u200f <\u202ahelp@shop.example\u202c\u200f>:\n\n> طلبك\n",
    "apple ar": "كتب Shop <help@shop.example> في 3 مايو 2024، الساعة 5:12 م:\n\n> طلبك في الطريق\n",
    "gmail de": "Am Fr., 3. Mai 2024 um 17:12 Uhr schrieb Shop <help@shop.example>:\n\n> Ihre Bestellung\n",
    "gmail fr": "Le ven. 3 mai 2024 à 17:12, Shop <help@shop.example> a écrit :\n\n> Votre commande\n",
    "gmail es": "El vie, 3 may 2024 a las 17:12, Shop (<help@shop.example>) escribió:\n\n> Su pedido\n",
    "unknown language": "Ar 3 Bealtaine 2024, scríobh Shop <help@shop.example>:\n\n> D'ordú\n",
    "apple": "> On 3 May 2024, at 17:12, Shop <help@shop.example> wrote:\n> \n> Your order\n",
    "outlook": "From: Shop <help@shop.example>\nSent: Friday, May 3, 2024 5:12 PM\nTo: Sara\nSubject: Order\n\nYour order\n",
    "outlook, ruled": "________________________________\nFrom: Shop <help@shop.example>\nSent: 03 May 2024\nTo: Sara\nSubject: Order\n\nYour order\n",
    "outlook, original": "-----Original Message-----\nFrom: Shop\nSent: Friday\nTo: Sara\n\nYour order\n",
    "outlook fa": "از: فروشگاه <help@shop.example>\nارسال شده: جمعه ۳ مه ۲۰۲۴\nبه: سارا\nموضوع: سفارش\n\nسفارش شما\n",
    "outlook ar": "من: المتجر <help@shop.example>\nتم الإرسال: الجمعة 3 مايو 2024\nإلى: سارة\nالموضوع: الطلب\n\nطلبك\n",
    "outlook ar, original": "-----الرسالة الأصلية-----\nمن: المتجر\nأرسلت: الجمعة\nإلى: سارة\n\nطلبك\n",
    "outlook fa, original": "----- پیام اصلی -----\nاز: فروشگاه\n\nسفارش شما\n",
    "outlook de": "Von: Shop <help@shop.example>\nGesendet: Freitag, 3. Mai 2024\nAn: Sara\nBetreff: Bestellung\n\nIhre\n",
    "outlook fr": "De : Shop <help@shop.example>\nEnvoyé : vendredi 3 mai 2024\nÀ : Sara\nObjet : Commande\n\nVotre\n",
    "thunderbird": "On 5/3/24 17:12, Shop wrote:\n> Your order\n",
    "yahoo": "On Friday, May 3, 2024 at 05:12:00 PM GMT+3:30, Shop <help@shop.example> wrote:\n\n Your order\n",
    "samsung": "-------- Original message --------\nFrom: Shop <help@shop.example>\nDate: 3/5/24 17:12 (GMT+03:30)\nTo: Sara\n",
    "plain": "> Your order\n> is here\n",
    "signature": "-- \nSara Ahmadi\n+98 21 0000\n",
    "sent from": "Sent from my iPhone\n",
    "sent from fa": "ارسال شده از iPhone من\n",
    "sent from ar": "مُرسل من الـ iPhone الخاص بي\n",
    "outlook for": "Get Outlook for Android<https://aka.ms/AAb9ysg>\n",
    "sent from de": "Von meinem iPhone gesendet\n",
    "sent, then quoted": "Sent from my Galaxy\n\nOn Fri, 3 May 2024, 17:12 Shop, <help@shop.example> wrote:\n\n> Your order\n",
}


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES.keys())
def test_what_somebody_wrote_stands_apart_from_what_their_program_added(quote):
    read_mail = read(mail(f"{NEW}\n\n{quote}"))

    assert read_mail.new_text == NEW
    assert read_mail.quoted.split() == "".join(quote).split()
    assert sorted(read_mail.text.split()) == sorted(f"{read_mail.new_text}\n{read_mail.quoted}".split())


def test_answers_between_quoted_lines_stay_in_order():
    body = "> When?\n\nTomorrow\n\n> Where?\n\nHere\n"

    assert read(mail(body)).new_text == "Tomorrow\n\nHere"


def test_an_answer_below_the_quote_is_new():
    body = "On Fri, May 3, 2024 at 5:12 PM Shop <help@shop.example> wrote:\n> Your order\n> is here\n\nThank you!\n"

    found = read(mail(body))

    assert found.new_text == "Thank you!"
    assert found.quoted.startswith("On Fri")


@pytest.mark.parametrize("body", ["> only\n> quoted\n", "On Friday Shop <a@b.example> wrote:\n> yes\n", "-- \nSara\n"])
def test_where_nothing_would_be_left_nothing_is_cut(body):
    found = read(mail(body))

    assert found.new_text.split() == body.split()
    assert found.quoted == ""


@pytest.mark.parametrize(
    "body",
    [
        "I wrote:\nthat is all\n",
        "Please write to me: a@b.example\nor call.\n",
        "From: the window I can see the shop.\nIt is closed.\n",
        "On Monday I came\nand nobody was there.\n",
        "از: تهران به: شیراز\nدو بلیت می‌خواهم\n",
        "5 > 3\nis true\n",
        "Sent from my heart, with love to all of you who read this long line until its very end and beyond\nSara",
    ],
)
def test_ordinary_sentences_are_not_cut(body):
    assert read(mail(body)).new_text.split() == body.split()


def test_a_forwarded_mail_is_what_its_sender_wants_to_be_read():
    body = "FYI\n\nFrom: Bank <b@bank.example>\nSent: Friday\nTo: Sara\nSubject: Card\n\nYour card is blocked\n"

    assert "blocked" in read(mail(body, subject="FW: Card")).new_text
    assert "blocked" not in read(mail(body, subject="RE: Card")).new_text


HTML = {
    "gmail": '<div dir="rtl">سلام</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Fri Shop wrote:<br></div><blockquote class="gmail_quote">Your order</blockquote></div>',
    "outlook": '<div><p>سلام</p></div><hr><div id="divRplyFwdMsg"><b>From:</b> Shop<br><b>Sent:</b> Friday</div><div>Your order</div>',
    "outlook append": '<div>سلام</div><div id="appendonsend"></div><p>Your order</p>',
    "yahoo": '<div>سلام</div><div id="ydp1" class="yahoo_quoted"><div>On Friday Shop wrote:</div><div>Your order</div></div>',
    "thunderbird": '<p>سلام</p><div class="moz-cite-prefix">On 3/5 Shop wrote:</div><blockquote type="cite">Your order</blockquote>',
    "apple": '<div>سلام</div><blockquote type="cite"><div>On 3 May 2024, Shop wrote:</div><div>Your order</div></blockquote>',
    "signature": '<div>سلام</div><div class="gmail_signature">Your order</div>',
}


@pytest.mark.parametrize("html", HTML.values(), ids=HTML.keys())
def test_html_is_folded_where_its_program_marked_it(html):
    found = read(mail(html, kind="text/html"))

    assert found.new_text.strip("- \n") == "سلام"
    assert "Your order" in found.quoted


def test_folding_takes_lines_as_they_are():
    assert fold(["a", "> b"]).new == "a"
    assert fold([]).new == ""
    assert fold(["", ""]).quoted == ""
