"""Markdown, as authors write it, to HTML, to plain words, and what it refers to.

CommonMark with tables and strikethrough. HTML in it is shown as text; what comes out is cleaned once more; pictures
are the article's own files, so that reading an article asks no other server for anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import nh3
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rafiq.platform.files.serving import file_url

ARTICLE: Final = "article:"
PICTURE: Final = "attachment:"
_FILE_PATH: Final = re.compile(r"/files/([\w-]{20,40})/[^/]+")
_OUTSIDE: Final = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_ANCHOR_LIMIT: Final = 60
_READER: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_BLOCKS: Final = {"heading_open", "bullet_list_open", "ordered_list_open", "table_open"}
_CLEANER: Final = nh3.Cleaner(
    tags={
        "a", "blockquote", "br", "code", "del", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p",
        "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
    },
    attributes={
        **{f"h{level}": {"id", "dir"} for level in range(2, 7)},
        "a": {"href", "title"}, "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
        "ol": {"start", "dir"}, "ul": {"dir"}, "p": {"dir"}, "pre": {"dir"}, "table": {"dir"},
        "div": {"class", "tabindex", "role", "aria-label"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that may be shown: its name and its size in pixels, where it has one."""

    name: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of an article; level 2 is the highest, since 1 is the article's title."""

    level: int
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """An article's body, ready to be put into a page."""

    html: SafeString
    headings: tuple[Heading, ...]


def render(body: str, *, address: Callable[[str], str], pictures: Mapping[str, Picture]) -> Rendered:
    """Write a body as HTML.

    `address` returns where the article of a key stands, or "" where the reader finds none: its words stay without a
    link. `pictures` are the files that may be shown, by their tokens; of others the description is shown.
    """
    tokens = _READER.parse(body)
    headings = tuple(_with_anchors(tokens))
    _with_directions(tokens)
    for inline in tokens:
        if inline.children:
            inline.children = _own(inline.children, address, pictures)
    html = _READER.renderer.render(tokens, _READER.options, {})
    html = html.replace("<table", '<div class="article__table" tabindex="0"><table').replace(
        "</table>", "</table></div>"
    )
    return Rendered(SafeString(_CLEANER.clean(html)), headings)


def plain(body: str) -> str:
    """Return the words of a body without its headings, a line for each block."""
    return "\n".join(words for level, words in _blocks(body) if not level and words)


def headings(body: str) -> tuple[str, ...]:
    """Return the words of its headings."""
    return tuple(words for level, words in _blocks(body) if level and words)


def articles_in(body: str) -> frozenset[str]:
    """Return the keys of the articles it links to."""
    return frozenset(link.removeprefix(ARTICLE) for link in _references(body, "href") if link.startswith(ARTICLE))


def files_in(body: str) -> frozenset[str]:
    """Return the tokens of the files it shows."""
    return frozenset(filter(None, map(_token_of, _references(body, "src"))))


def files_linked(body: str) -> frozenset[str]:
    """Return the tokens of the files it offers for download."""
    return frozenset(filter(None, map(_token_of, _references(body, "href"))))


def _with_anchors(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Name every heading, so that one can link to it; two of the same words get different names."""
    taken: dict[str, int] = {}
    for place, token in enumerate(tokens):
        if token.type not in {"heading_open", "heading_close"}:
            continue
        level = max(2, int(token.tag[1]))
        token.tag = f"h{level}"
        if token.type == "heading_open":
            words = _words(tokens[place + 1])
            base = slugify(words, allow_unicode=True)[:_ANCHOR_LIMIT] or "part"
            taken[base] = taken.get(base, 0) + 1
            # No name of an article's may be one of the page's own.
            anchor = f"s-{base}" if taken[base] == 1 else f"s-{base}-{taken[base]}"
            token.attrSet("id", anchor)
            yield Heading(level, anchor, words)


def _with_directions(tokens: Sequence[Token]) -> None:
    """Let every block run as its own words do.

    A list or table looks at the words inside that have no direction of their own: therefore those have none.
    """
    depth = 0
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            depth -= 1
        if token.type in _BLOCKS or (token.type == "paragraph_open" and not depth):
            token.attrSet("dir", "auto")


def _own(children: Sequence[Token], address: Callable[[str], str], pictures: Mapping[str, Picture]) -> list[Token]:
    """Resolve links to articles and pictures; what leads nowhere is left as words."""
    kept: list[Token] = []
    leading: list[bool] = []
    for token in children:
        if token.type == "link_open":
            href = _resolved(str(token.attrGet("href") or ""), address)
            leading.append(bool(href))
            token.attrSet("href", href)
            kept += [token] if href else []
        elif token.type == "link_close":
            kept += [token] if leading.pop() else []
        elif token.type == "image":
            kept.append(_picture(token, pictures))
        else:
            kept.append(token)
    return kept


def _resolved(href: str, address: Callable[[str], str]) -> str:
    if href.startswith(ARTICLE):
        key, hash_, anchor = href.removeprefix(ARTICLE).partition("#")
        found = address(key)
        return f"{found}{hash_}{anchor}" if found else ""
    is_here = href.startswith(("/", "#")) and not href.startswith("//")
    return href if is_here or _OUTSIDE.match(href) else ""


def _picture(token: Token, pictures: Mapping[str, Picture]) -> Token:
    file_token = _token_of(str(token.attrGet("src") or ""))
    picture = pictures.get(file_token)
    if picture is None:
        return Token("text", "", 0, content=token.content)
    token.attrSet("src", file_url(file_token, picture.name))
    token.attrSet("loading", "lazy")
    token.attrSet("decoding", "async")
    for name, length in (("width", picture.width), ("height", picture.height)):
        if length:
            token.attrSet(name, str(length))
    return token


def _token_of(source: str) -> str:
    if source.startswith(PICTURE):
        return source.removeprefix(PICTURE)
    found = _FILE_PATH.fullmatch(source)
    return found[1] if found else ""


def _references(body: str, attribute: str) -> Iterator[str]:
    for block in _READER.parse(body):
        for token in block.children or ():
            if found := token.attrGet(attribute):
                yield str(found)


def _blocks(body: str) -> Iterator[tuple[int, str]]:
    """List the blocks of words as (level of heading or 0, words)."""
    level = 0
    for token in _READER.parse(body):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type in {"inline", "fence", "code_block"}:
            yield level, _words(token)


def _words(token: Token) -> str:
    if token.children is None:
        return token.content.strip()
    parts = (" " if one.type in {"softbreak", "hardbreak"} else one.content for one in token.children)
    return "".join(parts).strip()
