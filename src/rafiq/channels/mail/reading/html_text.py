"""The words of cleaned HTML as lines, with what mail programs mark as quoted or as a signature told apart."""

from __future__ import annotations

import html as entities
import re

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [\w:-]+="[^"]*")*) ?/?>|([^<]+)|<')
# Tags that only change how letters look, which never bear a mark: taken away at once, as most tags are these.
_LETTERS = re.compile(
    r"</?(?:font|b|i|u|em|strong|small|big|sup|sub|tt|code|s|strike|tbody|thead|tfoot|abbr|cite|mark|ins|del|bdo|bdi)"
    r'(?: [\w:-]+="[^"]*")*>'
)
_SPAN = re.compile(r'</?span(?: [\w:-]+="[^"]*")*>')
_MARKED_SPAN = re.compile(r"<span[^>]* (?:class|id)=")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HREF = re.compile(r' href="([^"]*)"')
_ALT = re.compile(r' alt="([^"]*)"')
_QUOTED = re.compile(
    r' (?:class|id)="[^"]*(?:gmail_quote|yahoo_quoted|ydp_quoted|moz-forward|moz-cite-prefix|protonmail_quote'
    r"|tutanota_quote|AppleOriginalContents|divRplyFwdMsg|mail-editor-reference|OLK_SRC_BODY|mail_quote|hs_reply|email_quote"
    r"|ms-outlook-mobile-reference|front-blockquote|OutlookMessageHeader|mobileMsgQuote|isReplyContent|reply-intro)"
)
# Everything that stands behind these is quoted too, not only what lies inside of them.
_CUTS = re.compile(r' id="(?:divRplyFwdMsg|appendonsend|reply-intro)"')
_SIGNATURE = re.compile(
    r' (?:class|id)="[^"]*(?:gmail_signature|moz-signature|protonmail_signature|ms-outlook-mobile-signature'
    r'|bg-outlook-mobile-signature|ymail_android_signature|AppleMailSignature|composer_signature|Signature")'
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "table",
        "tr",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "hr",
        "center",
        "article",
        "section",
        "header",
        "footer",
        "main",
        "nav",
        "aside",
        "figure",
        "figcaption",
        "details",
        "summary",
        "caption",
        "hgroup",
    ]
)
_SPACED = frozenset("p ul ol dl h1 h2 h3 h4 h5 h6 blockquote pre table".split())  # noqa: SIM905
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", "\xa0"), ("&amp;", "&"))
_LONGEST_LINK = 300


class Lines:
    """Gathers lines, each with whether it is quoted."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.folded: list[bool] = []
        self._current: list[str] = []
        self._is_folded = False

    def add(self, text: str, *, is_folded: bool) -> None:
        """Write on."""
        if not self._current or is_folded:
            self._is_folded = is_folded
        self._current.append(text)

    @property
    def is_at_start(self) -> bool:
        """Whether nothing stands on this line yet."""
        return not self._current

    def tail(self) -> str:
        """Return the line that is being written."""
        return "".join(self._current[-20:])

    def blank(self, *, is_folded: bool) -> None:
        """Leave a line empty."""
        self.lines.append("")
        self.folded.append(is_folded)

    def end_line(self, *, is_folded: bool, is_blank_wanted: bool = False) -> None:
        """End the line that is being written, and leave one empty where that is wanted."""
        if self._current:
            self.lines.append("".join(self._current).rstrip(" "))
            self.folded.append(self._is_folded)
            self._current = []
        if is_blank_wanted and self.lines and self.lines[-1]:
            self.blank(is_folded=is_folded)


def _unescape(text: str) -> str:
    """Undo the few entities that the cleaner writes."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


