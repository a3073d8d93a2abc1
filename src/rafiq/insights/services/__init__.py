"""Changes of the statistics: what was noted is counted, in short steps; summaries are made and sent."""

from rafiq.insights.services.backfilling import count_everything, go_on
from rafiq.insights.services.counting import count, note
from rafiq.insights.services.occupying import KEPT, occupy
from rafiq.insights.services.summaries import SEND_JOB, NoMailbox, make_due, send, subscribe

__all__ = [
    "KEPT",
    "SEND_JOB",
    "NoMailbox",
    "count",
    "count_everything",
    "go_on",
    "make_due",
    "note",
    "occupy",
    "send",
    "subscribe",
]
