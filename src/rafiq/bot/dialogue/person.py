"""Does somebody want a person? In any wording, of three languages, their spoken forms, and both in Latin letters."""

from __future__ import annotations

from typing import Final

from rafiq.bot.dialogue.phrases import line, listed, pattern, words

MOST_ALONE: Final = 7
"""Words of a message that does nothing but call for a person."""

_LISTS: Final = {
    # Persian
    "fa_person": "اپراتور(?:ی|تون|تان|ها|هاتون)?/(?:یه |یک )?(?:آدم|ادمیزاد|انسان)(?:ی)?(?: واقعی| زنده| حسابی)?"
    "/کارشناس(?:ی|تون|تان|ا|ها|های|هاتون)?(?: شما| پشتیبانی| فروش| انسانی)?/مسئول(?:ی|تون|تان|ین|ش|اش)?(?: شما| پشتیبانی)?"
    "/مدیر(?:ی|تون|تان|یت|یتتون)?(?: شما)?/پشتیبان(?:ی|تون|تان|یتون)?(?: انسانی| آنلاین)?/همکار(?:تون|تان|اتون|انتان|ان|ا)?"
    "/شخص(?:ی)?(?: حقیقی| واقعی)?/نیروی انسانی/سرپرست(?:تون|تان)?/یه کسی/کسی/یکی(?: از شما| از همکارا\\w*)?/یه نفر(?: آدم)?"
    "/یک نفر/یه بنده خدا/فرد(?:ی)?(?: واقعی)?/خودتون/پاسخگو/فروشنده/روابط عمومی/بخش پشتیبانی/واحد پشتیبانی",
    "fa_talk": "(?:صحبت|گفتگو|گفت و گو|چت|مکالمه) (?:کنم|کنیم|بکنم|بکنیم|کرد|کردن|نمایم)/(?:حرف|گپ) (?:بزنم|بزنیم|زدن|زد)"
    "/(?:ارتباط|تماس) (?:بگیرم|بگیریم|برقرار کنم|داشته باشم)/وصل(?:م|مون)? (?:کن|کنید|کنین|میکنید|میکنین|بکنید|بشم|شم|شوم|بشه)",
    "fa_want": "می ?خوام/می ?خواهم/می ?خواستم/لازم دارم/نیاز دارم/احتیاج دارم/میخوایم/می ?خوام لطفا/بدید/بدین/بده(?: بهم)?/کجاست/میخام",
    "fa_bot": "ربات/بات/روبات/ماشین/هوش مصنوعی/چت ?بات/رباتا/رباتتون",
    "fa_answer": "(?:جواب|پاسخ)(?: (?:منو|من رو|من را|مارو|ما رو|درست))? (?:بده|بدهد|بدن|بدید|بدین|نمیده|نمیدن|نمیدهد|بدهید)/پاسخگو (?:باشه|باشد|نیست|باشید)",
    # Persian in Latin letters
    "fl_person": "(?:ye |yek )?(?:adam|ensan|nafar|operator|apratoor|operatori|karshenas|karshenase?toon|masool|masoul|modir|poshtiban|poshtibani|yeki|shakhs|hamkar)(?:i|e|etoon|etun|toon|tun)?(?: vaghei| vaqei)?",
    "fl_talk": "(?:sohbat|sobat|chat) (?:konam|konim|bokonam)/harf (?:bezanam|bezanim)/vasl(?:am)? (?:kon|konid|konin|besham|sham)/tamas begiram",
    "fl_want": "mikham|mikhaam|mikhaham|mikhastam|lazem daram|niaz daram|bede|bedid|bedin",
    # Arabic, standard and spoken
    "ar_person": "(?:ال|لل|ل|ب|بال)?(?:موظف|موظفه|موظفين|انسان|بشر|بشري|شخص|مسؤول|مسئول|مدير|مشرف|ممثل|وكيل|اداره)"
    "(?: حقيقي| حقيقيه| بشري| فعلي| عندكم| منكم| مسؤول| مختص| خدمه العملا\\w*| خدمه الزباين| خدمة)?"
    "/(?:ال|لل|ل|ب|بال)?دعم(?: الفني| البشري)?/(?:ل)?خدمه (?:العملا|الزباين|العميل|زباين|عملا)/(?:ل)?(?:شي )?(?:حدا|حدن|حد|احد|واحد|وحده)(?: منكم| عندكم| فاهم| حقيقي| مسؤول)?"
    "/(?:ل)?بني ?ادم/(?:ل)?(?:ادمي|اوادم)/صاحب (?:المحل|الشركه)/المدير/شي بني ادم",
    "ar_talk": "(?:ا|ن)(?:تكلم|حكي|حكى|تحدث|حچي|حجي|كلم|هدر|هضر|تواصل|دوي|خاطب)(?:و)?/التحدث|التكلم|الحديث|الكلام|التواصل|نهدر|نهضر|نحكيو"
    "/كلموني/(?:حول|وصل|خل)(?:ني|وني|يني|نا|ونا|لي)(?: احكي| اكلم| اتكلم)?/(?:تحويلي|تحويل|توصيلي)/كلم",
    "ar_with": "مع|الى|إلى|ل|على|ويا|ويه|وي|ب|بـ|معى",
    "ar_want": "بدي/بدنا/ابي/ابغى|ابغي/اريد/عايز|عاوز|عايزه|عاوزه/محتاج|محتاجه/بغيت/حاب|حابب|حابه/ودي/نبي|نبغى/احتاج/ممكن/لو سمحت/هات|هاتوا|هاتولي/اعطوني|عطوني|عطيني/وين/فين",
    "ar_bot": "(?:ال)?(?:روبوت|بوت|اله|ريبوت|روبورت|ذكاء اصطناعي|ذكا اصطناعي)",
    "ar_answer": "(?:ي|ت|بي|ه ?ي|راح ي|عم ي)?(?:رد|جاوب|جيب|جاوبني|ردلي)(?:و|ش|ني|نا|لي)?(?: علي| عليي| عليا| علينا| عليه)?",
    # Arabic in Latin letters
    "az_person": "(?:l|la|lel)?(?:7ada|7adan|7ad|hada|had|a7ad|ahad|wa7ad|wahed|mowazaf|mwazaf|mowazzaf|muwazaf|mwaz?zaf|mas2ool|mas2oul|masoul|modir|insan|shakhs|bani adam|bane adam|khedmet el 3omala)(?: 7a2i2i| haqiqi)?",
    "az_talk": "(?:e7ki|ehki|a7ki|ahki|akalem|akallem|atkalam|atkallem|etkalam|etkallem|nehder|nahdar|7awwelni|7awelni|hawelni|wasselni|wesselni|waslni)",
    "az_want": "bade|baddi|badi|bedde|abi|abgha|3ayez|3awez|ayez|awez|uridu|orid|momken|mumkin|bghit|7ab|7abeb",
    # English
    "en_person": "(?:(?:a|an|the|some|your|any|one of your|another|actual|real|live|human|proper|customer|support|service|care|sales) )*"
    "(?:human(?: being| agent| support| person)?|humans|person|people|agents?|representatives?|rep|reps|operators?|someone(?: real| human)?|somebody|anyone|anybody"
    "|managers?|supervisors?|staff|advis[eo]rs?|assistant|customer (?:service|support|care)|support(?: team| agent)?|live (?:chat|agent|person)|real (?:human|person|people)|boss)",
    "en_talk": "(?:talk|speak|chat|talking|speaking|chatting|speek|tlak) (?:with|to)/(?:connect|transfer|forward|escalate|redirect|pass|hand)(?: me| this| it| us| my \\w+)?(?: over)?(?: through)? to"
    "/put me (?:through|on) (?:to|with)/get me/reach|contact/connect me with",
    "en_want": "(?:i )?(?:want|need|prefer|demand)|i'd like|i would like|give me|let me have|can i (?:get|have)|could i (?:get|have)|may i have|bring me|where is|send me to",
    "en_bot": "(?:chat ?)?bots?|robots?|machine|ai|computer|automated (?:system|replies|answers)",
}
_WISHES: Final = (
    "(?:با|به) …? ?<fa_person>(?: شما| اونجا| اینجا)? …? ?<fa_talk>",
    "<fa_person> …? ?وصل(?:م|مون)? (?:کن|کنید|کنین|کنیم|میکنید|بکنید)",
    "وصل(?:م|مون)? (?:کن|کنید|کنین|میکنید) (?:به|با) <fa_person>",
    "<fa_talk> (?:با|به) <fa_person>",
    "(?:یه |یک )?(?:اپراتور|آدم|ادم|انسان|کارشناس|مسئول|مدیر|پشتیبان|نفر|نیروی انسانی|شخص)(?: واقعی| حقیقی| انسانی| زنده)? (?:را |رو )?(?:لطفا )?<fa_want>",
    "<fa_want> (?:با )?(?:یه |یک )?(?:آدم|انسان|اپراتور)(?: واقعی| حقیقی| انسانی)?",
    "(?:کسی|یکی|یه نفر|یک نفر|یه آدم|یه انسان)(?: اونجا| اینجا| از شما)? (?:هست|نیست)(?: که)?(?: درست)? (?:<fa_answer>|جواب|پاسخگو)",
    "(?:کسی|یکی|یه نفر|یک نفر|یه آدم|یه انسان|آدم|اپراتور|انسان)(?: واقعی)?(?: لطفا)? <fa_answer>",
    "کسی (?:اونجا |اینجا |پشت خط )?(?:هست|نیست)",
    "(?:با )?<fa_bot> …? ?(?:حرف نمی ?زنم|صحبت نمی ?کنم|نمی ?خوام|نمی ?خواهم|کاری ندارم|کار ندارم)",
    "نمی ?(?:خوام|خواهم) (?:با )?<fa_bot>",
    "(?:بدون|غیر از|به جای|جای) (?:این )?<fa_bot>",
    "ba …? ?<fl_person> …? ?<fl_talk>",
    "<fl_person> …? ?vasl(?:am)? (?:kon|konid|konin)",
    "vasl(?:am)? (?:kon|konid|konin) be <fl_person>",
    "(?:ye |yek )?(?:adam|operator|ensan|karshenas|poshtiban)(?:e vaghei)? (?:lotfan )?(?:<fl_want>)",
    "(?:ye ?nafar|yeki|kasi) (?:hast )?(?:javab|pasokh) (?:bede|nemide|bedid|bedin)",
    "kasi (?:oonja |unja )?(?:hast|nist)",
    "(?:ba )?(?:robot|bot) (?:harf nemizanam|nemikham|sohbat nemikonam)",
    "(?:<ar_talk>) (?:(?:<ar_with>) )?<ar_person>",
    "(?:<ar_talk>) (?:<ar_with>) …? ?<ar_person>",
    "(?:<ar_want>) (?:ا|ن)?(?:تكلم|حكي|كلم|تحدث|هدر)? ?(?:موظف|موظفه|انسان|بشر|شخص حقيقي|بني ادم|خدمه العملا|شخص بشري|مدير|مشرف|مسؤول)(?: حقيقي| بشري)?",
    "(?:في|فيه|هل يوجد|اكو|كاين|هل من) (?:شي )?(?:حدا|حد|احد|واحد)(?: هون| هنا| موجود| معي| يساعدني)?(?: <ar_answer>| يكلمني| يحكي معي)?",
    "(?:حدا|حد|احد|واحد|موظف|انسان) <ar_answer>",
    "(?:ما |مافي |ليش ما |لا )(?:في )?(?:حدا|حد|احد) <ar_answer>",
    "(?:ما بدي|مش عايز|مابدي|لا اريد|ما ابي|مو عاوز|مابغيتش|ما ابغى|بدون|من دون) …? ?(?:مع )?<ar_bot>",
    "(?:<az_want>) …? ?<az_talk> (?:ma3 |maa |ma |m3a )?<az_person>",
    "<az_talk> (?:ma3 |maa |m3a |be |bi |la |l )?<az_person>",
    "(?:<az_want>) (?:mowaz+af|mwaz+af|insan|shakhs 7a2i2i)",
    "(?:fi|fe|fee) (?:7ada|7ad|hada)(?: hon| hina| hena)?",
    "<en_talk> <en_person>",
    "(?:<en_want>) <en_person>(?! to (?:install|fix|repair|deliver|pick|come|help me (?:install|carry|lift))| who (?:can )?(?:install|deliver|carry))",
    "(?:is|are) (?:there )?(?:anyone|anybody|someone|somebody|any (?:human|person))(?: real| human)? (?:there|here|available|online|around)",
    "(?:is there|are there) (?:a|any) (?:human|person|real person|people)(?: i can talk to| here| there)?",
    "(?:no|stop|not|hate|without|instead of)(?: (?:the|this|these|more|your|a|with))* <en_bot>",
    "(?:don't|do not|dont) want (?:to (?:talk|speak|chat) (?:to|with) )?(?:a |this |your )?<en_bot>",
    "(?:human|agent|representative|operator|live agent|real person|person) (?:please|pls|plz|now|asap|support)",
    "(?:can|could|will|would) (?:someone|somebody|anyone|a human|a person|a real person) (?:please )?(?:help|answer|reply|respond|call|talk)",
)  # fmt: skip
_NOT: Final = (
    "(?:نمی ?خوام|نمی ?خواهم|لازم نیست|نیازی نیست|احتیاجی نیست) (?:که )?(?:با|به) …? ?<fa_person>",
    "(?:صحبت|حرف) (?:کردم|کردیم|زدم|زدیم|کرده بودم|کرده ام|زده بودم)",
    "(?:nemikham|lazem nist|niazi nist) ba …? ?<fl_person>",
    "(?:harf zadam|sohbat kardam)",
    "(?:ما بدي|لا اريد|مش عايز|ما ابي|لا داعي|لا احتاج|مو لازم|ما يحتاج) (?:ا\\w+|ان \\w+|التحدث|التكلم|للتحدث) (?:مع )?<ar_person>",
    "(?:don't|do not|dont|no need|needn't|without|rather not|instead of) (?:want |need |have |wish )?(?:to )?(?:talk|speak|chat|talking|speaking|call|calling|contact|contacting)(?:ing)? (?:with |to )?<en_person>",
    "(?:don't|do not|dont) (?:want|need) (?:a |an )?(?:human|person|agent|representative|operator)",
)
_CALLS: Final = frozenset(
    listed(
        "اپراتور/اوپراتور/اپراتوری/آدم/آدمیزاد/انسان/کارشناس/پشتیبان/پشتیبانی/مسئول/مدیر/انسانی/نیروی/سرپرست/همکارتون/همکارتان/اپراتورتون/"
        "موظف/موظفة/بشري/انسان/مسؤول/مشرف/حدا/ممثل/الدعم/إنسان/بشر/العملاء/موظفين/المدير/الإدارة/"
        "human/agent/operator/representative/rep/humans/person/manager/supervisor/somebody/someone/"
        "adam/ensan/karshenas/poshtiban/poshtibani/masool/modir/apratoor/oprator/"
        "mowazaf/mwazaf/mowazzaf/muwazaf/insan/mas2ool/7ada/shakhs"
    )
)
_FILLERS: Final = frozenset(
    word
    for one in listed(
        "لطفا/یه/یک/سلام/خواهشا/خواهش/میکنم/می/کنم/واقعی/حقیقی/زنده/الان/فورا/سریع/فقط/بده/بدید/بدین/کو/کجاست/هست/شما/آنلاین/رو/را/آقا/خانم/درخواست/فوری/میخوام/میخواهم/"
        "لو/سمحت/سمحتوا/من/فضلك/فضلكم/رجاء/مرحبا/ممكن/حقيقي/حقيقية/خدمة/خدمه/الان/هلق/هلا/بسرعة/بليز/اذا/في/وين/فين/يا/السلام/عليكم/عملاء/بدي/اريد/ابي/عايز/"
        "please/pls/plz/a/an/the/real/live/hi/hello/hey/now/actual/human/asap/just/only/support/customer/service/want/need/i/me/your/to/being/yes/no/ok/"
        "lotfan/ye/yek/salam/vaghei/mikham/bede/faghat/law/sama7t/samahti/please/min/fadlak/bas"
    )
    for word in one.split()
)
_WISH: Final = pattern(_WISHES, _LISTS)
_REFUSAL: Final = pattern(_NOT, _LISTS)


def wants_person(said: str) -> bool:
    """Test whether somebody asks for a person: says so, calls for one, or wants no machine."""
    called = words(said)
    if called and len(called) <= MOST_ALONE and _only_calls(called):
        return True
    whole = line(said)
    return bool(_WISH.search(whole)) and not _REFUSAL.search(whole)


def only_calls(said: str) -> bool:
    """Test whether a message says nothing but that somebody wants a person."""
    return len(words(said)) <= MOST_ALONE and wants_person(said)


def _only_calls(called: list[str]) -> bool:
    return any(one in _CALLS for one in called) and all(one in _CALLS or one in _FILLERS for one in called)
