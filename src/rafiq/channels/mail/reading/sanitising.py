"""HTML that is safe to show: no scripts, no forms, no styles that leave their place, nothing fetched from elsewhere."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Mapping

import nh3

LONGEST = 3_000_000
DEEPEST = 1500
FEW_TAGS = 1500
# The cleaner takes time that grows with their square.
MOST_ENTITIES = 150_000
MOST_REPEATED = 600_000
REMOTE = "data-remote-src"
PICTURE = "data-attachment"

# What the clients put around quoted text, kept so that a page can fold it. Nothing else may name a class or an id.
QUOTE_CLASSES = {
    "gmail_quote", "gmail_quote_container", "gmail_attr", "gmail_extra", "gmail_signature", "gmail_signature_prefix",
    "yahoo_quoted", "ydp_quoted", "moz-cite-prefix", "moz-signature", "moz-forward-container", "protonmail_quote",
    "protonmail_signature_block", "zmail_extra", "tutanota_quote", "AppleOriginalContents", "WordSection1", "quote",
    "mail_quote", "cafe_quote", "front-blockquote", "hs_reply", "email_quote", "OutlookMessageHeader",
    "ms-outlook-mobile-reference-message", "skebnew", "bg-outlook-mobile-signature", "js-signatureMarker", "signature",
}  # fmt: skip
QUOTE_IDS = {
    "divRplyFwdMsg", "appendonsend", "reply-intro", "mail-editor-reference-message-container", "OLK_SRC_BODY_SECTION",
    "Signature", "ms-outlook-mobile-signature", "ymail_android_signature", "AppleMailSignature",
    "isForwardContent", "isReplyContent", "yahoo_quoted", "mobileMsgQuote", "composer_signature",
}  # fmt: skip
_MARKED = ("div", "blockquote", "span", "table", "p", "a")
_TAGS = nh3.ALLOWED_TAGS | {"center", "font", "big", "section", "main"} - {"map", "area"}
_STYLES = {
    "color", "background-color", "font-weight", "font-style", "font-size", "font-family", "text-decoration",
    "text-align", "direction", "unicode-bidi", "line-height", "white-space", "vertical-align", "width",
    "height", "max-width",
    "border", "border-collapse", "border-color", "border-style", "border-width", "border-spacing", "border-radius",
    "border-top", "border-bottom", "border-left", "border-right", "padding", "padding-top", "padding-bottom",
    "padding-left", "padding-right", "margin", "margin-top", "margin-bottom", "margin-left", "margin-right",
    "list-style-type", "text-indent", "letter-spacing", "word-break",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"dir", "lang", "title", "style", "align", "valign", "width", "height", "bgcolor"},
    "a": {"href"},
    "img": {"src", "alt", "border"},
    "table": {"border", "cellpadding", "cellspacing", "summary"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap", "scope"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value", "type"},
    "blockquote": {"type"},
    "col": {"span"},
    "colgroup": {"span"},
}
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes=_ATTRIBUTES,
    clean_content_tags={"script", "style", "title", "svg", "math", "noscript", "template", "object", "iframe"},
    url_schemes={"http", "https", "mailto", "tel", "sms", "cid", "data", "geo", "ftp"},
    link_rel="noopener noreferrer nofollow",
    allowed_classes=dict.fromkeys(_MARKED, QUOTE_CLASSES),
    tag_attribute_values={tag: {"id": QUOTE_IDS} for tag in _MARKED},
    filter_style_properties=_STYLES,
)
# The cleaner writes `<` and `>` inside of attributes as entities, so nothing but a tag looks like one.
_IMAGE = re.compile(r'<img((?: [\w-]+="[^"]*")*)>')
_SRC = re.compile(r' src="([^"]*)"')
_DATA_LINK = re.compile(r'(<a(?: [\w-]+="[^"]*")*?) href="\s*(?:data|cid):[^"]*"', re.IGNORECASE)
_STYLE_URL = re.compile(r' style="[^"]*url\([^"]*"', re.IGNORECASE)
_SAFE_DATA = re.compile(r"\s*data:image/(?:png|gif|jpe?g|webp|bmp);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
_PUT_ASIDE = re.compile(rf'<img((?: [\w-]+="[^"]*")*?) (?:{REMOTE}="([^"]*)"|{PICTURE}="(\d+)")')
_NESTING = re.compile(
    r"<(/?)(?:(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u|a)"
    r"|div|table|span|blockquote|ul|ol|dl|center|section|pre|svg|math|article|header|footer|details|fieldset)\b",
    re.IGNORECASE,
)


def is_tangled(text: str) -> bool:
    """Tell whether cleaning this would take unreasonably long: too large, or tags opened inside of tags without end."""
    if len(text) > LONGEST or text.count("&") > MOST_ENTITIES:
        return True
    tags = text.count("<")
    if tags < FEW_TAGS:
        return False
    depth, formatting = _depths(text)
    # Each block repeats all formatting that was never closed (WHATWG HTML, 13.2.4.3): a small mail may grow huge.
    return depth > DEEPEST or formatting * tags > MOST_REPEATED


def _depths(text: str) -> tuple[int, int]:
    """Count how deep tags lie in tags at most: all of them, and those that format letters."""
    depth = deepest = formatting = most_formatting = 0
    for closing, formats in _NESTING.findall(text):
        step = -1 if closing else 1
        depth = max(depth + step, 0)
        deepest = max(deepest, depth)
        if formats:
            formatting = max(formatting + step, 0)
            most_formatting = max(most_formatting, formatting)
    return deepest, most_formatting


def clean(text: str, pictures: Mapping[str, int]) -> str:
    """Clean the HTML of a mail; `pictures` tells which attachment each Content-ID names.

    Pictures from elsewhere lose their `src` to `data-remote-src`, pictures that came along to
    `data-attachment`: nothing is fetched by showing this. `show` puts them back.
    """
    cleaned = _CLEANER.clean(text)
    if "<img" in cleaned:
        cleaned = _IMAGE.sub(lambda match: _put_aside(match, pictures), cleaned)
    if "<a" in cleaned and _DATA_LINK.search(cleaned):
        cleaned = _DATA_LINK.sub(r"\1", cleaned)
    if "url(" in cleaned:
        cleaned = _STYLE_URL.sub("", cleaned)
    return cleaned.strip()


def _put_aside(match: re.Match[str], pictures: Mapping[str, int]) -> str:
    if not (source := _SRC.search(match[1])):
        return match[0]
    address = source[1].strip()
    kept = f"<img{match[1][: source.start()]}{match[1][source.end() :]}"
    scheme = address[:6].lower()
    if scheme.startswith("cid:"):
        number = pictures.get(entities.unescape(address[4:]).strip("<>").lower())
        return f"{kept}>" if number is None else f'{kept} {PICTURE}="{number}">'
    if scheme.startswith("data:"):
        return match[0] if _SAFE_DATA.match(address) else f"{kept}>"
    if scheme.startswith(("http:", "https:", "//")):
        return f'{kept} {REMOTE}="{address}">'
    number = pictures.get(entities.unescape(address).lower())
    return f"{kept}>" if number is None else f'{kept} {PICTURE}="{number}">'


def from_text(text: str) -> str:
    """Write plain text as HTML."""
    return f'<div dir="auto">{entities.escape(text).replace("\n", "<br>")}</div>'


def show(html: str, *, address_of: Callable[[int], str] | None = None, is_remote_allowed: bool = False) -> str:
    """Put pictures into HTML that `clean` made.

    `address_of` answers where the attachment of a number can be fetched; pictures from elsewhere come back
    only where they are allowed.
    """

    def put_back(match: re.Match[str]) -> str:
        if match[2] is not None:
            return f'<img{match[1]} src="{match[2]}"' if is_remote_allowed else match[0]
        if address_of is None:
            return match[0]
        return f'<img{match[1]} src="{entities.escape(address_of(int(match[3])))}"'

    return _PUT_ASIDE.sub(put_back, html)


def remote_images(html: str) -> tuple[str, ...]:
    """List the addresses of pictures that were put aside, each once."""
    found = (entities.unescape(match[2]) for match in _PUT_ASIDE.finditer(html) if match[2])
    return tuple(dict.fromkeys(found))
