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
HELP_PARTS = ("view", "article", "begin")
_QUOTED = re.compile(r'("(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`)')
_LOOSE = re.compile(r" ?([=+*/<>(){}\[\],;:?&|!-]+) ?")
_NAME = re.compile(r"\b[A-Za-z_]\w*")
# Without indentation: what all parts share, and what therefore hides whatever else had that name.
_DECLARED = re.compile(r"^(?:async )?(?:function|const|let) (\w{3,})\b", re.MULTILINE)
# A line break behind one of these never ends a statement, or the sign has ended it already.
_OPEN_END = re.compile(r"(?<=[;{,(\[:?&|])\n")


@cache
def build() -> bytes:
    """This will give the whole script, style included, as it is served at ``/widget.js``."""
    names = [name for name in PARTS if name != "style"]
    declared = _DECLARED.findall("\n".join((FOLDER / f"{name}.js").read_text("utf-8") for name in names))
    parts = _rename("\n".join(_part(name) for name in names), declared)
    return "\n".join(["(()=>{", '"use strict";', _part("style"), parts, "})();", ""]).encode()


@cache
def build_help() -> bytes:
    """This will give the script of the help centre, style included: the widget fetches it when somebody wants help."""
    parts = "\n".join(_slim_js((FOLDER / "help" / f"{name}.js").read_text("utf-8")) for name in HELP_PARTS)
    style = json.dumps(_slim_css((FOLDER / "help" / "style.css").read_text("utf-8")))
    return f'"use strict";Rafiq.help((state,ui,h,t,endpoint)=>{{const STYLE={style};\n{parts}}});\n'.encode()


@cache
def etag() -> str:
    """This will give the quoted entity tag of the script: it changes exactly when the script does."""
    return etag_of(build())


def etag_of(body: bytes) -> str:
    """This will give the quoted entity tag of a script."""
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def _rename(source: str, declared: list[str]) -> str:
    """Give what the parts declare for each other short names.

    Only names that are nothing else anywhere: no property, no word inside quotes, no member of braces. Such a name
    may be replaced wherever it stands, whatever it means there.
    """
    pieces = _QUOTED.split(source)
    code, quoted = "\n".join(pieces[::2]), "\n".join(pieces[1::2])
    taken = set(_NAME.findall(code))
    free = (f"{letter}{end}" for letter in "abcdefghijklmnopqrstuvwxyz" for end in "0123456789ABCDEFGHIJKLMNOPQRSTUV")
    short = (name for name in free if name not in taken)
    names = [name for name in dict.fromkeys(declared) if _is_only_a_name(name, code, quoted)]
    given = dict(zip(names, short, strict=False))
    return "".join(
        piece if at % 2 else _NAME.sub(lambda found: given.get(found[0], found[0]), piece)
        for at, piece in enumerate(pieces)
    )


def _is_only_a_name(name: str, code: str, quoted: str) -> bool:
    elsewhere = rf"(?<!\.\.)\.{name}\b|\b{name}:|[{{,]\n?{name}[,}}(]"
    return not re.search(elsewhere, code) and not re.search(rf"\b{name}\b", quoted)


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
    """On one line, without comments, zeros before a point, and the spaces that mean nothing beside ``{ } ; , !``."""
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    one_line = " ".join(without_comments.split())
    shorter = re.sub(r"(?<![\w.])0(?=\.\d)", "", one_line).replace(" !", "!")
    return re.sub(r";? ?([{};,]) ?", r"\1", shorter).replace(": ", ":")
