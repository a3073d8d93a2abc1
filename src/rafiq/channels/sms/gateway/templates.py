"""Requests described by an administrator: placeholders filled in where they stand, each encoded for its place.

Nothing of Python's formatting is used: a placeholder is a known name in braces or it is plain text. What a customer
wrote can therefore never become a field, a header or a part of an address.
"""

from __future__ import annotations

import ipaddress
import json
import re
import urllib.parse
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from rafiq.platform import text

NAMES: Final = ("to", "to_digits", "to_national", "from", "text", "key", "secret")
_DELIVERED, _READ, _FAILED = "DELIVERED", "READ", "FAILED"
# What an administrator may write for a fate, in their language.
_SAID: Final = {
    _DELIVERED: ("delivered", "رسید", "وصلت"),
    _READ: ("read", "خوانده شد", "قرئت"),
    _FAILED: ("failed", "نرسید", "فشلت"),
    "": ("sent", "در راه", "في الطريق"),
}
FATES: Final = {text.fold(word): fate for fate, words in _SAID.items() for word in words}
# What most gateways call them, after SMPP.
_KNOWN: Final = {
    "delivrd": _DELIVERED, "delivered": _DELIVERED, "read": _READ, "seen": _READ, "undeliv": _FAILED,
    "undelivered": _FAILED, "failed": _FAILED, "rejectd": _FAILED, "rejected": _FAILED, "expired": _FAILED,
    "deleted": _FAILED,
}  # fmt: skip
_PLACE: Final = re.compile(r"\{(" + "|".join(NAMES) + r")\}")
_HEADER: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OURS: Final = {"host", "content-length", "transfer-encoding", "connection"}
# Where clouds answer machines with their credentials; no gateway stands there.
_NEVER: Final = {"metadata.google.internal", "metadata", "instance-data"}


class BadTemplate(ValueError):
    """What an administrator wrote cannot be meant so; the words say why, in their language."""


def fill(template: str, values: Mapping[str, str]) -> str:
    """This will put values where their names stand in braces; anything else stays as it is."""
    return _PLACE.sub(lambda place: values.get(place[1], ""), template)


def url(template: str, values: Mapping[str, str]) -> str:
    """This will fill an address in, each value quoted so that it stays one piece of it."""
    return fill(template, {name: urllib.parse.quote(value, safe="") for name, value in values.items()})


def json_body(template: str, values: Mapping[str, str]) -> bytes:
    """This will fill the texts of a JSON document in; the document was read before, so it cannot be broken."""
    return json.dumps(_filled(json.loads(template), values), ensure_ascii=False).encode()


def form_body(template: str, values: Mapping[str, str]) -> bytes:
    """This will fill a form's fields in, written as application/x-www-form-urlencoded."""
    return urllib.parse.urlencode([(name, fill(value, values)) for name, value in _fields(template)]).encode()


def headers(template: str, values: Mapping[str, str]) -> dict[str, str]:
    """This will fill headers in; line ends in values become spaces, and no value can begin another header."""
    told = {}
    for line in filter(None, map(str.strip, template.splitlines())):
        name, _colon, value = line.partition(":")
        told[name.strip()] = " ".join(fill(value.strip(), values).split())
    return told


def find(document: Any, path: str) -> str:  # noqa: ANN401  # any JSON
    """This will return what stands at a path such as `messages.0.id`; "" where nothing does."""
    for step in filter(None, path.split(".")):
        if isinstance(document, Mapping):
            document = document.get(step)
        elif isinstance(document, list) and step.isdecimal() and len(step) < 6 and int(step) < len(document):
            document = document[int(step)]
        else:
            return ""
    if isinstance(document, bool):
        return str(document).lower()
    return str(document) if isinstance(document, str | int | float) else ""


def check_url(given: str) -> None:
    """This will pass an address of a gateway: http or https, no credentials in it, its host fixed and no cloud's own.

    Machines of the company's own network are allowed on purpose: modems and gateways stand there.

    Raises:
        BadTemplate: if it is none.
    """
    try:
        parts = urllib.parse.urlsplit(given)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadTemplate(_("This is no address of a gateway.")) from error
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or any(c.isspace() for c in given):
        raise BadTemplate(_("Give an address that begins with https:// or http://."))
    if "{" in parts.netloc:
        raise BadTemplate(_("The name of the server must be written out."))
    if is_forbidden(host):
        raise BadTemplate(_("No gateway can stand at this address."))


def is_forbidden(host: str) -> bool:
    """This will test whether a host is one where machines ask for their own credentials."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.lower().rstrip(".") in _NEVER
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped.is_link_local or mapped.is_multicast or mapped.is_unspecified


def check_headers(given: str) -> None:
    """This will pass lines that are headers.

    Raises:
        BadTemplate: naming the line that is none.
    """
    for line in filter(None, map(str.strip, given.splitlines())):
        name, colon, _value = line.partition(":")
        if not colon or not _HEADER.fullmatch(name.strip()) or name.strip().lower() in _OURS:
            raise BadTemplate(_("“%(line)s” is no header.") % {"line": line[:60]})


def check_body(given: str, encoding: str) -> None:
    """This will pass a body that can be filled in.

    Raises:
        BadTemplate: if it is no JSON document, or a line is no field.
    """
    if encoding == "json":
        try:
            json.loads(given)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            raise BadTemplate(_("This is not JSON; see line %(line)s.") % {"line": line}) from error
    if encoding == "form" and any("=" not in line for line in given.splitlines() if line.strip()):
        raise BadTemplate(_("Each line must be a field: name=value."))


def check_addresses(given: str) -> None:
    """This will pass lines that are addresses or networks.

    Raises:
        BadTemplate: naming the line that is none.
    """
    for line in given.split():
        try:
            ipaddress.ip_network(line, strict=False)
        except ValueError as error:
            raise BadTemplate(_("“%(line)s” is no address and no network.") % {"line": line[:60]}) from error


def comes_from(remote: str, addresses: str) -> bool:
    """This will test whether a call comes from one of the addresses or networks; never where there are none."""
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ipaddress.ip_network(line, strict=False) for line in addresses.split())


def check_map(given: str) -> None:
    """This will pass lines that say what a state means.

    Raises:
        BadTemplate: naming the line that does not.
    """
    for line in filter(None, map(str.strip, given.splitlines())):
        if text.fold(line.partition("=")[2]) not in FATES:
            raise BadTemplate(
                _("“%(line)s” says not what it means: delivered, read, failed or sent.") % {"line": line[:60]}
            )


def fate(mapping: str, state: str) -> str:
    """This will return what a gateway's word for a state means; "" while the message is on its way."""
    for line in mapping.splitlines():
        word, _equals, meaning = line.partition("=")
        if word.strip().lower() == state.strip().lower():
            return FATES.get(text.fold(meaning), "")
    return _KNOWN.get(state.strip().lower(), "")


def _filled(document: Any, values: Mapping[str, str]) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(document, str):
        return fill(document, values)
    if isinstance(document, list):
        return [_filled(one, values) for one in document]
    if isinstance(document, dict):
        return {name: _filled(value, values) for name, value in document.items()}
    return document


def _fields(template: str) -> list[tuple[str, str]]:
    lines = [line.partition("=") for line in template.splitlines() if line.strip()]
    return [(name.strip(), value.strip()) for name, _equals, value in lines]
