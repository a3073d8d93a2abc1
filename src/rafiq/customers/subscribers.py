"""What this room does when something happens to customers."""

from __future__ import annotations

from rafiq.customers import services
from rafiq.customers.events import (
    CustomerChanged,
    CustomerCreated,
    CustomerEvent,
    CustomerIdentified,
    CustomerMerged,
    CustomerSplit,
)
from rafiq.platform.log import subscribe


@subscribe(CustomerCreated, CustomerChanged, CustomerIdentified, CustomerMerged, CustomerSplit)
def look_for_doubles(event: CustomerEvent) -> None:
    """Whoever came or changed may be somebody we know already."""
    both = [event.customer_id, *([event.source_id] if isinstance(event, CustomerMerged | CustomerSplit) else [])]
    services.look_at(both, at=event.occurred_at)
