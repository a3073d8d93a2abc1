"""What the inbox does when something happens elsewhere."""

from __future__ import annotations

from rafiq.customers.events import CustomerEvent, CustomerMerged, CustomerSplit
from rafiq.inbox import services
from rafiq.platform.log import subscribe


@subscribe(CustomerMerged, CustomerSplit)
def bring_conversations(event: CustomerEvent) -> None:
    """Conversations follow the customer who stays, and go home when a merge is undone."""
    match event:
        case CustomerSplit(merge_id=merge_id, source_id=source_id, identity_ids=ids):
            whose = {"source_id": source_id, "customer_id": event.customer_id}
            services.follow_split(merge_id=merge_id, identity_ids=ids, **whose)
        case CustomerMerged(merge_id=merge_id, source_id=source_id):
            services.follow_merge(source_id=source_id, customer_id=event.customer_id, merge_id=merge_id)
