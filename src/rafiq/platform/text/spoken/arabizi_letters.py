"""Which Arabic letters the signs of Arabizi stand for, and what is tied to words."""

from typing import Final

# What each Latin sign may be, the likeliest first. Signs of several letters come before those of one.
SIGNS: Final = {
    "3'": "غ", "7'": "خ", "6'": "ظ", "9'": "ض", "5'": "خ", "sch": "ش", "tch": "چ",
    "sh": "ش", "ch": "شچک", "kh": "خ", "gh": "غ", "th": "ثذت", "dh": "ذضظد", "dj": "ج", "ck": "ک", "ph": "ف",
    "2": "اقی", "3": "ع", "4": "غذ", "5": "خ", "6": "ط", "7": "ح", "8": "غق", "9": "صق",
    "b": "ب", "c": "کس", "d": "دضذ", "f": "ف", "g": "جقغگ", "h": "هح", "j": "ج", "k": "کق", "l": "ل",
    "m": "م", "n": "ن",
    "p": "بپ", "q": "ق", "r": "ر", "s": "سصث", "t": "تط", "v": "ف", "x": "خ", "z": "زذظض",
    "aa": "ا", "ee": "ی", "ii": "ی", "oo": "و", "ou": "و", "uu": "و", "ei": "ی", "ai": "ی", "ay": "ی",
    "ey": "ی", "au": "و", "aw": "و",
    "a": "اعه", "e": "یاه", "i": "یاع", "o": "وع", "u": "وع", "y": "ی", "w": "و", "é": "یه", "'": "ع",
}  # fmt: skip
VOWELS: Final = frozenset(
    [
        "aa",
        "ee",
        "ii",
        "oo",
        "ou",
        "uu",
        "ei",
        "ai",
        "ay",
        "ey",
        "au",
        "aw",
        "a",
        "e",
        "i",
        "o",
        "u",
        "y",
        "w",
        "é",
        "'",
    ]
)
LONG: Final = frozenset(["aa", "ee", "ii", "oo", "ou", "uu", "aw", "au", "y", "w"])
BEFORE: Final = {
    "": "", "wel": "وال", "wal": "وال", "bel": "بال", "bil": "بال", "bal": "بال", "lel": "لل", "lil": "لل",
    "lal": "لل",
    "fel": "فال", "fil": "فال", "3al": "عال", "hal": "هال", "el": "ال", "al": "ال", "il": "ال", "l": "ال", "w": "و",
    "be": "ب", "bi": "ب", "b": "ب", "ha": "ه", "7a": "ح", "ra7": "رح",
}  # fmt: skip
AFTER: Final = {
    "": "", "i": "ی", "y": "ی", "e": "ی", "ak": "ک", "ik": "ک", "ek": "ک", "kom": "کم", "kum": "کم",
    "kon": "کم", "koum": "کم",
    "na": "نا", "ha": "ها", "hom": "هم", "on": "هم", "o": "ه", "oh": "ه", "u": "ه", "ti": "تی", "ty": "تی",
    "ni": "نی", "sh": "ش", "ch": "ش",
    "at": "ات", "aat": "ات", "een": "ین", "in": "ین", "ou": "وا", "t": "ت", "et": "ت",
}  # fmt: skip
