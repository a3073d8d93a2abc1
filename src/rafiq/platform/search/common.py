"""Words that carry a sentence but not its matter: they count little in a question."""

from __future__ import annotations

from typing import Final

LITTLE: Final = 0.25
"""What such a word weighs beside others. Not nothing: «چند» and "how long" tell one article from another."""

WORDS: Final = {
    "fa": """
        از به با در را که و یا تا برای این آن هم همین همان من تو او ما شما آنها ایشان خود است هست بود شد شده
        باشد می نمی یک هر هیچ نه بله بلی آیا اگر ولی اما چون پس دیگر هنوز فقط خیلی بسیار چه چرا چطور چگونه
        کجا کی کدام چند سلام لطفا ممنون مرسی تشکر خواهش باید توان خواستن کردن بودن شدن داشتن توانستن بایستن
        دادن گرفتن الان حالا اینکه آنکه روی زدن خوردن اوردن رفتن امدن گذاشتن کشیدن افتادن انداختن رسیدن
        ماندن چیز کار چیکار مورد طور جوری درباره نیست نیستم هستم هستید دارم دارد ندارد ندارم کنم کنید کند
        کرد بکنم نکنم میخواهم میشود نمیشود
    """,
    "ar": """
        في من إلى على عن مع أو و ثم هل ما ماذا لماذا كيف أين متى كم أي هذا هذه ذلك تلك الذي التي أنا أنت نحن
        هو هي هم كان كانت يكون قد لقد لا لم لن ليس إن أن إذا لو لكن حتى بعد قبل عند كل بعض غير يا نعم شكرا
        مرحبا السلام عليكم رجاء سمحت أريد يمكن ممكن أستطيع يجب عندي لدي الآن جدا فقط أيضا حول بين به بها له
        لها لي لك فيه فيها منه منها شيء
    """,
    "en": """
        a an the of in on at to for from with by and or but if then is are was were be been am do does did
        have has had i you he she it we they me my your our their this that these those what which who when
        where why how can could would should will shall may might must not no yes please thanks thank hello
        hi there here so as about into just still also any some want need get got
    """,
}