class _Writer:
    """Turns tags into lines."""

    def __init__(self) -> None:
        self.out = Lines()
        self.open: list[tuple[str, bool]] = []
        self.quoted = 0
        self.cut = False
        self.pre = 0
        self.link = ""
        self.has_space = False

    @property
    def is_folded(self) -> bool:
        return self.cut or self.quoted > 0

    def text(self, raw: str) -> None:
        text = _unescape(raw) if "&" in raw else raw
        if self.pre:
            first, *rest = text.replace("\r", "").split("\n")
            self._write(first)
            for line in rest:
                self._break()
                self._write(line)
            return
        text = _SPACES.sub(" ", text).replace("\xa0", " ")
        if self.out.is_at_start:
            text = text.lstrip(" ")
        elif self.has_space and text.startswith(" "):
            text = text[1:]
        if text:
            self._write(text)

    def _write(self, text: str) -> None:
        if text:
            self.out.add(text, is_folded=self.is_folded)
            self.has_space = text[-1] == " "

    def _break(self, *, is_blank_wanted: bool = False) -> None:
        if self.out.is_at_start and not is_blank_wanted and self.pre:
            self.out.blank(is_folded=self.is_folded)
        self.out.end_line(is_folded=self.is_folded, is_blank_wanted=is_blank_wanted)
        self.has_space = False

    def start(self, tag: str, attributes: str) -> None:
        if tag == "br":
            if self.out.is_at_start:
                self.out.blank(is_folded=self.is_folded)
            self._break()
            return
        if tag in _BLOCKS:
            self._break(is_blank_wanted=tag in _SPACED)
        if tag in _VOID:
            self._void(tag, attributes)
            return
        is_mark = self._mark(tag, attributes)
        self.open.append((tag, is_mark))
        if tag == "li":
            self._write("• ")
        elif tag in {"td", "th"} and not self.out.is_at_start and not self.has_space:
            self._write(" ")
        elif tag == "pre":
            self.pre += 1
        elif tag == "a" and (href := _HREF.search(attributes)):
            self.link = _unescape(href[1])

    def _mark(self, tag: str, attributes: str) -> bool:
        is_mark = tag == "blockquote" or (bool(attributes) and bool(_QUOTED.search(attributes)))
        if is_mark:
            self.quoted += 1
        if attributes:
            if _CUTS.search(attributes):
                self.cut = True
            elif not is_mark and _SIGNATURE.search(attributes):
                self.quoted += 1
                return True
        return is_mark

    def _void(self, tag: str, attributes: str) -> None:
        if tag == "hr":
            self._write("---")
            self._break()
        elif tag == "img" and (alt := _ALT.search(attributes)) and alt[1].strip():
            self._write(f"[{_unescape(alt[1]).strip()}]")

    def end(self, tag: str) -> None:
        while self.open:
            opened, is_mark = self.open.pop()
            if tag in _BLOCKS and opened == tag:
                self._break(is_blank_wanted=tag in _SPACED)
            if is_mark:
                self.quoted -= 1
            if opened == "pre":
                self.pre = max(self.pre - 1, 0)
            if opened == "a":
                self._end_link()
            if opened == tag:
                return

    def _end_link(self) -> None:
        """Write where a link leads, unless its words say so themselves."""
        href, self.link = self.link, ""
        if not href.lower().startswith(("http:", "https:", "mailto:", "tel:")) or len(href) > _LONGEST_LINK:
            return
        shown = self.out.tail()
        bare = href.partition(":")[2].strip("/").removeprefix("www.").lower()
        if bare and bare not in shown.lower():
            self._write(f" <{href}>")


def lines(cleaned: str) -> tuple[list[str], list[bool]]:
    """Return the lines of cleaned HTML, and for each whether its author's program marks it as quoted."""
    writer = _Writer()
    cleaned = _LETTERS.sub("", cleaned)
    if not _MARKED_SPAN.search(cleaned):
        cleaned = _SPAN.sub("", cleaned)
    for closing, tag, attributes, text in _TOKEN.findall(cleaned):
        if text:
            writer.text(text)
        elif closing:
            writer.end(tag)
        elif tag:
            writer.start(tag, attributes)
    writer.out.end_line(is_folded=writer.is_folded)
    return writer.out.lines, writer.out.folded


_ANY_TAG = re.compile(r"<[^<>]*>")
_SILENT = re.compile(r"<(style|script|head|title)\b", re.IGNORECASE)


def strip(tangled: str) -> str:
    """Return the words of HTML that is too tangled to be cleaned."""
    kept = []
    place = 0
    small = tangled.lower()
    while match := _SILENT.search(tangled, place):
        kept.append(tangled[place : match.start()])
        end = small.find(f"</{match[1].lower()}", match.end()) if len(kept) < 50 else -1
        if end < 0:
            place = match.end()
            break
        place = end
    kept.append(tangled[place:])
    words = entities.unescape(_ANY_TAG.sub(" ", "".join(kept)))
    return "\n".join(stripped for line in words.splitlines() if (stripped := " ".join(line.split())))
