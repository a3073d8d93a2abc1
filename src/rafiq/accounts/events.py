"""What happens among the staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, override

from rafiq.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentInvited(Event):
    """Somebody was asked to join."""

    name: ClassVar[str] = "accounts.agent.invited"
    invitation_id: int
    role: str

    @override
    def key(self) -> str:
        return "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentJoined(Event):
    """An invitation was accepted, or the first administrator made."""

    name: ClassVar[str] = "accounts.agent.joined"
    agent_id: int

    @override
    def key(self) -> str:
        return "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentChanged(Event):
    """Role, activity or preferences changed; `fields` names them."""

    name: ClassVar[str] = "accounts.agent.changed"
    agent_id: int
    fields: list[str]

    @override
    def key(self) -> str:
        return "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChanged(Event):
    """A team was made, renamed, changed in its members, or removed."""

    name: ClassVar[str] = "accounts.team.changed"
    team_id: int
    change: str

    @override
    def key(self) -> str:
        return "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyChanged(Event):
    """The company's name, language, calendar or zone changed."""

    name: ClassVar[str] = "accounts.company.changed"
    fields: list[str]

    @override
    def key(self) -> str:
        return "staff"
