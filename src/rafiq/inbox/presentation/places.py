"""Where in the inbox somebody is: which list, narrowed to which team or tag. It travels in the addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rafiq.inbox import queries, registry
from rafiq.inbox.queries import View
from rafiq.platform.ui.paging import natural, written

MOST_ROWS = 400

VIEWS = {
    View.MINE: (_("Mine"), "user"),
    View.UNASSIGNED: (_("Unassigned"), "inbox"),
    View.OPEN: (_("All open"), "users"),
    View.RISK: (_("At risk"), "alert"),
    View.MENTIONS: (_("Mentions"), "at"),
    View.SNOOZED: (_("Snoozed"), "snooze"),
    View.CLOSED: (_("Closed"), "close"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One list of conversations."""

    view: View = View.MINE
    team_id: int | None = None
    tag_id: int | None = None
    kind: str = ""
    channel_id: int | None = None

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> Place:
        """Read the place out of an address; what makes no sense counts as not said."""
        named = given.get("view", "")
        team_id, tag_id, channel_id = (natural(given.get(name)) for name in ("team", "tag", "channel"))
        kind = given.get("kind", "")
        kind = kind if registry.knows(kind) and not channel_id else ""
        default = View.OPEN if team_id or tag_id or channel_id or kind else View.MINE
        return cls(View(named) if named in set(View) else default, team_id, tag_id, kind, channel_id)

    @property
    def is_narrowed(self) -> bool:
        """Whether it is a part of a view: one team's, one tag's, one channel's."""
        return bool(self.team_id or self.tag_id or self.kind or self.channel_id)

    @property
    def query(self) -> str:
        """Write the place as the query of an address."""
        parts = {
            "view": str(self.view), "team": self.team_id, "tag": self.tag_id, "kind": self.kind,
            "channel": self.channel_id,
        }  # fmt: skip
        return urlencode({key: value for key, value in parts.items() if value})

    @property
    def url(self) -> str:
        """Return the address of the list."""
        return f"{reverse('inbox:home')}?{self.query}"

    def title(self, desk: queries.Desk) -> str:
        """Name the list: its channel, its tag, its team, or its view."""
        for channel in desk.channels:
            if channel.id == self.channel_id:
                return channel.name
        if self.kind:
            return registry.adapter_for(self.kind).label
        for tag in desk.tags:
            if tag.id == self.tag_id:
                return tag.name
        for team in desk.teams:
            if team.id == self.team_id:
                return team.name
        return str(VIEWS[self.view][0])


def write_key(row: queries.ConversationRow) -> str:
    """Write a row as the place to go on from."""
    return written(row.last_at, row.id)
