"""How to reach a message centre and what it expects of us: a channel's settings as values."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from rafiq.channels.sms.smpp.pdu import Address, Bind

BINDS = ("transceiver", "separate", "transmitter")
LONG = ("udh8", "udh16", "payload", "sar")
ALPHABETS = ("gsm", "latin1", "ascii")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Everything one connection needs; equal links may share one."""

    host: str
    port: int
    use_tls: bool = False
    check_certificate: bool = True
    system_id: str = ""
    password: str = field(default="", repr=False)
    system_type: str = ""
    bind: str = "transceiver"
    window: int = 10
    enquire_seconds: float = 30.0
    answer_seconds: float = 15.0
    source: Address = field(default_factory=Address)
    destination_ton: int = 1
    destination_npi: int = 1
    address_range: str = ""
    alphabet: str = "gsm"
    long: str = "udh8"
    country: str = "IR"

    @classmethod
    def of(cls, settings: Mapping[str, Any], secret: str) -> Self:
        """This will read a link from what the settings form kept."""
        hidden = json.loads(secret) if secret.startswith("{") else {"password": secret}
        known = {
            name: settings[name]
            for name in (
                "host", "use_tls", "check_certificate", "system_id", "system_type", "bind", "address_range",
                "alphabet", "long", "country",
            )
            if name in settings
        }  # fmt: skip
        return cls(
            **known,
            port=int(settings.get("port", 2775)),
            password=str(hidden.get("password", "")),
            window=max(1, int(settings.get("window", 10))),
            enquire_seconds=float(settings.get("enquire_seconds", 30)),
            answer_seconds=float(settings.get("answer_seconds", 15)),
            source=Address(
                str(settings.get("source", "")), int(settings.get("source_ton", 0)), int(settings.get("source_npi", 0))
            ),
            destination_ton=int(settings.get("destination_ton", 1)),
            destination_npi=int(settings.get("destination_npi", 1)),
        )

    @property
    def tls(self) -> ssl.SSLContext | None:
        """What to encrypt with, None for the plain protocol."""
        if not self.use_tls:
            return None
        context = ssl.create_default_context()
        if not self.check_certificate:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context

    @property
    def reference_bits(self) -> int:
        """How wide the number of a long message is."""
        return 8 if self.long == "udh8" else 16

    def bind_body(self) -> bytes:
        """This will write the body of a bind."""
        address = Address(self.address_range)
        return Bind(
            system_id=self.system_id, password=self.password, system_type=self.system_type, address=address
        ).encode()
