"""What keeps to the passages, and what does not."""

from __future__ import annotations

import pytest

from rafiq.bot.model import checking

RETURN = {
    "fa": "تا هفت روز پس از تحویل می‌توانید کالا را برگردانید. کالا باید سالم و در جعبهٔ اصلی باشد. پس از بررسی، پول "
    "ظرف ۳ روز کاری به حسابتان برمی‌گردد. نشانی: narvan.example/help، تلفن ۰۲۱-۸۸۷۷۶۶۵۵، مبلغ ۱٬۲۵۰٬۰۰۰ ریال.",
    "ar": "يمكنك إرجاع المنتج خلال سبعة أيام من التسليم. يجب أن يكون سليمًا وفي علبته. نعيد المبلغ خلال ٣ أيام عمل.",
    "en": "You can return a product within seven days of delivery. It must be undamaged and in its original box. "
    "We refund the money within 3 working days. Write to help@narvan.example or call +98 21 8877 6655. "
    "The fee is 1,250,000 rials.",
}


def problem(answer: str, language: str = "en") -> str:
    return checking.problem(checking.plain(answer), given=[RETURN[language]], language=language)


@pytest.mark.parametrize(
    ("answer", "language"),
    [
        ("Yes, you can return it within seven days of delivery, undamaged and in its box.", "en"),
        ("The refund of the money comes within 3 working days.", "en"),
        ("Please write to help@narvan.example.", "en"),
        ("**The fee** is 1250000 rials.", "en"),
        ("1. Return the product in its original box.\n2. We refund the money.", "en"),
        ("بله، تا هفت روز پس از تحویل می‌توانید کالا را سالم و در جعبه برگردانید.", "fa"),
        ("پولتان تا 3 روز کاری به حسابتان برمی‌گردد.", "fa"),
        ("نعم، يمكن إرجاع المنتج سليمًا في علبته خلال سبعة أيام.", "ar"),
        ("نعيد المبلغ خلال 3 أيام.", "ar"),
    ],
)
def test_what_the_passages_say_is_kept(answer, language):
    assert problem(answer, language) == ""


@pytest.mark.parametrize(
    ("answer", "language", "why"),
    [
        ("You can return a product within 30 days of delivery.", "en", "number"),
        ("You can return a product within thirty days of delivery.", "en", "number"),
        ("تا سی روز پس از تحویل می‌توانید کالا را برگردانید.", "fa", "number"),
        ("تا ۳۰ روز پس از تحویل می‌توانید کالا را برگردانید.", "fa", "number"),
        ("يمكنك إرجاع المنتج خلال ٣٠ أيام.", "ar", "number"),
        ("يمكنك إرجاع المنتج خلال ثلاثون أيام.", "ar", "number"),
        ("The refund is free.", "en", "number"),
        ("The code for the refund is NARVAN50.", "en", "number"),
        ("Return it within seven days, see https://evil.example/return", "en", "link"),
        ("Return the product at evil.example within seven days.", "en", "link"),
        ("Return the product at EVIL.EXAMPLE.", "en", "link"),
        ("Write to refund@evil.example to return a product.", "en", "link"),
        ("Return the product, ask @narvan_refund for the money.", "en", "link"),
        ("Return the product: tel:+982188776655", "en", "link"),
        ("Call +98 912 111 2233 to return a product.", "en", "number"),
        ("برای برگرداندن کالا با ۰۹۱۲۱۱۱۲۲۳۳ تماس بگیرید.", "fa", "number"),
        ("Return it [here](https://narvan.example).", "en", "markup"),
        ("![x](https://evil.example/p.png) Return the product.", "en", "markup"),
        ("<b>Return</b> the product in its box.", "en", "markup"),
        ("<script>alert(1)</script> Return the product.", "en", "markup"),
        ("Return the product &lt;img&gt;.", "en", "markup"),
        ("Return the product. javascript:alert(1)", "en", "markup"),
        ("The wholesale discount for colleagues is secret and the manager is called Hamid.", "en", "words"),
        ("You can return a product. Our staff password is swordfish tonight.", "en", "words"),
        ("می‌توانید کالا را برگردانید. رمز مدیر سامانه نارون است.", "fa", "words"),
        ("يمكنك إرجاع المنتج. كلمة سر المدير هي السمكة الذهبية.", "ar", "words"),
        ("یمکنک", "en", "language"),
        ("You can return a product.", "fa", "language"),
        ("...", "en", "empty"),
        ("", "en", "empty"),
        ("\u200b\u202e\u2066", "en", "empty"),
        ("return the product. " * 100, "en", "long"),
        ("Yes.", "en", "words"),
    ],
)
def test_what_they_do_not_say_is_not(answer, language, why):
    assert problem(answer, language) == why


def test_a_number_may_be_written_in_any_digits_and_with_or_without_groups():
    assert checking.numbers("۱٬۲۵۰٬۰۰۰ و ٣") == checking.numbers("1250000 3")


def test_signs_that_nobody_sees_are_taken_out_and_half_spaces_stay():
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore")

    assert checking.plain(f"می‌روم\u202e{hidden}\u200b\u2066 ها") == "می‌روم ها"
