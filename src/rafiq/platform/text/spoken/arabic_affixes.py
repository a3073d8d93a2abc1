"""What dialects tie to nouns and verbs, folded; for nouns with what stands for it in writing."""

from typing import Final

from rafiq.platform.text.folding import fold

BEFORE_NOUN: Final = {
    fold(dialect): standard
    for dialect, standard in {
        "": "", "ال": "ال", "وال": "وال", "بال": "بال", "لل": "لل", "فال": "في ال", "عال": "على ال", "هال": "هذا ال",
        "لال": "لل", "و": "و", "ب": "ب", "ل": "ل", "ف": "في ", "ع": "على ", "ول": "ول", "ه": "هذا ", "لها": "لهذا ال",
    }.items()
}  # fmt: skip
AFTER_NOUN: Final = {
    fold(dialect): standard
    for dialect, standard in {
        "": "", "ي": "ي", "ك": "ك", "كم": "كم", "كن": "كم", "نا": "نا", "ه": "ه", "ها": "ها", "هم": "هم", "و": "ه",
        "تي": "ي", "تك": "ك", "تكم": "كم", "تنا": "نا", "تها": "ها", "ته": "ه", "تو": "ه", "كو": "كم",
        "ات": "", "ا": "",
    }.items()
}  # fmt: skip
BEFORE_PRESENT: Final = frozenset(fold("ب ح ه عم ك كا د دا غ رح م ع").split())
AFTER_PRESENT: Final = frozenset(
    fold("ون وا و ين ي ن ان ه ها هم ني نا ك كم وه وها وهم وني ونه ونها لي له لها لنا لكم لك ولي ولنا ونا").split()
) | {""}
AFTER_PAST: Final = frozenset(
    fold(
        "ت نا تم تو توا تي وا و ه ها هم ني ك كم ته تها تهم تني تك وه وها وهم وني ناه ناها توه توها تولي لي ولي تلي "
        "وكم تكم وك تلكم يت ينا يتو يتوا يته يتها"
    ).split()
) | {""}
