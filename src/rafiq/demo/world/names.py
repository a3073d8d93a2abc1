"""Given names and family names by where people come from; drawn apart from each other, so that nobody is real."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Name:
    """One given or family name, in the script of its language and in Latin letters."""

    own: str
    latin: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one part of the world."""

    women: tuple[Name, ...]
    men: tuple[Name, ...]
    families: tuple[Name, ...]


def _names(pairs: str) -> tuple[Name, ...]:
    return tuple(Name(*pair.strip().split("/")) for pair in pairs.split("،"))


IRAN: Final = Names(
    women=_names(
        "سارا/Sara، سمیرا/Samira، مریم/Maryam، زهرا/Zahra، نگار/Negar، پریسا/Parisa، شیوا/Shiva، مهسا/Mahsa، "
        "لیلا/Leila، "
        "نازنین/Nazanin، فاطمه/Fatemeh، آزاده/Azadeh، هانیه/Hanieh، ندا/Neda، رویا/Roya، مینا/Mina، سپیده/Sepideh، "
        "الناز/Elnaz، بهاره/Bahareh، گلناز/Golnaz، پروانه/Parvaneh، شهلا/Shahla، مژگان/Mozhgan، طاهره/Tahereh، "
        "نیلوفر/Niloufar، یاسمن/Yasaman، ترانه/Taraneh، اعظم/Azam، معصومه/Masoumeh، راضیه/Razieh"
    ),
    men=_names(
        "علی/Ali، رضا/Reza، محمد/Mohammad، امیر/Amir، حسین/Hossein، بهنام/Behnam، سینا/Sina، پیمان/Peyman، مهدی/Mehdi، "
        "فرهاد/Farhad، سعید/Saeed، حمید/Hamid، کیوان/Keyvan، بابک/Babak، آرمان/Arman، میلاد/Milad، جواد/Javad، "
        "احسان/Ehsan، ایمان/Iman، داوود/Davoud، مسعود/Masoud، ناصر/Naser، یاشار/Yashar، کامران/Kamran، شهرام/Shahram، "
        "نوید/Navid، پوریا/Pouria، هومن/Houman، مجید/Majid، اردلان/Ardalan"
    ),
    families=_names(
        "مرادی/Moradi، احمدی/Ahmadi، کریمی/Karimi، نوری/Nouri، صفایی/Safaei، رحیمی/Rahimi، قاسمی/Ghasemi، "
        "باقری/Bagheri، "
        "شریفی/Sharifi، زارع/Zare، حیدری/Heydari، فلاح/Fallah، یوسفی/Yousefi، طاهری/Taheri، ملکی/Maleki، "
        "رستگار/Rastegar، "
        "آزاد/Azad، بختیاری/Bakhtiari، پاکزاد/Pakzad، توکلی/Tavakkoli، جعفری/Jafari، خسروی/Khosravi، دلاوری/Delavari، "
        "رنجبر/Ranjbar، ساعدی/Saedi، شجاعی/Shojaei، صبوری/Sabouri، عسگری/Asgari، غفاری/Ghaffari، فرجی/Faraji، "
        "کاظمی/Kazemi، گودرزی/Goudarzi، لطفی/Lotfi، محبی/Mohebbi، نظری/Nazari، وکیلی/Vakili، هاشمی‌نژاد/Hasheminejad، "
        "یزدانی/Yazdani، بلوچ/Baluch، قره‌داغی/Gharadaghi، رضوانی/Rezvani، سلطان‌پور/Soltanpour، "
        "افشار/Afshar، مقدم/Moghaddam"
    ),
)

LEBANON: Final = Names(
    women=_names(
        "رنا/Rana، ندى/Nada، كارلا/Carla، جويل/Joelle، هبة/Hiba، سمر/Samar، لارا/Lara، ميرنا/Mirna، "
        "دينا/Dina، زينة/Zeina، "
        "نور/Nour، غنى/Ghina، رولا/Rola، باسكال/Pascale، فرح/Farah، سهام/Siham، ليال/Layal، منال/Manal"
    ),
    men=_names(
        "جاد/Jad، كريم/Karim، إيلي/Elie، حسن/Hassan، فادي/Fadi، رامي/Rami، جورج/Georges، طارق/Tarek، نبيل/Nabil، "
        "شربل/Charbel، وسام/Wissam، ربيع/Rabih، علي/Ali، سمير/Samir، مازن/Mazen، بشارة/Bechara، هادي/Hadi"
    ),
    families=_names(
        "خليل/Khalil، صليبا/Saliba، عواضة/Awada، شمعون/Chamoun، بزي/Bazzi، نصار/Nassar، فرحات/Farhat، زغيب/Zgheib، "
        "حمود/Hammoud، معلوف/Maalouf، غانم/Ghanem، طربيه/Tarabay، شاهين/Chahine، قباني/Kabbani، بيطار/Bitar، "
        "رزق/Rizk، عيتاني/Itani، صفا/Safa، كنعان/Kanaan، سلوم/Salloum، مكي/Makki، دياب/Diab"
    ),
)

