"""What the inbox does when something happens elsewhere."""

from __future__ import annotations

from rafiq.customers.events import CustomerMerged
from rafiq.inbox import services
from rafiq.platform.log import subscribe


@subscribe(CustomerMerged)
def bring_conversations(event: CustomerMerged) -> None:
    """Conversations follow the customer who stays."""
    services.follow_merge(source_id=event.source_id, customer_id=event.customer_id)
