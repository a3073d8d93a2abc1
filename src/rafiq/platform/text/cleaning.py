"""What is done to every text that comes from outside, before it is stored or shown."""

import re
import unicodedata
from typing import Final

_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_NEWLINE: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Control characters but newline and tab, and the byte order mark.
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_BIDI: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SPACES: Final = re.compile(r"\s+")
# Characters that show nothing by themselves: with nothing else beside them there is no text.
_BLANK: Final = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0]*"
)

_POP_ISOLATE: Final = "\u2069"
_POP_EMBEDDING: Final = "\u202c"
_OPENS: Final = {
    "\u2066": "\u2066",
    "\u2067": "\u2067",
    "\u2068": "\u2068",
    # An embedding reaches beyond its end; an isolate does not and reads the same.
    "\u202a": "\u2066",
    "\u202b": "\u2067",
    # An override can make "exe.jpg" out of "gpj.exe": it goes.
    "\u202d": "",
    "\u202e": "",
}
# Beyond this many marks on one letter we cut through them: it is an attack, not writing.
_LONGEST_CLUSTER: Final = 32
_ZWNJ: Final = "\u200c"
_ZWJ: Final = "\u200d"
_EXTENDING: Final = frozenset({"Mn", "Me", "Mc"})
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)


def clean(text: str, *, limit: int | None = None) -> str:
    """This will make text from outside safe to store and show, and keep all that means something.

    Gone: NUL and control characters but newline and tab, byte order marks, space around, direction overrides and
    isolates that are never closed. Lone surrogates become U+FFFD, every kind of line end becomes one newline, letters
    are composed (NFC). Half-spaces and direction marks stay; a text of nothing else is empty. With `limit`, what is
    beyond so many characters is cut, never inside a letter with its marks. Cleaning twice changes nothing.
    """
    text = _CONTROL.sub("", _NEWLINE.sub("\n", _whole_surrogates(text)))
    text = _without_bidi_attacks(text).strip()
    if limit is not None and len(text) > limit:
        text = _without_bidi_attacks(text[: cut_before(text, limit)]).rstrip()
    return "" if _BLANK.fullmatch(text) else text


def excerpt(text: str, *, length: int = 120) -> str:
    """This will return the beginning of `text` on one line, at most `length` characters, with … when cut.

    Cuts between words where one ends in the second half, and never inside a letter with its marks or an emoji.
    """
    line = _SPACES.sub(" ", clean(text[: length * 8]))
    if len(line) <= length:
        return line if len(text) <= length * 8 else f"{line[: length - 1].rstrip()}…"
    end = cut_before(line, length - 1)
    space = line.rfind(" ", 0, end + 1)
    if space > length // 2:
        end = space
    return _without_bidi_attacks(line[:end]).rstrip(f" {_ZWNJ}") + "…"


def cut_before(text: str, end: int) -> int:
    """This will return the last place, at or before `end`, where `text` may be cut between graphemes.

    A small approximation of UAX #29 that knows marks, joiners, skin tones, flags and emoji sequences.
    """
    if end >= len(text):
        return len(text)
    for place in range(end, max(end - _LONGEST_CLUSTER, 0), -1):
        if _may_cut(text, place):
            return place
    return max(end, 0)


def _may_cut(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if after in (_ZWJ, _ZWNJ) or before == _ZWJ:
        return False
    if unicodedata.category(after) in _EXTENDING or ord(after) in _SKIN_TONES:
        return False
    return not (ord(after) in _FLAG_LETTERS and _flag_letters_before(text, place) % 2)


def _flag_letters_before(text: str, place: int) -> int:
    count = 0
    while count < min(place, _LONGEST_CLUSTER) and ord(text[place - 1 - count]) in _FLAG_LETTERS:
        count += 1
    return count


def _whole_surrogates(text: str) -> str:
    if text.isascii() or not _SURROGATE.search(text):
        return text
    # Two halves that belong together become their character again; a half alone becomes U+FFFD.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _without_bidi_attacks(text: str) -> str:
    if text.isascii():
        return text
    if _BIDI.search(text):
        text = "\n".join(_balanced(line) for line in text.split("\n"))
    return unicodedata.normalize("NFC", text)


def _balanced(line: str) -> str:
    """Keep only isolates that are opened and closed on this line (they end with the paragraph anyway)."""
    kept: list[str] = []
    opened: list[int] = []
    for sign in line:
        if sign in _OPENS:
            opened.append(len(kept))
            kept.append(_OPENS[sign])
        elif sign in (_POP_ISOLATE, _POP_EMBEDDING):
            kept.append(_POP_ISOLATE if opened and kept[opened.pop()] else "")
        else:
            kept.append(sign)
    for place in opened:
        kept[place] = ""
    return "".join(kept)
