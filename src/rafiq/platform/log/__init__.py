"""The log: whatever happens is one immutable row, written in the transaction of the change itself.

Writers call `append`; readers subscribe with `subscribe` and are fed, in order, by `dispatcher`.
"""

from rafiq.platform.log.append import append
from rafiq.platform.log.causes import chain_of, on_behalf_of
from rafiq.platform.log.subscriptions import subscribe, subscribe_rows

__all__ = ["append", "chain_of", "on_behalf_of", "subscribe", "subscribe_rows"]
