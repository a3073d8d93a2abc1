"""How a customer is recognised on the public pages: by a pass that whoever vouches for them hands over.

The chat window knows customers for whom their website vouched; it asks for a pass and opens an article with it. The
pass is good for two minutes and only for this; the page exchanges it for a cookie that scripts cannot read.
"""

from __future__ import annotations

from typing import Final

from django.core import signing

IN_ADDRESS: Final = "pass"
COOKIE: Final = "help_pass"
PASS_LASTS: Final = 120
COOKIE_LASTS: Final = 12 * 3600
_ADDRESS_SALT: Final = "rafiq.knowledge.pass"
_COOKIE_SALT: Final = "rafiq.knowledge.customer"
_LONGEST: Final = 500


def pass_for(customer_id: int) -> str:
    """Return a pass for a customer whom somebody vouched for; give it to nobody but them."""
    return signing.dumps(customer_id, salt=_ADDRESS_SALT)


def cookie_for(given: str) -> str | None:
    """Exchange a pass for the value of the cookie; None where it is forged or too old."""
    customer_id = _customer(given, salt=_ADDRESS_SALT, lasts=PASS_LASTS)
    return None if customer_id is None else signing.dumps(customer_id, salt=_COOKIE_SALT)


def customer_of(cookie: str) -> int | None:
    """Return the customer a cookie stands for; None where it is forged or too old."""
    return _customer(cookie, salt=_COOKIE_SALT, lasts=COOKIE_LASTS)


def _customer(signed: str, *, salt: str, lasts: int) -> int | None:
    if not signed or len(signed) > _LONGEST:
        return None
    try:
        found = signing.loads(signed, salt=salt, max_age=lasts)
    except (signing.BadSignature, ValueError):
        return None
    return found if isinstance(found, int) else None
