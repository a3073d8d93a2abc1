"""The real-world mails beside the checkout, and what another product makes of some of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "mail"
_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    '"': '"',
    "\\": "\\",
    "e": "\x1b",
    "0": "\0",
    " ": " ",
    "/": "/",
    "b": "\b",
    "a": "\a",
}


def files(folder: str, *endings: str) -> list[Path]:
    """The mails of one folder; the test is skipped, and says so, where they are not beside the checkout."""
    found = sorted(path for path in (FOLDER / folder).glob("*") if path.name.endswith(endings or (".eml", ".box")))
    if not found:
        pytest.skip(f"the shared mails are missing: {FOLDER / folder}")
    return found


@dataclass
class Expectation:
    """What the other product makes of a mail."""

    values: dict[str, str]
    attachments: list[str] = field(default_factory=list)


def expectation(path: Path) -> Expectation:
    """Read as much YAML as these files use."""
    text = path.read_text(encoding="utf-8")
    head, _, tail = text.partition("\nattachments:")
    values = {}
    for match in re.finditer(r"^([a-z_-]+):[ ]?((?:.*)(?:\n(?![a-z_-]+:|---|\.\.\.).*)*)", head, re.MULTILINE):
        values[match[1]] = _scalar(match[2])
    if more := re.search(r"^([a-z_-]+): (.*)$", tail, re.MULTILINE):
        values.setdefault(more[1], _scalar(more[2]))
    items = re.split(r"^- !ruby", tail, flags=re.MULTILINE)[1:]
    names = [_name(item) for item in items if not re.search(r"^    content-alternative: true", item, re.MULTILINE)]
    return Expectation(values, names)


def _name(item: str) -> str:
    found = re.search(r"^  filename: ?(.*(?:\n    .*)*?)(?=\n  \S|\Z)", item, re.MULTILINE)
    return _scalar(found[1]) if found else ""


def _scalar(raw: str) -> str:
    raw = raw.rstrip("\n")
    if raw[:1] == "|":
        return "\n".join(line[2:] for line in raw.split("\n")[1:])
    joined = re.sub(r"(?<=\S)\n\s+", " ", re.sub(r"\\\n\s*(?:\\(?= ))?", "", raw)).strip()
    if joined.startswith("'"):
        return joined[1:-1].replace("''", "'")
    if joined.startswith('"'):
        return re.sub(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", _unescape, joined[1:-1])
    return "" if joined in {"~", "null"} else joined


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    return chr(int(code, 16)) if code else _ESCAPES.get(match[4], match[4])
