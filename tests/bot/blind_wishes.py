"""Wishes for a person as they were thought of without a look at the patterns, and what only looks like them."""

from __future__ import annotations

_WISHES = """
میشه یه آدم حسابی بیاد پای خط
لطفا گفتگو رو به همکارتون بسپارید
من آدم می‌خوام نه دستگاه
یکی رو بفرستید جواب بده
می‌شه به پشتیبان انسانی وصل شم؟
حوصله بات ندارم
کسی پشت این چت هست؟
تو که نمی‌فهمی یه آدم صدا کن
به مدیریت وصلم کنید
ارجاع به کارشناس
با یک کارشناس واقعی کار دارم
لطفا یکی از بچه‌های پشتیبانی رو بیار
میخوام با آدمیزاد گپ بزنم
اپراتورررر
ی نفر ب من جواب بده
من با کامپیوتر حرف ندارم
یه انسان پیدا نمیشه اینجا؟
لطفا تماس با پشتیبانی
ترجیح میدم با یه نفر صحبت کنم
وصل شو به اپراتور انسانی
karbar ensani mikham
mishe ba ye nafar chat konam
yeki javabe mano bede
be poshtiban vasl kon
robot nemikham adam bede
ye adam biad javab bede lotfan
می‌خوام با یکی که سر در میاره صحبت کنم
یکی جواب منو نمیده چرا
آدم واقعی اینجا نیست؟
با کی باید صحبت کنم؟ ربات نباشه
شماره یه مسئول رو بده باهاش حرف بزنم
پاسخ رباتی نده، همکارت بیاد
لطفا یه همکار انسانی بیاد
با انسان کار دارم
میخوام با یکی از اپراتورها حرف بزنم
من باید با یه آدم صحبت کنم
یه آدم اونجا نیست؟
منتظر جواب یه کارشناس هستم نه تو
با یه شخص واقعی چت کنم لطفا
تو رباتی؟ آدم بیار
حرفای تکراری نزن یه اپراتور بده
شما رباتید، با همکار انسانی‌تون کار دارم
می‌شه منو به بخش پشتیبانی منتقل کنید
گفتگوی زنده می‌خوام
چت زنده با پشتیبان
اپراتر لطفا
کارشانس
ادم لطفا
mitonam ba karshenas sohbat konam?
operator bede
bedune robot
ye ensan mikham
از جواب ربات خسته شدم یه نفر جواب بده
پشتیبان آنلاین دارید؟
چطور با یه آدم واقعی ارتباط برقرار کنم؟
به سرپرستتون بگید جواب منو بده
بدي أتواصل مع شخص مو آلة
خليني احكي مع حدا من الفريق
وين الموظفين؟
ابي احد يكلمني
ابغى موظف يرد علي
كلمني بني ادم لو سمحت
عايز حد يرد عليا
ممكن اتكلم مع حد من خدمة العملاء
عاوزة أكلم بشر مش روبوت
رجاءً حولوا المحادثة إلى موظف
أرغب في التواصل مع ممثل خدمة العملاء
هل يوجد شخص حقيقي يمكنه مساعدتي
بغيت نتكلم مع شي واحد
واش كاين شي حد يجاوبني
اريد احجي ويه موظف
ماريد بوت
مابغى اتكلم مع روبوت
لا تحولني للروبوت اريد انسان
وصلوني بمسؤول
نادي لي المدير
حد يرد يا جماعة
فين البني ادمين
ya3ni 7ad yrod 3alaya
badde e7ke ma3 mwazzaf
3awez 7ad bashari
abgha akalem mowazaf
momken atkalem ma3 khedmet el 3omala
حولني لإنسان
أنا بحاجة إلى مساعدة بشرية
مساعدة من موظف
لو سمحت وصّلني لشخص
ما بدي رد آلي
اريد موظف بشري
ممكن تحولني على الدعم
احتاج اكلم شخص
شخص حقيقي رجاء
عندكم موظف يرد؟
عايزة حد من الدعم
كلم لي موظف
وصلني مع موظف
وديني لموظف
خلوا موظف يكلمني
هل يمكنني التحدث إلى إنسان؟
لا أريد إجابات آلية
انت روبوت؟ بدي انسان
شي موظف يرد علينا
أبغا أحد من الموظفين
اتصل فيني موظف
ياريت حد يرد عليا
بغيت شي موظف
اشتي اكلم موظف
نحب نحكي مع عبد
mowazaf law sama7t
bghit nhder m3a chi wa7d
abi a7ad yrd 3alay
طلب موظف
تواصل مع الدعم
real person pls
can I chat with a real human being
someone from your team please
I'd rather deal with a human
please hand me over to a colleague
is there a human on the other end?
let me speak to someone in charge
I would like to be transferred to an agent
get me someone who understands
pass me on to a member of staff
humannnn
agnet please
speak to a representitive
talk to human
live support
live chat
I don't wanna talk to a robot
enough with the bot, give me a person
bring a person to the chat
can I have a call with your team
could a human look at this?
Who can I talk to? not a bot
may I talk with your supervisor please
operator!!!
customer service rep
hello? any humans?
connect to support
I need to speak with somebody
I want a person not a machine
please escalate to your manager
stop replying automatically and get a human
just let me talk to a person already
I'd like to speak to one of your colleagues
is a human available?
human being please
may I be put through to customer care
need human assistance
let me talk to somebody else
switch me to a person
I am not talking to a machine
can a representative call me
someone human
talk to sb real
chat with agent
contact an agent
agents available?
connect me w/ an agent
is this a real person? I want one
how do I reach a human here
get a rep
I demand to speak with management
this bot is useless, get me someone
no AI please
speek to a humen
your bot doesn't get it. human.
please have someone contact me
supervisor now
talk with customer support
"""
_NEAR_MISSES = """
ماشین لباسشویی نمی‌خوام، یخچال می‌خوام
کسی هست که این کالا رو پس داده باشه؟
این دستگاه بدون کامپیوتر کار می‌کنه؟
مدیر محصول شما کیه
اپراتور پشت خط گفت سه روز دیگه می‌رسه
با همکارتون صحبت کردم مشکل حل نشد کجا ثبت کنم
سفارشم رو می‌خوام به یکی دیگه بدم
جاروبرقی رباتی نمی‌خوام مرجوع کنم
یه نفر از طرف شما اومد نصب نکرد
میخوام یکی دیگه هم سفارش بدم
کارشناس نصب چه روزی میاد
دو نفر می‌تونن با یه حساب وارد بشن
برای یک نفر چه پلوپزی خوبه
ربات تمیزکننده گارانتی داره؟
اگه کسی خونه نباشه بسته رو چیکار می‌کنید
هزینه ارسال برای هر نفر چنده
آدرس همکارتون تو شیراز کجاست
ساعت کاری پشتیبانی چنده
تماس با کارشناس رایگانه؟
مسئول انبار تأیید کرده ولی وضعیت عوض نشده
شخص دیگه‌ای می‌تونه تحویل بگیره؟
بدون ماشین چطور حملش کنم
غسالة بدون آلة تجفيف عندكم؟
الموظف ما سلمني الفاتورة
هل يستطيع شخص آخر استلام الطلب
أريد واحد ثاني نفس المقاس
ما حد استلم الطرد
هل ترسلون موظف للتركيب
كم ساعة يعمل الدعم الفني
تكلمت مع المدير وقال راح يرجع المبلغ
مكنسة روبوت ضمانها كم
ما بدي مكنسة روبوت، بدي العادية
كم شخص لازم لحمل الثلاجة
ممكن شخص يستلم عني
متى دوام موظفين الفرع
هل في احد جرب هذا المنتج
اسم المشرف على الصيانة
لا احد في البيت وقت التوصيل
حد الشراء الادنى كم
احد الرفوف مكسور
how do I stop the machine mid cycle
I do not want a robot vacuum, I want to return it
does someone need to be home for delivery
can somebody else pick up my order
not the machine I ordered
the support bracket is broken
can I use it without a computer
the person who delivered it was rude
your agent promised a refund last week
operator manual download
is there a person limit for the loyalty plan
how do I contact the manufacturer
human hair clogs the filter
who is the manager of the shop
what hours does support work
does the AI mode work without wifi
I want people to stop getting my invoices
will the technician call me before coming
can anyone join the loyalty club
I have a live agent licence question for the software
is anyone over 18 allowed to order
I spoke to a person yesterday and they promised a callback
عايز احجز كشف عند دكتور اسنان
خلي العمال ياخدوا السرير القديم
عايز أضيف موظف جديد على الحساب
میخوام زمان بازدید کارشناس رو تغییر بدم
لطفا درخواست اعزام کارشناس را لغو بفرمایید
از اپراتور دیگه میخوام منتقل شم به شما
I talked to someone from your team
yesterday I spoke with an agent
"""

BLIND_WISHES = [line for line in _WISHES.splitlines() if line]
BLIND_NEAR_MISSES = [line for line in _NEAR_MISSES.splitlines() if line]
