"""What Narvan sells and where: invented products with their prices, cities, branches, streets."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Product:
    """One thing of the shop; `price` is in US dollars, other currencies follow from it."""

    kind: str
    fa: str
    ar: str
    en: str
    price: int


PRODUCTS: Final = (
    Product("fridge", "یخچال‌فریزر دنا", "ثلاجة دينا", "Dena fridge-freezer", 780),
    Product("fridge", "یخچال ساید الوند", "ثلاجة ألوند ببابين", "Alvand side-by-side fridge", 1240),
    Product("fridge", "یخچال کمبی سهند", "ثلاجة سهند", "Sahand combi fridge", 640),
    Product("washer", "لباسشویی آبنوس ۸ کیلویی", "غسالة أبنوس 8 كيلو", "Abnus 8 kg washing machine", 520),
    Product("washer", "لباسشویی کارون ۹ کیلویی", "غسالة كارون 9 كيلو", "Karun 9 kg washing machine", 610),
    Product("dishwasher", "ظرفشویی صدف ۱۴ نفره", "جلاية صدف لـ14 شخصًا", "Sadaf 14-place dishwasher", 560),
    Product("dishwasher", "ظرفشویی رومیزی مرجان", "جلاية مرجان الصغيرة", "Marjan compact dishwasher", 310),
    Product("blender", "مخلوط‌کن پونه", "خلاط بونه", "Pouneh blender", 64),
    Product("blender", "مخلوط‌کن حرفه‌ای ترنج", "خلاط ترنج القوي", "Toranj power blender", 118),
    Product("oven", "فر توکار آتشکده", "فرن أتشكده المدمج", "Atashkadeh built-in oven", 430),
    Product("oven", "اجاق گاز پنج‌شعلهٔ لاله", "طباخ لاله بخمس شعلات", "Laleh five-burner cooker", 350),
    Product("microwave", "مایکروویو نسیم", "ميكروويف نسيم", "Nasim microwave", 150),
    Product("vacuum", "جاروبرقی توفان", "مكنسة توفان الكهربائية", "Toofan vacuum cleaner", 170),
    Product("vacuum", "جاروشارژی چابک", "مكنسة شابك اللاسلكية", "Chabok cordless vacuum", 230),
    Product("ac", "کولر گازی توچال", "مكيّف توتشال", "Tochal air conditioner", 690),
    Product("airfryer", "سرخ‌کن بدون روغن گندم", "قلاية كندم الهوائية", "Gandom air fryer", 120),
    Product("coffee", "اسپرسوساز فنجان", "ماكينة قهوة فنجان", "Fenjan espresso machine", 260),
    Product("kettle", "کتری برقی سماور", "غلاية سماور", "Samavar kettle", 48),
    Product("iron", "اتوی بخار ابریشم", "مكواة بخار أبريشم", "Abrisham steam iron", 72),
    Product("hood", "هود آشپزخانهٔ دودکش", "شفاط دودكش", "Doodkesh cooker hood", 190),
)


@dataclass(frozen=True, slots=True)
class City:
    """One place customers live in; `branch` tells whether Narvan has a shop there."""

    country: str
    fa: str
    ar: str
    en: str
    weight: int
    branch: bool = False


CITIES: Final = (
    City("ir", "تهران", "طهران", "Tehran", 34, branch=True),
    City("ir", "شیراز", "شيراز", "Shiraz", 14, branch=True),
    City("ir", "اصفهان", "أصفهان", "Isfahan", 9),
    City("ir", "کرج", "كرج", "Karaj", 8),
    City("ir", "مشهد", "مشهد", "Mashhad", 8),
    City("ir", "تبریز", "تبريز", "Tabriz", 6),
    City("ir", "اهواز", "الأهواز", "Ahvaz", 5),
    City("ir", "رشت", "رشت", "Rasht", 4),
    City("ir", "یزد", "يزد", "Yazd", 3),
    City("ir", "بوشهر", "بوشهر", "Bushehr", 3),
    City("ir", "کرمانشاه", "كرمانشاه", "Kermanshah", 3),
    City("lb", "بیروت", "بيروت", "Beirut", 12, branch=True),
    City("lb", "طرابلس", "طرابلس", "Tripoli", 5),
    City("lb", "صیدا", "صيدا", "Saida", 4),
    City("lb", "زحله", "زحلة", "Zahle", 3),
    City("lb", "جونیه", "جونية", "Jounieh", 4),
    City("ae", "دبی", "دبي", "Dubai", 12, branch=True),
    City("ae", "ابوظبی", "أبوظبي", "Abu Dhabi", 5),
    City("ae", "شارجه", "الشارقة", "Sharjah", 5),
    City("ae", "عجمان", "عجمان", "Ajman", 3),
    City("iq", "بغداد", "بغداد", "Baghdad", 6),
    City("iq", "بصره", "البصرة", "Basra", 4),
    City("iq", "اربیل", "أربيل", "Erbil", 3),
    City("sa", "ریاض", "الرياض", "Riyadh", 5),
    City("sa", "دمام", "الدمام", "Dammam", 3),
    City("sa", "جده", "جدة", "Jeddah", 4),
    City("ca", "تورنتو", "تورونتو", "Toronto", 6),
    City("ca", "مونترال", "مونتريال", "Montreal", 3),
    City("ca", "ونکوور", "فانكوفر", "Vancouver", 3),
    City("gb", "لندن", "لندن", "London", 6),
    City("gb", "منچستر", "مانشستر", "Manchester", 3),
    City("gb", "لیدز", "ليدز", "Leeds", 2),
)

# The branch that serves a country.
BRANCHES: Final = {"ir": "Tehran", "lb": "Beirut", "ae": "Dubai", "iq": "Dubai", "sa": "Dubai"}

# Where the customers of each language live, by weight.
COUNTRIES: Final = {
    "fa": {"ir": 93, "ae": 4, "ca": 3},
    "ar": {"lb": 44, "ae": 26, "iq": 18, "sa": 12},
    "en": {"ae": 52, "lb": 20, "gb": 15, "ca": 13},
}

ZONES: Final = {
    "ir": "Asia/Tehran", "lb": "Asia/Beirut", "ae": "Asia/Dubai", "iq": "Asia/Baghdad", "sa": "Asia/Riyadh",
    "ca": "America/Toronto", "gb": "Europe/London",
}  # fmt: skip

# The Arabic spoken there, where scenes tell one from another: Lebanon, the Gulf, Iraq.
DIALECTS: Final = {"lb": "lb", "ae": "gf", "sa": "gf", "iq": "iq"}

# Days of the week (0 is Monday) on which no technician and no van goes out.
DAYS_OFF: Final = {"ir": 4, "iq": 4, "sa": 4}
DAY_OFF: Final = 6

# Where vans are sent, by language and country; elsewhere the streets of English-speaking Dubai.
STREETS: Final = {
    ("fa", "ir"): (
        "خیابان ولیعصر، کوچهٔ نسترن", "بلوار معلم، کوچهٔ ۱۲", "خیابان شریعتی، کوچهٔ بهار", "شهرک سروستان، خیابان گلستان",
        "خیابان فردوسی، کوچهٔ یاس", "بلوار کشاورز، کوچهٔ ارغوان", "فلکهٔ دوم، کوچهٔ سوم", "خیابان چمران، مجتمع سپید",
    ),
    ("ar", "lb"): (
        "شارع الحمرا، بناية الأرز", "قرب صيدلية الشفاء، بناية الورد", "شارع المدرسة، بناية صفير",
        "حي السراي، بناية الياسمين",
    ),
    ("ar", "ae"): ("شارع النخيل، فيلا 14", "حي الزهور، بناية الواحة", "شارع الكورنيش، برج اللؤلؤ"),
    ("ar", "iq"): ("حي الزهور، شارع 20", "شارع المدرسة، قرب جامع النور", "حي المعلمين، زقاق 7"),
    ("ar", "sa"): ("حي الربيع، شارع الأمل", "حي الواحة، فيلا 9", "شارع النخيل، عمارة السلام"),
    ("en", "ae"): ("14 Palm Court", "Creek View Tower 3", "Cluster D, Jasmine Building", "Lotus Villas, villa 22"),
    ("en", "lb"): (
        "Cedar Building, behind the bakery", "School Street, Ward Building", "Seaside Road, Mariam Building",
    ),
}  # fmt: skip

# Technicians and couriers customers talk about, by language.
TECHNICIANS: Final = {
    "fa": ("آقای سلیمی", "آقای پورعلی", "آقای یگانه", "آقای کریم‌زاده", "خانم شفیعی"),
    "ar": ("أبو كريم", "المهندس فادي", "الأستاذ سامر", "المهندس حيدر"),
    "en": ("Rakesh", "Fadi", "Joel", "Samer", "Imran"),
}
COURIERS: Final = {
    "fa": ("آقای زمانی", "آقا مرتضی", "آقای نیک‌بین", "آقا یونس"),
    "ar": ("عدنان", "حسين", "طوني", "بلال"),
    "en": ("Bilal", "Tony", "Suresh", "Adnan"),
}
