"""What customers wrote today from outside the shop's page: by mail, by SMS, over the messenger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Letter:
    """One message from outside. `address` is a mail address, a telephone number, or the id of a chat."""

    kind: str
    address: str
    name: str
    words: str
    ago: timedelta
    subject: str = ""


def _ago(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


TODAY = (
    Letter("mail", "maryam@customer.example", "مریم احمدی", "سلام\n\nفاکتور رسمی سفارش ۱۰۴۴ را هنوز نگرفته‌ام. برای حسابداری شرکت لازم دارم، لطفاً همین هفته بفرستید.\n\nبا احترام\nمریم احمدی", _ago(22), "فاکتور سفارش ۱۰۴۴"),
    Letter("mail", "h.karimi@sabakar.example", "حسین کریمی", "درود\nبرای شرکت ما هشت دستگاه یخچال ساید الوند لازم است. قیمت عمده و زمان تحویل را بفرمایید.\n\nحسین کریمی\nتدارکات سباکار", _ago(95), "درخواست قیمت عمده"),
    Letter("mail", "rana.khoury@mail.example", "رنا خوري", "مرحبًا،\n\nوصلتني الخلاطة اليوم وغطاؤها مكسور. أرفقت لكم رقم الطلب: ٢٠٧٧. هل يمكن استبدال الغطاء فقط؟\n\nشكرًا\nرنا", _ago(41), "غطاء الخلاطة مكسور"),
    Letter("mail", "s.haddad@office.example", "سامي حداد", "السلام عليكم\nأحتاج نسخة من كفالة الغسالة كارون التي اشتريتها في آذار. الفاتورة باسم مكتبنا.\nسامي حداد", _ago(180), "نسخة من الكفالة"),
    Letter("mail", "oliver.bennett@post.example", "Oliver Bennett", "Hi,\n\nThe delivery slot you gave me was 9 to 12 and nobody came. I took the morning off for it. When will the washing machine really arrive?\n\nOliver", _ago(64), "Nobody came this morning"),
    Letter("mail", "dana@studio.example", "Dana Petrov", "Hello Narvan,\n\njust a thank you: your technician Reza repaired our fridge in twenty minutes and even cleaned up. Please tell him!\n\nDana", _ago(300), "Thank you, Reza"),
    Letter("kavenegar", "09121112233", "", "سلام تکنسین قرار بود ساعت ۴ بیاد الان ۶ شده هیچکس نیومده", _ago(12)),
    Letter("kavenegar", "09355551234", "", "salam mikhastam bedonam sefaresh 1093 koja resid", _ago(33)),
    Letter("kavenegar", "09177778899", "", "یخچال روشن میشه ولی خنک نمیکنه چیکار کنم", _ago(140)),
    Letter("telegram", "710001", "Nima", "درود، قطعهٔ یدکی پارچ مخلوط‌کن نسیم موجود شد؟", _ago(8)),
    Letter("telegram", "710002", "Layal", "مساء الخير، هل يوجد توصيل إلى صيدا؟ وكم الكلفة؟", _ago(55)),
    Letter("telegram", "710003", "Tom", "hey, can I change the address of order 1120? it's going to my old flat 😬", _ago(27)),
)  # fmt: skip
