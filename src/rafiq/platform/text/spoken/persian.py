"""Spoken Persian, as people type it, turned into the Persian of articles.

Word by word by rules and tables, phrase by phrase by a list, and a few words by what stands beside them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from rafiq.platform.text.folding import ZWNJ, fold
from rafiq.platform.text.stemming._persian_verbs import verb_forms
from rafiq.platform.text.stemming._persian_words import function_words
from rafiq.platform.text.stemming.persian import lemma

from ._persian_phrases import PHRASES
from ._persian_words import Written, is_noun, is_verb, written_word

_PREFIXES: Final = frozenset({"می", "نمی"})
_PREVERBS: Final = frozenset({"بر", "در", "باز", "وا", "ور", "فرا", "فرو"})
_PLURAL_ENDINGS: Final = tuple(
    fold("ها های هایی هام هات هاش هایم هایت هایش هامون هاتون هاشون هایمان هایتان هایشان").split()
)
_OWNERS: Final = ("مون", "تون", "شون", "مان", "تان", "شان")
_AFTER_SILENT_H: Final = ("ام", "ات", "اش", "ای", "ایم", "اید", "اند")
_TIED: Final = frozenset((*_PLURAL_ENDINGS, *_OWNERS, *_AFTER_SILENT_H, "تر", "ترین"))
# What stands before «بدن» when it means "that they give", not "body".
_GIVEN: Final = frozenset(
    fold("پس جواب پاسخ تحویل پول اجازه انجام ادامه نشان نشون تغییر خبر اطلاع توضیح تخفیف ارائه گوش را رو").split()
)
_WHO: Final = frozenset(fold("گفتن بودن نوشتن").split())
_WORD: Final = re.compile(f"[^\\W_]+(?:{ZWNJ}+[^\\W_]+)*")
_NO_CLAUSE_END: Final = re.compile(r"[ \t\u200c]*")
_READ: Final = 20_000

type _Piece = tuple[int, int, Written]
"""First word, the one after the last, and what is written instead (nothing: they stay)."""


def to_written(words: Sequence[str]) -> list[str]:
    """This will turn folded spoken words into folded written ones, in their order.

    `to_written(["گوشیمو", "کی", "میارین"])` is `["گوشیم", "را", "چه", "زمانی", "میاورید"]`. Affixes written apart are
    joined. Written Persian, other languages and words unknown stay as they are.
    """
    out: list[str] = []
    for start, end, written in _pieces(words):
        out.extend(words[start:end] if not written else [folded for word in written if (folded := fold(word))])
    return out


def rewrite(text: str) -> str:
    """This will return a text in written Persian with its signs, for those who compare whole sentences.

    `rewrite("گوشیم هنگ کرده، چیکار کنم؟")` is "گوشیم متوقف شده و از کار افتاده است، چه کار کنم؟". At most 20,000
    signs are read.
    """
    out: list[str] = []
    after = 0
    for clause in _clauses(text[:_READ]):
        folded = [fold(match.group()) for match in clause]
        for start, end, written in _pieces(folded):
            first, last = clause[start].start(), clause[end - 1].end()
            out += [text[after:first], " ".join(written) or text[first:last]]
            after = last
    return "".join([*out, text[after:_READ]])


def _clauses(text: str) -> Iterator[list[re.Match[str]]]:
    """The words of a text, in runs with nothing but blanks between them."""
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if run and not _NO_CLAUSE_END.fullmatch(text, run[-1].end(), match.start()):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _pieces(words: Sequence[str]) -> Iterator[_Piece]:
    place = 0
    while place < len(words):
        piece = _phrase(words, place) or _joined(words, place) or _in_context(words, place)
        yield piece
        place = piece[1]


@lru_cache(maxsize=1)
def _phrases() -> tuple[dict[tuple[str, ...], Written], dict[str, int]]:
    """The phrases by their folded words, and the number of words of the longest by its first word."""
    phrases: dict[tuple[str, ...], Written] = {}
    longest: dict[str, int] = {}
    for line in PHRASES.strip().splitlines():
        said, written = line.split(" = ")
        key = tuple(fold(said).split())
        phrases[key] = tuple(written.split())
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return phrases, longest


def _phrase(words: Sequence[str], place: int) -> _Piece | None:
    phrases, longest = _phrases()
    for count in range(min(longest.get(words[place], 0), len(words) - place), 0, -1):
        some = tuple(words[place : place + count])
        written = phrases.get(some)
        if not written and count > 1 and is_verb(some[-1]):
            written = _of_any_form(phrases.get((*some[:-1], "~" + lemma(some[-1])), ()), some[-1])
        if written:
            return place, place + count, written
    return None


def _of_any_form(written: Written, verb: str) -> Written:
    """What is written with the verb as it was said; a fixed wording would turn a "not" into its opposite."""
    if written and written[-1] == "~":
        return (*written[:-1], *(written_word(verb) or (verb,)))
    return () if _is_negative(verb) else written


def _is_negative(verb: str) -> bool:
    return verb.startswith("ن") and not lemma(verb).startswith("ن")


def _joined(words: Sequence[str], place: int) -> _Piece | None:
    """Affixes that stand apart: «می شود», «بر میگرده», «کتاب ها», «رفته ام»."""
    if place + 1 >= len(words):
        return None
    word, after = words[place], words[place + 1]
    if word in _PREVERBS and place + 2 < len(words) and after in _PREFIXES:
        whole = word + after + words[place + 2]
        if whole in verb_forms().infinitive:
            return place, place + 3, written_word(whole) or (f"{word}{after}{ZWNJ}{words[place + 2]}",)
    if word in _PREFIXES or (word in _PREVERBS and after != "میان"):
        whole = word + after
        shown = f"{word}{ZWNJ}{after}" if word in _PREFIXES else whole
        return (place, place + 2, written_word(whole) or (shown,)) if whole in verb_forms().infinitive else None
    if after == "ی" and word.endswith("ه") and is_noun(word):
        return place, place + 2, written_word(word) or (word,)
    if after in _TIED and _is_tied(word, after):
        return place, place + 2, written_word(word + after) or (_tie(word, after),)
    return None


def _is_tied(word: str, after: str) -> bool:
    if after in _AFTER_SILENT_H:
        return word.endswith("ه") and (is_noun(word) or is_verb(word))
    return word not in function_words() and (is_noun(word) or is_verb(word) or after in _PLURAL_ENDINGS)


def _tie(word: str, after: str) -> str:
    return f"{' '.join(written_word(word)) or word}{ZWNJ}{after}"


def _in_context(words: Sequence[str], place: int) -> _Piece:
    """What a word is by its neighbours, else by itself."""
    rule = _BY_NEIGHBOURS.get(words[place])
    if not rule:
        return place, place + 1, written_word(words[place])
    before = words[place - 1] if place else ""
    return place, place + 1, rule(before, (*words[place + 1 : place + 3], "", "")[:2])


type _After = tuple[str, ...]
"""The next two words, empty beyond the end."""


def _ru(before: str, after: _After) -> Written:
    """«رو»: the mark of the object after a noun, else "on"."""
    if before and not is_verb(before) and (before not in function_words() or before in _POINTERS):
        return ("را",)
    return ("روی",) if is_noun(after[0]) else ()


def _va(before: str, after: _After) -> Written:
    """«و»: "and", but the mark of the object in «گوشیم و بدین» and «سفارشم و لغو کنین»."""
    if not before or is_verb(before) or not is_noun(before) or lemma(before) == before:
        return ()
    is_asked = is_verb(after[0]) and after[0].startswith(("می", "نمی", "ب"))
    return ("را",) if is_asked or (is_noun(after[0]) and is_verb(after[1])) else ()


def _tu(_: str, after: _After) -> Written:
    """«تو»: "in" before a noun, else "you"."""
    return ("در",) if is_noun(after[0]) and not is_verb(after[0]) else ()


def _key(_: str, after: _After) -> Written:
    """«کی»: "when", and "who" before saying, writing and being."""
    return ("چه", "کسی") if lemma(after[0]) in _WHO else ("چه", "زمانی")


def _miyan(before: str, _: _After) -> Written:
    return () if before in {"در", "از", "این", "ان"} else ("می‌آیند",)


def _bayan(before: str, after: _After) -> Written:
    is_expression = before in {"به", "در", "و"} or lemma(after[0]) in {"کردن", "شدن", "نمودن", "داشتن"}
    return () if is_expression else ("بیایند",)


def _badan(before: str, _: _After) -> Written:
    return ("بدهند",) if before in _GIVEN else ()


def _ghate(before: str, _: _After) -> Written:
    """«قطعه»: a part, but of lines and currents that they are cut off."""
    return ("قطع", "است") if lemma(before) in _LINES else ()


_LINES: Final = frozenset(
    fold("اینترنت نت تلفن خط برق آب گاز آنتن تماس صدا سرویس وایفای شبکه ارتباط سیگنال تصویر").split()
)
_POINTERS: Final = frozenset(
    fold("این آن اون همین همان همون من تو ما شما خود خودم کدام کدوم یکی همه چی کی چیزی").split()
)
_BY_NEIGHBOURS: Final = {
    "رو": _ru, "و": _va, "تو": _tu, "کی": _key, "میان": _miyan, "بیان": _bayan, "بدن": _badan, "قطعه": _ghate,
}  # fmt: skip
