"""A channel whose provider does as told, in memory: what the inbox asks of an adapter, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from rafiq.inbox import registry
from rafiq.inbox.contracts import Outbound


class Played:
    """A kind of channel; `react` is called with every message before it is taken, and may raise."""

    icon = "mail"

    def __init__(self, kind: str = "played", *, address_of: str = "") -> None:
        self.kind, self.label, self.send_label = kind, kind.title(), f"Send by {kind}"
        self.address_of = address_of
        self.taken: list[Outbound] = []
        self.asked = 0
        self.react: Callable[[Outbound], None] = lambda message: None

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.taken]

    def send(self, message: Outbound) -> str:
        self.asked += 1
        self.react(message)
        self.taken.append(message)
        return f"{self.kind}-{message.message_id}"

    def threads(self, identities: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
        return [
            (f"to:{value}", value, is_verified) for kind, value, is_verified in identities if kind == self.address_of
        ]


@pytest.fixture
def play() -> Iterator[Callable[..., Played]]:
    """Register kinds for one test: `play("sms", address_of="PHONE")`."""
    before = dict(registry._ADAPTERS)

    def plug_in(kind: str = "played", *, address_of: str = "") -> Played:
        adapter = Played(kind, address_of=address_of)
        registry.register_channel(adapter)
        return adapter

    yield plug_in
    registry._ADAPTERS.clear()
    registry._ADAPTERS.update(before)
