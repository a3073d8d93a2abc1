"""What ratings do when something happens elsewhere."""

from __future__ import annotations

from rafiq.customers.events import CustomerEvent, CustomerMerged, CustomerSplit
from rafiq.feedback import services
from rafiq.platform.log import subscribe


@subscribe(CustomerMerged, CustomerSplit)
def bring_ratings(event: CustomerEvent) -> None:
    """Ratings follow the customer who stays, and go home when a merge is undone."""
    match event:
        case CustomerSplit(merge_id=merge_id, source_id=source_id):
            services.follow_split(merge_id=merge_id, source_id=source_id, customer_id=event.customer_id)
        case CustomerMerged(merge_id=merge_id, source_id=source_id) if merge_id:
            services.follow_merge(merge_id=merge_id, source_id=source_id, customer_id=event.customer_id)
