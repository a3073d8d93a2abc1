"""What people also say and what is hardly any company's matter: the classifier learns on these what fits nothing."""

from __future__ import annotations

from typing import Final

PHRASES: Final = {
    "fa": """
        هوا فردا بارونیه؟ | قرمه سبزی رو چطور جا بندازم | بازی دیشب چند چند شد | یه جوک بگو بخندیم
        پایتخت کانادا کجاست | قیمت دلار امروز چنده | سگم غذا نمیخوره چیکار کنم | یه فیلم خوب معرفی کن
        سیزده ضربدر هفده چند میشه | چطور ده کیلو وزن کم کنم | دلم گرفته حوصله ندارم | فال حافظ بگیر
        معنی کلمه سراب چیه | رئیس جمهور فرانسه کیه | نزدیکترین نونوایی کجاست | تکلیف ریاضی پسرمو حل میکنی
        برای تولد مادرم چی بنویسم | زبان اسپانیایی رو از کجا شروع کنم | شب ها خوابم نمیبره
        ماشینم روشن نمیشه باتریش خوابیده | یه آهنگ شاد بذار | ویزای کانادا چطور بگیرم | تو چند سالته
        گلدونم برگاش زرد شده | برنامه قطار تهران مشهد چیه | چرا آسمون آبیه | دندونم درد میکنه چی بخورم
        انشا درباره بهار | مالیات خونه ارثی چقدره | hava chetore emrooz | ye film bege bebinam
        سریال جدید چی اومده | کنکور امسال کیه | عاشق شدم چیکار کنم | بهترین باشگاه محله ما کدومه
        نرخ طلا رو بگو | وقت دکتر پوست میخوام | سفر شمال کجا بریم
    """,
    "ar": """
        هل ستمطر غدا؟ | كيف أطبخ المقلوبة | مين فاز بالمباراة امبارح | احكيلي شي يضحك | ما عاصمة كندا
        كم سعر الذهب اليوم | قطتي ما تاكل وش أسوي | رشح لي فيلم حلو | كم يساوي سبعة في ثمانية
        كيف أنزل عشرة كيلو | أنا زهقان وملان | ما معنى كلمة سراب | مين رئيس فرنسا | وين أقرب فرن خبز
        حل لي واجب الرياضيات | شنو أكتب بعيد ميلاد أمي | كيفاش نتعلم الاسبانية | ما أقدر أنام بالليل
        سيارتي ما تشتغل البطارية خربانة | حط أغنية طرب | كيف آخذ فيزا كندا | انت عمرك كام سنة
        ورق النبتة صار أصفر | متى رحلات القطار للاسكندرية | ليش السماء زرقا | سني يوجعني شو آخذ
        موضوع تعبير عن الربيع | مواعيد الأذان اليوم | شكد درجة الحرارة ببغداد | el gaw 3amel eh enaharda
        e7kili nokta | شو المسلسلات الجديدة برمضان | وقتاش الباكالوريا هاد العام | وقعت في الحب شنو ندير
        أحسن نادي رياضي بالحي | كم سعر صرف الدولار | ابي موعد عند دكتور جلدية | وين نسافر بالعطلة
        من اخترع الهاتف | فسر لي حلمي
    """,
    "en": """
        will it rain tomorrow | how do I cook a risotto | who won the match last night
        tell me something funny | what is the capital of Canada | how much is gold today | my dog won't eat
        recommend a good film | what is seven times eight | how can I lose ten pounds | I'm bored and lonely
        what does mirage mean | who is the president of France | where is the nearest bakery
        solve my son's maths homework | what shall I write for my mum's birthday
        how do I start learning Spanish | I can't sleep at night | my car won't start, the battery is flat
        play a happy song | how do I get a visa for Canada | how old are you
        the leaves of my plant turn yellow | when does the train to Boston leave | why is the sky blue
        my tooth hurts | write an essay about spring | how are you feeling today | set an alarm for six
        which series is new this month | I fell in love, what now | best gym in my neighbourhood
        what is the meaning of life | who invented the telephone | find me a hotel in Rome
        how many calories has an egg | what is the score of the game | translate apple into French
    """,
}


def phrases(language: str) -> list[str]:
    """Return phrases in a language, always the same ones."""
    return [
        phrase.strip()
        for line in PHRASES.get(language, "").splitlines()
        for phrase in line.split("|")
        if phrase.strip()
    ]
