"""Turns bytes into text, whatever they call themselves."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

import charset_normalizer

# Names that mails use and Python does not know, or that mean more than they say (WHATWG Encoding Standard, §4.2).
_ALIASES = {
    "us-ascii": "ascii", "ansi_x3.4-1968": "ascii", "ansi_x3.110-1983": "ascii", "iso-ir-6": "ascii", "646": "ascii",
    "7bit": "ascii", "8bit": "", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "l1": "cp1252", "iso-8859-9": "cp1254", "tis-620": "cp874",
    "iso-8859-11": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "cp936": "gb18030", "euc-cn": "gb18030", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949",
    "euc-kr": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "windows-31j": "cp932", "iso-2022-jp": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext", "big5": "big5hkscs",
    "x-mac-arabic": "mac_arabic", "macarabic": "mac_arabic", "x-mac-farsi": "mac_farsi", "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "x-mac-turkish": "mac_turkish",
    "unicode-1-1-utf-7": "utf-7", "x-unicode-2-0-utf-7": "utf-7", "unicode-1-1-utf-8": "utf-8", "utf8mb4": "utf-8",
    "x-unicode-2-0-utf-8": "utf-8", "iso-8859-6-i": "iso8859_6", "iso-8859-6-e": "iso8859_6", "asmo-708": "iso8859_6",
    "arabic": "iso8859_6", "iso-8859-8-i": "cp1255", "iso-8859-8-e": "cp1255", "iso-8859-8": "cp1255",
    "logical": "cp1255", "windows-874": "cp874", "dos-720": "cp720", "ansi": "cp1252", "x-ansi": "cp1252",
}  # fmt: skip
# Codecs of Python that are no character sets of mails, and would be slow or wrong.
_NOT_CHARSETS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
_UNSAID = {"", "unknown-8bit", "x-unknown", "unknown", "default", "x-user-defined", "_autodetect", "binary", "none"}
# Bytes of these tell nothing, so what says `ascii` or Latin is looked at again.
_VAGUE = {"ascii", "cp1252"}
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TOO_SHORT = 8  # bytes, to judge a character set by
_SAMPLE = 8192
# What is left to be told apart by statistics, for which every candidate costs time.
_LIKELY = [
    "cp1252",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1251",
    "cp874",
    "cp932",
    "euc_jp",
    "cp949",
    "big5",
    "gb18030",
]
# How often letters appear in running text, roughly, in percent. A space counts for every script.
_FREQUENT = {
    "cp1256": dict(
        zip(
            "اینردهمتوبسشکعلفگقپحزجيكةأإژچخطصضظغثذءآىئ\u200c،؟",
            [14, 9, 6, 6, 6, 5, 6, 5, 5, 4, 3, 3, 3, 2, 6, 2, 1, 1, 1, 1, 2, 1, 5, 2, 2, 1, 1, *[1] * 20],
            strict=False,
        )
    ),
    "cp1251": dict(
        zip(
            "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэф",
            [11, 8, 8, 7, 7, 6, 5, 5, 5, 4, 3, 3, 3, 3, 3, 2, 2, 2, 2, *[1] * 12],
            strict=True,
        )
    ),
}
_FREQUENT["iso8859_6"] = _FREQUENT["cp1256"]
_FREQUENT["mac_arabic"] = _FREQUENT["cp1256"]
_FREQUENT["koi8_r"] = _FREQUENT["cp1251"]
_HIGH_RUN = re.compile(rb"[\x80-\xff]{2,}")
_COMMON_CHINESE = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]|\xa1[\xa1-\xfe]|\xa3[\xa1-\xfe]")
_GB = re.compile(rb"(?:[\xb0-\xf7\xa1-\xa9][\xa1-\xfe])+")


@lru_cache(maxsize=512)
def codec(name: str) -> str:
    """Return Python's name of a character set, or nothing where it is unknown."""
    wanted = name.strip(" \t\"'<>;").lower()
    wanted = _ALIASES.get(wanted, wanted)
    if wanted in _UNSAID or len(wanted) > 40 or not wanted.isascii():
        return ""
    try:
        found = codecs.lookup(wanted)
    except (LookupError, ValueError):
        return _repaired(wanted)
    return found.name if found._is_text_encoding and found.name not in _NOT_CHARSETS else ""


