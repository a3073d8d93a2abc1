"""Tells what somebody wrote from what they quoted and from their signature. Nothing is thrown away."""

from __future__ import annotations

from typing import NamedTuple

from . import phrases

MOST_LINES = 20_000
_HEADER_LINES = 8
_RULES = "-_=*–—"
_SIGNATURE_LINES = 15
_AFTER_SENT_FROM = 6


class Folded(NamedTuple):
    """A text in two: what is new, and what is folded away."""

    new: str
    quoted: str


def fold(lines: list[str], marked: list[bool] | None = None, *, is_forward: bool = False) -> Folded:
    """Part the lines of a text; `marked` says which of them the sender's program marks as quoted.

    Where nothing would remain as new, all of it is.
    """
    if len(lines) > MOST_LINES:
        return Folded("\n".join(lines).strip("\n"), "")
    folded = _Folder(lines, marked, is_forward=is_forward).fold()
    if True not in folded:
        return Folded("\n".join(lines).strip("\n"), "")
    new = _join(lines, folded, wanted=False)
    if not new or not any(character.isalnum() for character in new):
        return Folded("\n".join(lines).strip("\n"), "")
    return Folded(new, _join(lines, folded, wanted=True))


def _join(lines: list[str], folded: list[bool], *, wanted: bool) -> str:
    """Put the lines of one kind together, with at most one empty line where others lay between."""
    kept: list[str] = []
    was_gap = False
    for line, is_folded in zip(lines, folded, strict=True):
        if is_folded != wanted:
            was_gap = True
            continue
        if was_gap and kept and kept[-1].strip() and line.strip():
            kept.append("")
        was_gap = False
        if line.strip() or not kept or kept[-1].strip():
            kept.append(line)
    return "\n".join(kept).strip("\n").rstrip()


