"""What happens to customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, override

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerEvent(Event):
    """Base of the facts about one customer."""

    customer_id: int

    @override
    def key(self) -> str:
        return f"customer-{self.customer_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCreated(CustomerEvent):
    """Somebody was heard from for the first time."""

    name: ClassVar[str] = "customers.customer.created"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChanged(CustomerEvent):
    """An agent or the customer corrected what is known; `fields` names it."""

    name: ClassVar[str] = "customers.customer.changed"
    fields: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerIdentified(CustomerEvent):
    """The host page vouched for who a visitor is."""

    name: ClassVar[str] = "customers.customer.identified"
    kinds: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerMerged(CustomerEvent):
    """Two customers turned out to be one: `source_id` became `customer_id`."""

    name: ClassVar[str] = "customers.customer.merged"
    source_id: int
    merge_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSplit(CustomerEvent):
    """A merge was taken back: `source_id` is a customer of its own again; `identity_ids` went with it."""

    name: ClassVar[str] = "customers.customer.split"
    source_id: int
    merge_id: int
    identity_ids: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNoted(CustomerEvent):
    """An agent wrote a note about the customer."""

    name: ClassVar[str] = "customers.customer.noted"
    note_id: int