def _repaired(name: str) -> str:
    """Recognise `win-1256`, `cp-850`, `utf_8x`, `charset=utf-8` and their like."""
    if match := re.search(r"(?:win\w*|cp|ms)[-_ ]?(12[5]\d|8\d\d|9\d\d|1006)", name):
        return codec(f"cp{match[1]}")
    if match := re.search(r"8859[-_ ]?(1[0-6]|[1-9])(?!\d)", name):
        return codec(f"iso-8859-{match[1]}")
    if re.search(r"utf[-_ ]?8", name):
        return "utf-8"
    return ""


def is_unsaid(name: str) -> bool:
    """Tell whether this name says nothing about the character set."""
    return name.strip(" \t\"'").lower() in _UNSAID


def clean(text: str) -> str:
    """Take away what no text may hold: control characters and halves of surrogate pairs."""
    return _UNWANTED.sub("", text) if _UNWANTED.search(text) else text


def decode(data: bytes, declared: str = "") -> tuple[str, bool]:
    """Turn bytes into text; return it and whether what the mail said about them was right.

    What is not what it says is tried as UTF-8, then judged by its letters.
    """
    name = codec(declared) if declared else ""
    if data.isascii():
        return _decode_ascii(data, name, declared)
    if name and name not in _VAGUE:
        try:
            return clean(data.decode(name)), True
        except (UnicodeError, ValueError):
            return _nearly(data, name), False
    try:
        return clean(data.decode()), False
    except UnicodeDecodeError:
        pass
    guessed = guess(data)
    if name == "cp1252" and guessed not in {"cp1256", "cp1251", "koi8_r", "gb18030"}:
        guessed = name
    return clean(data.decode(guessed, "replace")), guessed == name


def _decode_ascii(data: bytes, name: str, declared: str) -> tuple[str, bool]:
    known = bool(name) or is_unsaid(declared)
    if (b"\x1b" in data or b"+" in data or b"~" in data) and name and name not in _VAGUE:
        try:
            return clean(data.decode(name)), True
        except (UnicodeError, ValueError):
            known = False
    if not name and (b"\x1b$" in data or b"\x1b(" in data):
        return clean(data.decode("iso2022_jp_ext", "replace")), known
    return clean(data.decode("ascii")), known


def _nearly(data: bytes, name: str) -> str:
    """Decode what is not quite what it says: as it says where only few bytes are wrong, else by its letters."""
    text = data.decode(name, "replace") if name != "utf-7" else ""
    wrong = text.count("\ufffd")
    if text and (wrong * 20 <= len(text) or len(data) < _TOO_SHORT):
        return clean(text)
    try:
        return clean(data.decode())
    except UnicodeDecodeError:
        return clean(data.decode(guess(data), "replace"))


def guess(data: bytes) -> str:
    """Name the character set that these bytes, which are no UTF-8, are most likely in."""
    sample = data[:_SAMPLE]
    high = sum(len(run) for run in _HIGH_RUN.findall(sample))
    isolated = len(sample.translate(None, bytes(range(128)))) - high
    if high < isolated * 2 or high < 3:
        return "cp1252"
    scores = {name: _score(sample, name) for name in _FREQUENT}
    best = max(scores, key=lambda name: scores[name])
    pairs = sum(len(run) for run in _GB.findall(sample))
    if scores[best] >= 2.6 and not (pairs > high * 0.95 and scores[best] < 4):
        return best
    return "gb18030" if _is_chinese(sample) else _by_statistics(sample)


def _is_chinese(sample: bytes) -> bool:
    """Tell whether the high bytes come in the pairs of the common Chinese characters (GB 2312, level 1)."""
    runs = _HIGH_RUN.findall(sample)
    common = sum(len(_COMMON_CHINESE.findall(run)) for run in runs)
    return common * 2 >= sum(map(len, runs)) * 0.85


def _score(sample: bytes, name: str) -> float:
    """Average how frequent the letters are that the high bytes would be."""
    frequent = _FREQUENT[name]
    letters = [character for character in sample.decode(name, "replace") if character > "\x7f"]
    if not letters:
        return 0.0
    return sum(frequent.get(letter.lower(), -4) for letter in letters) / len(letters)


def _by_statistics(sample: bytes) -> str:
    found = charset_normalizer.from_bytes(sample[:1024], steps=2, chunk_size=512, cp_isolation=_LIKELY).best()
    name = codec(found.encoding) if found else ""
    return name or "cp1252"
