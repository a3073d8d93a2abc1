"""What the receiving server found out about the sender (RFC 8601, RFC 7208, RFC 8617)."""

from __future__ import annotations

import re
from collections.abc import Collection

from . import charsets, headers
from .model import Auth

_LONGEST = 5000
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"(?:^|[;\s])(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_SPF = re.compile(r"\s*([a-z]+)", re.IGNORECASE)
_SPF_RESULTS = {"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "error", "unknown"}
_INSTANCE = re.compile(r"\s*i\s*=\s*(\d{1,3})\s*;", re.IGNORECASE)


def read(fields: headers.Headers, *, trusted: Collection[str] = ()) -> Auth:
    """Read the results that a trusted server wrote.

    `trusted` names the servers (authserv-ids) that are believed. Without any, the topmost header is: a server
    that receives mail puts its own above all others. Results that a chain of forwarders hands on (ARC) are
    read only where there are none of our own, and `source` says so.
    """
    found = _results(fields.every("authentication-results"), trusted)
    if not found.server:
        found = _arc(fields, trusted)
    if not found.spf and (received := fields.raw("received-spf")):
        spf = _SPF.match(received)
        if spf and spf[1].lower() in _SPF_RESULTS and (found.source or not trusted):
            return Auth(spf[1].lower(), found.dkim, found.dmarc, found.server, found.source or "received-spf")
    return found


def _results(values: list[str], trusted: Collection[str]) -> Auth:
    """Merge the headers of one server: the first trusted one, and those right of the same server."""
    wanted = {name.lower() for name in trusted}
    server = ""
    results: dict[str, str] = {}
    for value in values[:50]:
        name, rest = _server(value)
        if server and name != server:
            if not wanted:
                break
            continue
        if wanted and name not in wanted:
            continue
        server = server or name
        results = _collect(rest) | results  # what stands above counts
        if not wanted and len(results) == 3:
            break
    source = "authentication-results" if server else ""
    return Auth(results.get("spf", ""), results.get("dkim", ""), results.get("dmarc", ""), server, source)


def _server(value: str) -> tuple[str, str]:
    text = charsets.clean(value[:_LONGEST]).replace("\n", " ")
    for _ in range(3):
        text = _COMMENT.sub(" ", text)
    first, _, rest = text.partition(";")
    words = first.split()
    if words and "=" in words[0]:  # some servers leave their name out
        return "?", text
    return (words[0].lower() if words else ""), f"{' '.join(words[1:])};{rest}"


def _collect(rest: str) -> dict[str, str]:
    results: dict[str, str] = {}
    for method, result in _RESULT.findall(rest):
        key, value = method.lower(), result.lower()
        # Of several signatures one that fits is enough.
        if key not in results or (key == "dkim" and value == "pass"):
            results[key] = value
    return results


def _arc(fields: headers.Headers, trusted: Collection[str]) -> Auth:
    """Read the results of the last forwarder."""
    values = []
    for value in fields.every("arc-authentication-results"):
        if match := _INSTANCE.match(value):
            values.append((int(match[1]), value[match.end() :]))
    found = _results([value for _, value in sorted(values, reverse=True)], trusted)
    return Auth(found.spf, found.dkim, found.dmarc, found.server, "arc" if found.server else "")
