"""Reads lists of people from files: CSV as spreadsheets write it, and vCard 2.1, 3.0 and 4.0. Pure but for the file.

Encodings and delimiters are guessed (spreadsheets do not say them) and may be corrected by the reader.
vCard: RFC 6350 (4.0), RFC 2426 (3.0), https://www.imc.org/pdi (2.1); read by vobject.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import vobject  # type: ignore[import-untyped]

from rafiq.platform import text

LARGEST = 20 * 1024 * 1024
ENCODINGS = ("utf-8", "utf-16", "windows-1256", "windows-1252")
DELIMITERS = (",", ";", "\t", "|")
CELL_LONGEST = 5000
COLUMNS_MOST = 100
_CARD_LINES = 2000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What is often taken for a list: workbooks and archives, PDF, old Office files, pictures.
_SIGNATURES = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"GIF8", b"\xff\xd8\xff")
_BEGIN, _END = re.compile(r"BEGIN:VCARD\s*", re.IGNORECASE), re.compile(r"END:VCARD\s*", re.IGNORECASE)


class Unreadable(ValueError):
    """The file is neither; `reason` is a code: empty, large, binary, encoding."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Record:
    """One person of a file: (field, value) in the order written, or why it cannot be read."""

    line: int
    pairs: tuple[tuple[str, str], ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is to be read."""

    kind: str
    encoding: str
    delimiter: str = ""
    has_header: bool = True
    columns: list[str] = field(default_factory=list)


def guess_shape(content: bytes) -> Shape:
    """Tell how to read a file.

    Raises:
        Unreadable: if it is empty, too large, or no text.
    """
    if not content.strip():
        raise Unreadable("empty")
    if len(content) > LARGEST:
        raise Unreadable("large")
    encoding = guess_encoding(content)
    written = decoded(content, encoding)
    if _BEGIN.match(written.lstrip()[:40]):
        return Shape("VCARD", encoding)
    delimiter = guess_delimiter(written)
    first = next(_cells(written, delimiter), (1, []))[1]
    has_header = not any(_is_an_address(cell) for cell in first)
    columns = first if has_header else [""] * len(first)
    return Shape("CSV", encoding, delimiter, has_header, [text.excerpt(cell, length=120) for cell in columns])


def guess_encoding(content: bytes) -> str:
    """Tell the encoding: by its mark, by zero bytes (UTF-16), as valid UTF-8, else that of Windows for Arabic script.

    Raises:
        Unreadable: if it is no text.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return name
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if content.startswith(_SIGNATURES) or min(even, odd) > len(sample) // 50:
        raise Unreadable("binary")
    if max(even, odd) > len(sample) // 8:
        return "utf-16-le" if odd > even else "utf-16-be"
    if even or odd:
        raise Unreadable("binary")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1256"
    return "utf-8"


def decoded(content: bytes, encoding: str) -> str:
    """Return the text of a file; what cannot be read becomes U+FFFD, zero bytes go.

    Raises:
        Unreadable: if there is no such encoding.
    """
    try:
        return content.decode(encoding, "replace").removeprefix("\ufeff").replace("\0", "")
    except LookupError as error:
        raise Unreadable("encoding") from error


def guess_delimiter(written: str) -> str:
    """Tell what stands between cells: that which gives most lines the same number of cells, more than one."""
    sample = written[:20_000]

    def fitness(delimiter: str) -> tuple[int, int]:
        widths = [len(cells) for _, cells in islice(_cells(sample, delimiter), 20)]
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(DELIMITERS, key=fitness)


def records(content: bytes, shape: Shape, mapping: Iterable[str]) -> Iterator[Record]:
    """Read one person after the other; `mapping` says which field each column fills (vCards know it themselves)."""
    written = decoded(content, shape.encoding)
    if shape.kind == "VCARD":
        yield from _cards(written)
        return
    fields = list(mapping)
    for place, (line, cells) in enumerate(_cells(written, shape.delimiter or ",")):
        if place or not shape.has_header:
            pairs = [(name, cell[:CELL_LONGEST]) for name, cell in zip(fields, cells, strict=False) if name and cell]
            yield Record(line, tuple(pairs), "columns" if len(cells) > max(len(fields), 1) + 5 else "")


def rows(content: bytes, shape: Shape, *, limit: int) -> list[list[str]]:
    """Return the first lines as they are, to be looked at."""
    if shape.kind == "VCARD":
        return []
    lines = _cells(decoded(content, shape.encoding), shape.delimiter or ",")
    first = islice(lines, int(shape.has_header), limit + int(shape.has_header))
    return [[text.excerpt(cell, length=60) for cell in cells] for _, cells in first]


def _cells(written: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of every line that is not empty; the apostrophe that guards formulas goes."""
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            line = reader.line_num + 1
            continue
        if any(cell.strip() for cell in cells):
            yield line, [_unguarded(text.clean(cell)) for cell in cells[:COLUMNS_MOST]]
        line = reader.line_num + 1


def _unguarded(cell: str) -> str:
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def _is_an_address(cell: str) -> bool:
    return bool(text.normal_email(cell) or text.normal_phone(cell))


def _cards(written: str) -> Iterator[Record]:
    """Yield the cards one by one, so that a broken one spoils no other."""
    lines: list[str] = []
    began = 0
    for number, line in enumerate(written.splitlines(), 1):
        if _BEGIN.fullmatch(line.strip()):
            if lines:
                yield Record(began, problem="card")
            lines, began = [line], number
        elif lines and len(lines) < _CARD_LINES:
            lines.append(line)
            if _END.fullmatch(line.strip()):
                yield _card(began, "\n".join(lines))
                lines = []
    if lines:
        yield Record(began, problem="card")


def _card(line: int, written: str) -> Record:
    try:
        card = vobject.readOne(written + "\n", allowQP=True)
        pairs = tuple(pair for content in card.getChildren() for pair in _of_property(content))
    except Exception:  # whatever a broken card makes the parser raise, it is one broken card
        return Record(line, problem="card")
    has_full_name = any(name == "name" for name, _ in pairs)
    return Record(line, tuple(pair for pair in pairs if not (has_full_name and pair[0] in {"first_name", "last_name"})))


def _of_property(content: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # vobject has no types
    value = content.value
    match content.name.upper():
        case "FN":
            yield from _said("name", value)
        case "N":
            yield from _said("first_name", " ".join(_listed(value.given)))
            yield from _said("last_name", " ".join(_listed(value.family)))
        case "TEL":
            yield from _said("phone", str(value).removeprefix("tel:").partition(";")[0])
        case "EMAIL":
            yield from _said("email", str(value).removeprefix("mailto:"))
        case "ORG":
            yield from _said("company", _listed(value)[0] if value else "")
        case "ADR":
            yield from _said("city", " ".join(_listed(value.city)))
        case "NOTE":
            yield from _said("about", value)
        case "LANG":
            yield from _said("language", value)
        case "UID":
            yield from _said("uid", value)


def _listed(value: Any) -> list[str]:  # noqa: ANN401  # a text or a list of them
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _said(name: str, value: object) -> Iterator[tuple[str, str]]:
    words = text.clean(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value), limit=CELL_LONGEST)
    if words:
        yield name, words
