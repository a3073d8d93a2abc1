"""The protocol's error codes in words a visitor understands: what happened, what to do."""

from __future__ import annotations

_WORDS: dict[str, dict[str, str]] = {
    "bad_frame": {
        "en": "That could not be understood. Please reload the page.",
        "fa": "درخواست را نفهمیدیم. لطفاً صفحه را تازه کنید.",
        "ar": "تعذّر فهم الطلب. يُرجى إعادة تحميل الصفحة.",
    },
    "bad_token": {
        "en": "Your chat session is not valid any more; a new one begins.",
        "fa": "نشست گفتگوی شما دیگر معتبر نیست؛ گفتگوی تازه‌ای آغاز می‌شود.",
        "ar": "لم تعد جلسة المحادثة صالحة؛ ستبدأ جلسة جديدة.",
    },
    "unknown_key": {
        "en": "This chat is not available.",
        "fa": "این گفتگو در دسترس نیست.",
        "ar": "هذه المحادثة غير متاحة.",
    },
    "no_article": {
        "en": "This article is not there (any more).",
        "fa": "این مقاله (دیگر) در دسترس نیست.",
        "ar": "هذه المقالة غير متاحة (بعد الآن).",
    },
    "too_long": {
        "en": "This message is too long. Please shorten it or send it in parts.",
        "fa": "این پیام خیلی بلند است. لطفاً کوتاهش کنید یا در چند بخش بفرستید.",
        "ar": "هذه الرسالة طويلة جدًا. يُرجى اختصارها أو إرسالها على أجزاء.",
    },
    "empty": {
        "en": "The message is empty.",
        "fa": "پیام خالی است.",
        "ar": "الرسالة فارغة.",
    },
    "too_large": {
        "en": "This file is larger than 10 MB.",
        "fa": "حجم این فایل بیش از ۱۰ مگابایت است.",
        "ar": "حجم هذا الملف أكبر من ١٠ ميغابايت.",
    },
    "bad_type": {
        "en": "Files of this kind are not accepted. Pictures, PDF, documents, sound, video and packed files are.",
        "fa": "این نوع فایل پذیرفته نمی‌شود. تصویر، PDF، سند، صدا، ویدیو یا فایل فشرده بفرستید.",
        "ar": "لا يُقبل هذا النوع من الملفات. تُقبل الصور وPDF والمستندات والصوت والفيديو والملفات المضغوطة.",
    },
    "bad_image": {
        "en": "This picture is broken and cannot be shown.",
        "fa": "این تصویر خراب است و نمایش داده نمی‌شود.",
        "ar": "هذه الصورة تالفة ولا يمكن عرضها.",
    },
    "bad_file": {
        "en": "The file did not arrive. Please choose it again.",
        "fa": "فایل نرسید. لطفاً دوباره انتخابش کنید.",
        "ar": "لم يصل الملف. يُرجى اختياره مرة أخرى.",
    },
    "bad_identity": {
        "en": "We could not confirm who you are; you can go on chatting as a guest.",
        "fa": "هویت شما تأیید نشد؛ می‌توانید به‌عنوان مهمان گفتگو را ادامه دهید.",
        "ar": "تعذّر التحقق من هويتك؛ يمكنك متابعة المحادثة بصفة ضيف.",
    },
    "bad_rating": {
        "en": "This rating could not be kept.",
        "fa": "این امتیاز ثبت نشد.",
        "ar": "تعذّر حفظ هذا التقييم.",
    },
    "slow_down": {
        "en": "That was very quick; it will be sent in a moment.",
        "fa": "کمی سریع بود؛ تا لحظه‌ای دیگر فرستاده می‌شود.",
        "ar": "كان ذلك سريعًا جدًا؛ سيُرسَل بعد لحظات.",
    },
    "unavailable": {
        "en": "We cannot be reached for a moment. Your message is kept and will be sent.",
        "fa": "لحظه‌ای در دسترس نیستیم. پیامتان محفوظ است و فرستاده می‌شود.",
        "ar": "تعذّر الوصول إلينا مؤقتًا. رسالتك محفوظة وستُرسَل.",
    },
    "no_space": {
        "en": "The file could not be kept on our side. Your text can still be sent.",
        "fa": "فایل در سمت ما ذخیره نشد. متن پیامتان را همچنان می‌توانید بفرستید.",
        "ar": "تعذّر حفظ الملف لدينا. لا يزال بإمكانك إرسال النص.",
    },
}


def explain(code: str, *, language: str) -> str:
    """Say a code of the protocol in words; unknown codes and languages fall back rather than fail."""
    words = _WORDS.get(code, _WORDS["bad_frame"])
    return words.get(language[:2].lower(), words["en"])