class _Folder:
    """Walks once through the lines and marks those to be folded."""

    def __init__(self, lines: list[str], marked: list[bool] | None, *, is_forward: bool) -> None:
        self.lines = lines
        self.plain = lines if all(map(str.isascii, lines)) else [phrases.plain(line) for line in lines]
        self.folded = list(marked) if marked else [False] * len(lines)
        self.has_marks = marked is not None and True in marked
        self.is_forward = is_forward

    def fold(self) -> list[bool]:
        self._signs()
        self._separators()
        self._signature()
        self._sent_from()
        return self.folded

    def _signs(self) -> None:
        """Fold lines that begin with `>`, and the line above them that says who wrote them."""
        starts = [line.lstrip()[:1] == ">" for line in self.plain]
        if True not in starts:
            return
        previous = False
        for number, is_quoted in enumerate(starts):
            if is_quoted:
                self.folded[number] = True
                if not previous:
                    self._attribution_above(number)
            previous = is_quoted or (previous and not self.plain[number].strip())

    def _attribution_above(self, number: int) -> None:
        above = number - 1
        while above >= 0 and not self.plain[above].strip() and number - above < 4:
            above -= 1
        if above < 0 or self.folded[above] or not self.plain[above].rstrip().endswith((":", "：")):
            return
        for first in range(above, max(above - 4, -1), -1):
            joined = " ".join(self.plain[first : above + 1])
            if len(joined) > phrases.LONGEST_LINE or (first < above and not self.plain[first].strip()):
                return
            is_start = phrases.ATTRIBUTION_START.match(self.plain[first])
            if (phrases.ENDS_ATTRIBUTION.search(joined) or phrases.ANY_ATTRIBUTION.match(joined)) and (
                is_start or first == 0 or not self.plain[first - 1].strip() or phrases.ATTRIBUTION.match(joined)
            ):
                self._mark(first, number)
                return

    def _separators(self) -> None:
        """Find the first line after which all is quoted, and fold from there on."""
        for number, line in enumerate(self.plain):
            if self.folded[number] or not line or len(line) > phrases.LONGEST_LINE or line.isspace():
                continue
            if self._is_separator(number, line):
                self._fold_from(number)
                return

    def _is_separator(self, number: int, line: str) -> bool:
        if ":" not in line and "：" not in line:
            if line.lstrip()[0] not in _RULES:
                return False
            return line.count("-") + line.count("_") + line.count("—") + line.count("=") >= 4 and bool(
                phrases.ORIGINAL.match(line)
            )
        if phrases.FORWARDED.match(line):
            return False
        if self._is_attribution(number, line):
            return True
        return not self.is_forward and self._is_header_block(number, line)

    def _is_attribution(self, number: int, line: str) -> bool:
        """Recognise “On …, … wrote:” with nothing behind it that is marked, in up to three lines."""
        if (
            line.rstrip()[-1:] in ":："
            and phrases.ATTRIBUTION_START.match(line)
            and phrases.ENDS_ATTRIBUTION.search(line)
        ):
            return bool(phrases.ATTRIBUTION.match(line))
        if not phrases.ATTRIBUTION_START.match(line):
            return line.rstrip()[-1:] in ":：" and "@" in line and bool(phrases.ATTRIBUTION.match(line))
        joined = line
        for following in self.plain[number + 1 : number + 4]:
            if not following.strip() or len(joined) > phrases.LONGEST_LINE:
                return False
            joined = f"{joined} {following}"
            if phrases.ENDS_ATTRIBUTION.search(joined) and len(joined) < phrases.LONGEST_LINE:
                return any(sign in joined for sign in "@<0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")
        return False

    def _is_header_block(self, number: int, line: str) -> bool:
        """Recognise what Outlook puts above a quoted mail: From, Sent, To, Subject."""
        if not phrases.HEADER_FROM.match(line):
            return False
        above = next((text for text in reversed(self.plain[max(number - 2, 0) : number]) if text.strip()), "")
        if phrases.FORWARDED.match(above):
            return False
        following = self.plain[number + 1 : number + _HEADER_LINES]
        return sum(1 for text in following if phrases.HEADER_FIELD.match(text[:100])) >= 2

    def _fold_from(self, number: int) -> None:
        """Fold all that follows, with the rule above it; where quoted lines are marked, only up to their end."""
        first = number
        while first and (not self.plain[first - 1].strip() or not any(c.isalnum() for c in self.plain[first - 1])):
            first -= 1
        if all(not self.plain[place].strip() for place in range(first, number)):
            first = number
        marked = [place for place in range(number, len(self.lines)) if self.folded[place]]
        if not marked or phrases.ORIGINAL.match(self.plain[number]) or phrases.HEADER_FROM.match(self.plain[number]):
            self._mark(first, len(self.lines))
            return
        between = self.plain[number : marked[0]]
        if sum(1 for line in between if line.strip()) <= 4:
            self._mark(first, marked[0])
        else:
            self._mark(first, len(self.lines))

    def _signature(self) -> None:
        """Fold what stands below the last `-- ` up to the next quoted line."""
        for number in range(len(self.plain) - 1, -1, -1):
            line = self.plain[number]
            if self.folded[number] or line[:2] != "--" or line.strip() not in {"--", "-- "}:
                continue
            end = next((place for place in range(number, len(self.lines)) if self.folded[place]), len(self.lines))
            written = sum(1 for text in self.plain[number:end] if text.strip())
            if line.startswith("-- ") or written <= _SIGNATURE_LINES:
                self._mark(number, end)

    def _sent_from(self) -> None:
        """Fold “Sent from my iPhone” where it is the last thing that was written."""
        written = [number for number, line in enumerate(self.plain) if line.strip() and not self.folded[number]]
        for number in reversed(written[-_AFTER_SENT_FROM:]):
            line = self.plain[number]
            if len(line) < 200 and phrases.SENT_FROM.match(line):
                last = next((place for place in range(number, len(self.lines)) if self.folded[place]), len(self.lines))
                self._mark(number, last)
                return

    def _mark(self, first: int, last: int) -> None:
        self.folded[first:last] = [True] * (last - first)
