"""Finds the Dovecot that the tests of mailboxes talk to, or installs Debian's."""

from __future__ import annotations

from rafiq.cli import debian


def path() -> str | None:
    """Return the path of a Dovecot: `RAFIQ_DOVECOT`, one on PATH, or one installed now where we may."""
    return debian.program(
        "RAFIQ_DOVECOT", names=("dovecot",), packages=("dovecot-imapd",), whatfor="the tests of mailboxes"
    )
