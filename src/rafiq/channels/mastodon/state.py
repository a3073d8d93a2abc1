"""What the instance says about our account, and what it holds that we do not, for the channel's page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from rafiq.channels.mastodon import api, live, statuses
from rafiq.channels.mastodon.account import Account
from rafiq.channels.mastodon.parsing import NOTIFICATION
from rafiq.channels.transport import shapes
from rafiq.channels.transport.contracts import Health, Tally
from rafiq.channels.transport.models import Arrival

MOST_NAMED = 100
POLICIES = ("for_not_following", "for_not_followers", "for_new_accounts", "for_private_mentions")


def health(account: Account) -> Health:
    """Ask who we are there, whether we may read what is needed, and whether the instance hides mentions from us."""
    try:
        me = api.as_shape(api.get(account, "/api/v1/accounts/verify_credentials"))
        acct = statuses.address(shapes.words(me, "acct", limit=250), domain=api.about(account).domain)
        api.get(account, "/api/v1/notifications", {"limit": 1})
        said = _("Connected as %(address)s.") % {"address": f"@{acct}"}
        hidden = _hides_something(account)
    except api.Refused as error:
        return Health(is_well=False, words=_refused(error))
    except api.Unreachable as error:
        return Health(is_well=False, words=_("The instance cannot be reached (%(reason)s).") % {"reason": error})
    if hidden:
        words = _(
            "Its settings hide mentions of strangers. In Mastodon choose “Accept” everywhere under Notifications, "
            "“Filter notifications from”."
        )
        return Health(is_well=False, words=f"{said} {words}")
    return Health(is_well=True, words=said)


def tally(account: Account, since: datetime) -> Tally | None:
    """Compare the mentions the instance has since a moment with what was journaled."""
    try:
        ids = [shapes.words(one, "id", limit=100) for one in live.since_moment(account, since)]
    except (api.Refused, api.Unreachable):
        return None
    keys = {f"{NOTIFICATION}-{one}" for one in ids}
    held = set(Arrival.objects.filter(channel=account.channel_id, key__in=keys).values_list("key", flat=True))
    missing = [one for one in ids if f"{NOTIFICATION}-{one}" not in held]
    return Tally(since=since, on_server=len(ids), here=len(held), missing=missing[:MOST_NAMED])


def fetch_missing(account: Account, since: datetime) -> int:
    """Journal the mentions the instance has and we have not; return how many."""
    try:
        return live.take_notifications(account, list(live.since_moment(account, since)))
    except (api.Refused, api.Unreachable):
        return 0


def _hides_something(account: Account) -> bool:
    """Test whether mentions are filtered (we ask for those, too) or dropped; instances before 4.3 do neither."""
    try:
        policy = api.as_shape(api.get(account, "/api/v2/notifications/policy"))
    except api.Refused:
        return False
    return any(policy.get(name) in {"filter", "drop"} for name in POLICIES)


def _refused(error: api.Refused) -> str:
    if error.code == 401:
        return api.revoked_words()
    if error.code == 403:
        return _("The access token lacks a permission. It needs read, write:statuses and write:media.")
    return _("The instance says: %(words)s") % {"words": error.words}
