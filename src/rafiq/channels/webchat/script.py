"""The widget's script: hand-written parts put together once, without a bundler.

The parts share one function scope, so their order only matters for what runs at once.
They keep four habits that let them be slimmed safely, line by line: comments stand on
lines of their own, strings are in double quotes, no string or template runs over more
than one line, and no regular expression holds a quote or a plain space.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "widget"
# This order also gzips a little better than a more natural one.
PARTS = (
    "start",
    "store",
    "outbox",
    "forms",
    "link",
    "talk",
    "composer",
    "format",
    "files",
    "panel",
    "log",
    "place",
    "dom",
    "style",
    "api",
)
_QUOTED = re.compile(r'("(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`)')
_LOOSE = re.compile(r" ?([=+*/<>(){}\[\],;:?&|!-]+) ?")
# A line break behind one of these never ends a statement, or the sign has ended it already.
_OPEN_END = re.compile(r"(?<=[;{,(\[:?&|])\n")


@cache
def build() -> bytes:
    """This will give the whole script, style included, as it is served at ``/widget.js``."""
    return "\n".join(["(()=>{", '"use strict";', *(_part(name) for name in PARTS), "})();", ""]).encode()


@cache
def etag() -> str:
    """This will give the quoted entity tag of the script: it changes exactly when the script does."""
    return f'"{hashlib.sha256(build()).hexdigest()[:20]}"'


def _part(name: str) -> str:
    if name == "style":
        return f"const STYLE={json.dumps(_slim_css((FOLDER / 'style.css').read_text('utf-8')))};"
    return _slim_js((FOLDER / f"{name}.js").read_text("utf-8"))


def _slim_js(text: str) -> str:
    """Without comment lines, indentation and loose spaces; line breaks stay, as they may end a statement."""
    lines = (line.strip() for line in text.splitlines())
    slim = "\n".join(_tighten(line) for line in lines if line and not line.startswith("//"))
    return _OPEN_END.sub("", slim)


def _tighten(line: str) -> str:
    """Without the spaces beside signs, except inside quotes."""
    pieces = _QUOTED.split(line)
    return "".join(piece if at % 2 else _LOOSE.sub(r"\1", piece) for at, piece in enumerate(pieces))


def _slim_css(text: str) -> str:
    """On one line, without comments and the spaces that mean nothing beside ``{ } ; ,``."""
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    one_line = " ".join(without_comments.split())
    return re.sub(r";? ?([{};,]) ?", r"\1", one_line).replace(": ", ":")
