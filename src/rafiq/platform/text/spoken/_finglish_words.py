"""The commonest Persian words as people write them in Latin letters: «Latin=Persian», an underscore for a space."""

from typing import Final

WORDS: Final = """
haye=های ha=ها dovom=دوم dovomam=دومم
salam=سلام slm=سلام salm=سلام dorood=درود mersi=مرسی merc=مرسی mrc=مرسی merci=مرسی mamnoon=ممنون mamnun=ممنون
mamnon=ممنون
mamnoonam=ممنون tashakor=تشکر sepas=سپاس khahesh=خواهش lotfan=لطفا lotfn=لطفا bebakhshid=ببخشید bebakhshin=ببخشید
khodahafez=خداحافظ
kheyli=خیلی kheili=خیلی kheyly=خیلی kheli=خیلی xeyli=خیلی khyli=خیلی khob=خوب khub=خوب khoob=خوب khube=خوب_است
khobe=خوب_است khoobe=خوب_است
bad=بد bade=بد_است bale=بله baleh=بله are=بله areh=بله na=نه nakheyr=نه aslan=اصلا asan=اصلا hatman=حتما
vagean=واقعا vaghean=واقعا vaqean=واقعا
felan=فعلا ghablan=قبلا qablan=قبلا badan=بعدا masalan=مثلا daghighan=دقیقا alan=الان alaan=الان hala=حالا
hanuz=هنوز hanooz=هنوز hanoz=هنوز
hamishe=همیشه hamash=مدام dobare=دوباره dige=دیگر digeh=دیگر dge=دیگر fght=فقط faghat=فقط faqat=فقط taze=تازه
shayad=شاید bayad=باید bayd=باید
man=من mn=من manam=من_هم to=تو ma=ما shoma=شما oun=آن oon=آن un=آن on=آن in=این ina=اینها una=آنها oona=آنها
khodam=خودم khodet=خودت khodesh=خودش
inja=اینجا unja=آنجا oonja=آنجا hamin=همین hamun=همان hamoon=همان injuri=این_طور injoori=این_طور hich=هیچ
hichi=هیچ_چیز har=هر hame=همه hameye=همه
chi=چه chie=چه_است chiye=چه_است che=چه chera=چرا cherra=چرا cheraa=چرا chetor=چگونه chetori=چگونه chetory=چگونه
chejoori=چگونه chejuri=چگونه
chjori=چگونه chejori=چگونه chtori=چگونه chgune=چگونه chegoone=چگونه chegune=چگونه chikar=چه_کار chikare=چه_کار
chekar=چه_کار chand=چند chande=چند_است chandta=چند_عدد
chandmahe=چند_ماه_است chandmah=چند_ماه chandrooze=چند_روز_است chandroze=چند_روز_است cheghad=چقدر chghdr=چقدر
cheghadr=چقدر cheqadr=چقدر chqdr=چقدر cheqad=چقدر
key=چه_زمانی kei=چه_زمانی ki=چه_کسی kie=چه_کسی_است koja=کجا kojas=کجا_است kojast=کجا_است kojaye=کجا kodum=کدام
kodoom=کدام kodom=کدام
age=اگر agar=اگر ageh=اگر vali=ولی vli=ولی ama=اما amma=اما ya=یا va=و ke=که k=که ta=تا az=از be=به b=به ba=با
bi=بی dar=در too=در tu=در tooye=در
ru=روی roo=روی ro=را ra=را rooye=روی vase=برای vaseye=برای baraye=برای bara=برای barye=برای baram=برای_من
barat=برای_تو barash=برای_آن baramoon=برای_ما
vasam=برای_من behem=به_من behesh=به_آن behet=به_تو azash=از_آن azam=از_من bahash=با_آن baham=با_من pish=پیش
posht=پشت zir=زیر bala=بالا bad_az=بعد_از
ghabl=قبل qabl=قبل badesh=بعد baad=بعد ham=هم hamm=هم mesle=مثل mesl=مثل chon=چون bekhater=به_خاطر yek=یک ye=یک
yeki=یکی yekam=کمی do=دو se=سه
emrooz=امروز emruz=امروز emroz=امروز diruz=دیروز dirooz=دیروز diroz=دیروز farda=فردا emshab=امشب dishab=دیشب
shab=شب sobh=صبح zohr=ظهر asr=عصر
rooz=روز ruz=روز roz=روز rooze=روز_است roze=روز_است ruze=روز_است mah=ماه mahe=ماه_است hafte=هفته sal=سال
sale=سال_است saat=ساعت saate=ساعت_است daghighe=دقیقه daqiqe=دقیقه
shanbe=شنبه yekshanbe=یکشنبه doshanbe=دوشنبه seshanbe=سه‌شنبه charshanbe=چهارشنبه panjshanbe=پنجشنبه jome=جمعه
tatil=تعطیل tatile=تعطیل_است
hast=هست hastam=هستم hasti=هستی hastid=هستید hastin=هستید nist=نیست nis=نیست nistam=نیستم ast=است bood=بود bud=بود
bod=بود boodam=بودم nabood=نبود nabod=نبود
bashe=باشد bashad=باشد mishe=می‌شود mishavad=می‌شود nemishe=نمی‌شود nmishe=نمی‌شود nmishh=نمی‌شود
nemishavad=نمی‌شود shod=شد shode=شده nashod=نشد nashode=نشده
beshe=بشود nashe=نشود misham=می‌شوم mishin=می‌شوید mishan=می‌شوند shodam=شدم beshan=بشوند besham=بشوم
mikham=می‌خواهم mikhm=می‌خواهم mikhaam=می‌خواهم mixam=می‌خواهم mikhastam=می‌خواستم mikhad=می‌خواهد mikhay=می‌خواهی
mikhaym=می‌خواهیم mikhahim=می‌خواهیم mikhaham=می‌خواهم mikhayn=می‌خواهید nemikham=نمی‌خواهم nmikham=نمی‌خواهم
bekham=بخواهم khastam=خواستم mitunam=می‌توانم mitoonam=می‌توانم mitonam=می‌توانم mituni=می‌توانی mitune=می‌تواند
mitoone=می‌تواند mitoonin=می‌توانید mitunin=می‌توانید mitavanam=می‌توانم
nemitunam=نمی‌توانم nemitoonam=نمی‌توانم nmitunam=نمی‌توانم nemitonam=نمی‌توانم nemitoone=نمی‌تواند
nemitavanam=نمی‌توانم betunam=بتوانم betoonam=بتوانم betonam=بتوانم natoonestam=نتوانستم natunestam=نتوانستم
midunam=می‌دانم nemidunam=نمی‌دانم nemidoonam=نمی‌دانم nemidonam=نمی‌دانم nmidunam=نمی‌دانم nemidune=نمی‌داند
nemidoone=نمی‌داند midunid=می‌دانید midoonin=می‌دانید
daram=دارم dari=داری dare=دارد darad=دارد darin=دارید darid=دارید darim=داریم daran=دارند nadaram=ندارم
nadare=ندارد nadarad=ندارد nadari=نداری nadarim=نداریم nadarin=ندارید nadarid=ندارید dasht=داشت dashtam=داشتم
nadasht=نداشت
kardam=کردم krdm=کردم kard=کرد kardan=کردن kardid=کردید kardin=کردید karde=کرده kardeh=کرده nakard=نکرد
nakarde=نکرده nakardam=نکردم kon=کن konam=کنم koni=کنی kone=کند konim=کنیم konin=کنید konid=کنید konan=کنند
bokonam=بکنم
mikonam=می‌کنم mikone=می‌کند mikonad=می‌کند mikoni=می‌کنی mikonin=می‌کنید mikonid=می‌کنید mikonan=می‌کنند
nemikone=نمی‌کند nmikone=نمی‌کند nemikonad=نمی‌کند nemikonam=نمی‌کنم nemikonin=نمی‌کنید nemikonan=نمی‌کنند
miad=می‌آید miyad=می‌آید mian=می‌آیند miyan=می‌آیند miain=می‌آیید miayn=می‌آیید nemiad=نمی‌آید nemiyad=نمی‌آید
biad=بیاید biyad=بیاید bian=بیایند biyan=بیایند biain=بیایید umad=آمد oomad=آمد omad=آمد umade=آمده oomade=آمده
nayumade=نیامده nayoomade=نیامده nayomad=نیامد nayumad=نیامد
mire=می‌رود miram=می‌روم raft=رفت rafte=رفته bere=برود beram=بروم boro=برو berim=برویم narafte=نرفته raftam=رفتم
mide=می‌دهد midam=می‌دهم midin=می‌دهید midid=می‌دهید midan=می‌دهند nemide=نمی‌دهد nemidan=نمی‌دهند
nemidin=نمی‌دهید bede=بده bedam=بدهم bedin=بدهید bedid=بدهید bedan=بدهند dadam=دادم dad=داد dadan=دادند dade=داده
nadad=نداد nadade=نداده nadadan=ندادند
resid=رسید reside=رسیده nareside=نرسیده naresid=نرسید narside=نرسیده mirese=می‌رسد beresse=برسد berese=برسد
miresoonin=می‌رسانید miresunin=می‌رسانید
gereftam=گرفتم gerefte=گرفته begiram=بگیرم migire=می‌گیرد migiram=می‌گیرم begirid=بگیرید begir=بگیر bezanam=بزنم
zadam=زدم zange=زنگ zang=زنگ mizanam=می‌زنم mizane=می‌زند nemizane=نمی‌زند
kharidam=خریدم kharid=خرید bekharam=بخرم kharidan=خریدن khride=خرید mikharam=می‌خرم gozashtam=گذاشتم
bezaram=بگذارم mizaram=می‌گذارم didam=دیدم bebinam=ببینم mibinam=می‌بینم nemibinam=نمی‌بینم
goftam=گفتم goft=گفت goftan=گفتند begin=بگویید begid=بگویید migan=می‌گویند mige=می‌گوید migid=می‌گویید begam=بگویم
ferestadam=فرستادم miferestin=می‌فرستید befrestid=بفرستید befrestin=بفرستید ferestadid=فرستادید
miferestid=می‌فرستید
bargasht=برگشت bargardoonam=برگردانم bargardunam=برگردانم bargarde=برگردد barmigarde=برمی‌گردد pas=پس pass=پس
pasesh=پس ferestad=فرستاد
sefaresh=سفارش sfaresh=سفارش sefaresham=سفارشم sefareshm=سفارشم sefaresho=سفارش_را ersal=ارسال ersale=ارسال
tahvil=تحویل marjoo=مرجوع marjooi=مرجوعی marjui=مرجوعی laghv=لغو laqv=لغو cancel=لغو kansel=لغو cansel=لغو
garanti=گارانتی garantish=گارانتیش garantee=گارانتی guarantee=گارانتی garanty=گارانتی zemanat=ضمانت khadamat=خدمات
poshtibani=پشتیبانی posht=پشت tamir=تعمیر tamire=تعمیر tamirkar=تعمیرکار tavize=تعویض taviz=تعویض taviiz=تعویض
kharab=خراب kharabe=خراب_است kharabeh=خراب_است khrab=خراب shekast=شکست shekaste=شکسته salem=سالم doros=درست
dorost=درست dorostesh=درستش ghat=قطع ghate=قطع_است qat=قطع vasl=وصل roshan=روشن khamoosh=خاموش khamush=خاموش
goshi=گوشی gooshi=گوشی gushi=گوشی goshim=گوشیم gooshim=گوشیم mobile=موبایل mobail=موبایل telefon=تلفن tel=تلفن
shomare=شماره shomaram=شماره‌ام simcart=سیم‌کارت simkart=سیم‌کارت sim=سیم yakhchal=یخچال yakhchalam=یخچالم
lebasshooyi=لباسشویی lebasshui=لباسشویی
zarfshooyi=ظرفشویی zarfshui=ظرفشویی mashin=ماشین masin=ماشین telvezion=تلویزیون televizion=تلویزیون tv=تلویزیون
cooler=کولر kooler=کولر koler=کولر laptop=لپ‌تاپ labtop=لپ‌تاپ tablet=تبلت battery=باتری batri=باتری shargh=شارژ
sharj=شارژ charge=شارژ sharzh=شارژ sharjer=شارژر
internet=اینترنت net=اینترنت enternet=اینترنت netam=اینترنتم modem=مودم wifi=وای‌فای site=سایت sait=سایت
app=اپلیکیشن aplikeyshen=اپلیکیشن barname=برنامه ramz=رمز ramzam=رمزم password=پسورد pasword=پسورد email=ایمیل
imeil=ایمیل link=لینک code=کد kod=کد kode=کد
pool=پول pul=پول pol=پول poolam=پولم poolamo=پولم_را poolmo=پولم_را pulamo=پولم_را poole=پول hesab=حساب
hesabam=حسابم kart=کارت cart=کارت kartam=کارتم bank=بانک vam=وام ghest=قسط ghesti=قسطی qesti=قسطی gheimat=قیمت
gheymat=قیمت qeymat=قیمت qeimat=قیمت hazine=هزینه hazineye=هزینه toman=تومان tomn=تومان rial=ریال
takhfif=تخفیف mablagh=مبلغ faktor=فاکتور factor=فاکتور resid=رسید variz=واریز enteghal=انتقال pardakht=پرداخت
bargashte=برگشته mojoodi=موجودی mojudi=موجودی gerun=گران geroon=گران geroone=گران_است arzun=ارزان arzoon=ارزان
address=آدرس adres=آدرس adress=آدرس khone=خانه khoone=خانه khune=خانه kar=کار kare=کار moshkel=مشکل
moshkele=مشکل_است moshkelam=مشکلم soal=سوال javab=جواب javabe=جواب pasokh=پاسخ komak=کمک lazem=لازم
etelaat=اطلاعات ettelaat=اطلاعات tamas=تماس zood=زود zud=زود zod=زود dir=دیر sari=سریع saritar=سریع‌تر
shekayat=شکایت karshenas=کارشناس operator=اپراتور adam=آدم kasi=کسی aghaye=آقای agha=آقا aqa=آقا khanom=خانم
khanoom=خانم moshtari=مشتری foroosh=فروش forush=فروش forooshgah=فروشگاه namayandegi=نمایندگی post=پست peyk=پیک
peik=پیک baste=بسته basteye=بسته bastam=بسته‌ام
belit=بلیت bilit=بلیت bilet=بلیت parvaz=پرواز safar=سفر hotel=هتل rezerv=رزرو reserve=رزرو tarikh=تاریخ zaman=زمان
vaght=وقت vaqt=وقت nobat=نوبت sabtenam=ثبت‌نام sabt=ثبت vared=وارد taghir=تغییر taqir=تغییر tagheer=تغییر avaz=عوض
avazesh=عوضش faal=فعال fa'al=فعال gheyrefaal=غیرفعال bastan=بستن hazf=حذف
peygiri=پیگیری peigiri=پیگیری code=کد estefade=استفاده ezafe=اضافه kam=کم ziad=زیاد ziyad=زیاد bishtar=بیشتر
kamtar=کمتر behtar=بهتر jadid=جدید ghadimi=قدیمی qadimi=قدیمی asl=اصل asli=اصلی taghalobi=تقلبی nasb=نصب
danlod=دانلود download=دانلود update=آپدیت yani=یعنی fek=فکر fekr=فکر vaz=وضع vaziat=وضعیت vaziyat=وضعیت
"""
# English words that look the same: they prove nothing about the language of a text.
ALSO_ENGLISH: Final = """
man to in age are bad pool ham dar bar pass post bank cart code link site app net modem wifi internet email password
address mobile laptop tablet battery charge cancel factor operator hotel reserve download update key do on ma be b k
did dad bade mid app tv sim tel cooler merci guarantee garantee adam se too ya va una ta un pas pol kar kard dare
raft omad pish hast kei mesh midi resid sale safar dir ki ke na ba hala har asl asr rial chi site no ok hi hello
"""
ENGLISH: Final = """
the a an is was were i i'm you your my me it its we us our they them their he she his her of and or for not don't
have has had does did can could would will should shall may might please thanks thank hello hey hi when where why
what how which who order this that these those with without yes no ok okay from at by as if then than but so just
get got give want need help know see do to in on are be am been being there here about into out up down over after
before any some all more most no nor only own same very too first last new old long again still also back open
close phone money refund return delivery warranty repair broken account number call much many day days week month
"""
