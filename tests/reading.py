"""Reads a page as a person does: what is seen, what a screen reader says, what appears on pointing."""

from __future__ import annotations

import re
import zoneinfo
from html.parser import HTMLParser
from typing import override

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "use", "wbr"}
# Code, and the caps of keys, are the same in every language.
UNREAD = {"script", "style", "code", "pre", "kbd"}
SAID = ("aria-label", "aria-description", "title", "placeholder", "alt", "label")
# What the scripts of a page keep in its data attributes for themselves; everything else there may be shown.
NOT_SHOWN = re.compile(
    r"data-(topics|place|waiting|key|agent|conversation|customer|id|url|seen|newest|attach|canned|mention|lang|language|pane"
    r"|scheme|day|send|suggest|opens|press|copy|theme|preview|device|designer|hmac|email|external-id|color|theirs|subject"
    r"|takes|window|template|blank|shows|shortcut|uploads|inserts-article|picks|lines|wraps|due|warn|now|state|short"
    r"|count|tick|digits|leave|seconds|offer|of)"
)
ZONES = zoneinfo.available_timezones()

# Names, kinds of files, keys, and what is written in a machine's language.
NAMES = {"Rafiq", "PDF", "HMAC", "UTC", "JavaScript", "PHP", "Python", "Node", "PNG", "JPEG", "TXT"}
NAMES |= {"CSV", "vCard", "iCal", "ics", "UTF", "LE", "BE", "Windows"}
NAMES |= {"IMAP", "SMTP", "LMTP", "TLS", "STARTTLS", "PEM", "API", "SPF", "DKIM", "DMARC", "RAFIQ_SMTP_PORT"}
NAMES |= {"RAFIQ_LMTP_PORT", "Authentication", "Results"}
NAMES |= {"Postmark", "Mailgun", "SendGrid", "Brevo", "Resend", "MailerSend", "SparkPost", "INBOX"}
NAMES |= {"SMPP", "SAR", "TON", "NPI", "GSM", "ISO", "ASCII", "HTTP", "POST", "GET", "PUT", "JSON", "SHA"}
NAMES |= {"STOP", "START", "AC", "MG", "OpenAI"}
NAMES |= {"Ctrl", "Enter", "Esc", "external_id"}
# Every language is offered under its own name.
OWN_NAMES = {"English", "فارسی", "العربية"}
MACHINE = re.compile(
    r"support@(?!\w)|name\+anything|\(app password\)|https?://\S+|\S+@[\w.-]+|[\w-]+\.(?:png|jpg|pdf|txt|example)\b|#[0-9a-f]{6}\b|\{+\w+\}+"
)
WORD = re.compile(r"[A-Za-z_]{2,}")
DIGITS = {"fa": re.compile("[0-9٠-٩]"), "ar": re.compile("[0-9۰-۹]")}


class Reader(HTMLParser):
    """Collects what a page says in its own language; parts marked as being in another are passed over."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.said: list[str] = []
        self.written_as_is: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []
        self._zone = ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        unread, as_is = self._open[-1][1:] if self._open else (False, False)
        unread = unread or tag in UNREAD or given.get("lang", self.language) != self.language
        as_is = as_is or given.get("dir") == "ltr" or "ltr" in given.get("class", "").split()
        if not unread:
            self._attributes(tag, given)
        if tag == "option" and given.get("value") in ZONES:
            self._zone = given["value"].replace("_", " ")
        if tag not in VOID:
            self._open.append((tag, unread, as_is))

    def _attributes(self, tag: str, given: dict[str, str]) -> None:
        said = [given[name] for name in SAID if name in given]
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            said.append(given.get("value", ""))
        said += [text for name, text in given.items() if name.startswith("data-") and not NOT_SHOWN.match(name)]
        self.said += said

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:  # written as <use/>: it was never opened
            return
        while self._open and self._open.pop()[0] != tag:
            pass

    @override
    def handle_data(self, data: str) -> None:
        _, unread, as_is = self._open[-1] if self._open else ("", False, False)
        if unread or not data.strip():
            return
        text = data.strip()
        if self._zone:
            text, self._zone = text.removeprefix(self._zone), ""
        (self.written_as_is if as_is else self.said).append(text)


def foreign(html: str, *, language: str) -> list[str]:
    """Return what a page says with Latin words or with digits of another script."""
    reader = Reader(language)
    reader.feed(html)
    told = [text for text in [*reader.said, *reader.written_as_is] if text not in OWN_NAMES]
    words = [text for text in told if set(WORD.findall(MACHINE.sub("", text))) - NAMES]
    numbers = [text for text in reader.said if DIGITS[language].search(MACHINE.sub("", text))]
    return list(dict.fromkeys([*words, *numbers]))