GULF: Final = Names(
    women=_names(
        "مريم/Mariam، شيخة/Shaikha، موزة/Moza، حصة/Hessa، نورة/Noura، العنود/Alanoud، ريم/Reem، عائشة/Aisha، "
        "لطيفة/Latifa، "
        "هند/Hind، منيرة/Munira، وضحى/Wadha، أمل/Amal، روضة/Rawda، جواهر/Jawaher"
    ),
    men=_names(
        "سلطان/Sultan، راشد/Rashid، خالد/Khalid، سالم/Salem، فهد/Fahad، عبدالله/Abdulla، ماجد/Majed، "
        "سيف/Saif، بدر/Badr، "
        "تركي/Turki، ناصر/Nasser، يوسف/Yousef، مشعل/Mishal، حمدان/Hamdan، عبدالعزيز/Abdulaziz"
    ),
    families=_names(
        "الشامسي/Al Shamsi، المزروعي/Al Mazrouei، الكعبي/Al Kaabi، البلوشي/Al Balushi، العتيبي/Al Otaibi، "
        "القحطاني/Al Qahtani، "
        "الزهراني/Al Zahrani، الحمادي/Al Hammadi، النعيمي/Al Nuaimi، الدوسري/Al Dosari، الظاهري/Al Dhaheri، "
        "الشهري/Al Shehri، "
        "الغامدي/Al Ghamdi، المنصوري/Al Mansoori، الحربي/Al Harbi، السويدي/Al Suwaidi"
    ),
)

IRAQ: Final = Names(
    women=_names(
        "زينب/Zainab، شهد/Shahad، رسل/Rusul، سجى/Saja، هدى/Huda، آية/Aya، بان/Ban، نبأ/Naba، تبارك/Tabarak، إيناس/Enas"
    ),
    men=_names(
        "حيدر/Haider، مصطفى/Mustafa، سجاد/Sajjad، عمار/Ammar، كرار/Karrar، ليث/Laith، أحمد/Ahmed، "
        "مؤمل/Muammal، ياسر/Yasir، "
        "سرمد/Sarmad"
    ),
    families=_names(
        "الجبوري/Al Jubouri، الساعدي/Al Saadi، اللامي/Al Lami، العبيدي/Al Obaidi، الربيعي/Al Rubaie، "
        "الكناني/Al Kinani، "
        "البصري/Al Basri، الموسوي/Al Musawi، التميمي/Al Tamimi، الدليمي/Al Dulaimi، الخفاجي/Al Khafaji"
    ),
)


def _latin(words: str) -> tuple[Name, ...]:
    return tuple(Name(word.strip(), word.strip()) for word in words.split(","))


EXPATS: Final = Names(
    women=_latin(
        "Priya, Grace, Anjali, Fiona, Marisol, Thandi, Olena, Divya, Hannah, Cristina, Amara, Natasha, Jhoanna, Sofia, "
        "Kavita, Rachel, Yuki, Ingrid, Zainab, Leonie"
    ),
    men=_latin(
        "Arjun, Tom, Bilal, Marco, Kwame, Sanjay, Declan, Ramon, Pieter, Vikram, Luca, Hamza, Oliver, Joseph, Dmitri, "
        "Faisal, Gareth, Rohan, Emeka, Stefan"
    ),
    families=_latin(
        "Menon, Fernandes, O'Connell, Santos, Iyer, Okafor, de Vries, Reyes, Kapoor, Novak, Mwangi, Qureshi, Pereira, "
        "Bianchi, Nair, Petrov, Lindqvist, Dela Cruz, Chowdhury, Adeyemi, Rahman, Castillo, Thapa, Haddow"
    ),
)

NORTH: Final = Names(
    women=_latin(
        "Emily, Sarah, Nadia, Chloe, Shabnam, Rosalind, Mitra, Amy, Nadine, Gwen, Lucy, Harpreet, Soraya, "
        "Beth, Mireille, "
        "Aoife, Roxana, Charlotte"
    ),
    men=_latin(
        "James, Omid, Liam, Cyrus, Andrew, Gurdeep, Callum, Nathan, Kian, Étienne, Ben, Rostam, Owen, Ahmad, Philip, "
        "Darius, Mathieu, Stuart"
    ),
    families=_latin(
        "Hartley, Whitcombe, Sohrabi, MacLeish, Thornbury, Dhillon, Tremblay, Ashdown, Ansari, Kirkwood, Bouchard, "
        "Ellwood, Farrokh, Sandhu, Penhaligon, Rahbar, Lachance, Wainwright, Gill, Barrowman"
    ),
)

# Who lives where: for each language and country the names to draw from.
BY_PLACE: Final = {
    ("fa", "ir"): IRAN, ("fa", "ae"): IRAN, ("fa", "ca"): IRAN,
    ("ar", "lb"): LEBANON, ("ar", "ae"): GULF, ("ar", "sa"): GULF, ("ar", "iq"): IRAQ,
    ("en", "ae"): EXPATS, ("en", "lb"): EXPATS, ("en", "ca"): NORTH, ("en", "gb"): NORTH,
}  # fmt: skip

COMPANIES: Final = {
    "fa": (
        "هتل آپارتمان سپیدار", "کافه دالان", "شرکت ساختمانی پی‌افکن", "مهدکودک غنچه", "دفتر معماری طاق",
        "رستوران باغچه",
    ),
    "ar": ("فندق الياسمين البحري", "مطعم سفرة ستي", "شركة الرواق للمقاولات", "مقهى المحطة", "مكتب أفق الهندسي"),
    "en": (
        "Lantern Serviced Flats", "Copper Spoon Café", "Harbourline Fit-outs", "Tamarind Nursery", "Bluegate Realty",
    ),
}  # fmt: skip
