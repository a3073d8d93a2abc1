"""Alerts, a screen, a listener and a moved conversation for the office that crawlers visit."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from rafiq.accounts import services as accounts
from rafiq.accounts.models import Agent
from rafiq.board import services
from rafiq.board.models import Episode, Kind, Notice, Screen
from rafiq.board.services.settings import digest
from rafiq.inbox import services as inbox
from rafiq.inbox.models import Conversation
from tests.makers import NOON, make_conversation

SECRET = "a-secret-of-the-wall"


def furnish_board(boss: Agent, words: str, *, at: datetime = NOON) -> dict[str, int]:
    """Let something be watched, told, seen on a wall and listened in to; return the ids by the names addresses know."""
    team = accounts.save_team(None, name=f"{words} سوم", is_private=False, member_ids=[boss.pk], by=boss, at=at)
    values = {"threshold": 2, "calm_minutes": 5, "people": [boss.pk], "by_mail": True, "is_on": True, "queue_id": None}
    alert = services.save_alert(None, values | {"kind": Kind.WAITING, "team_id": team.pk}, by=boss, at=at)
    for ended in (None, at + timedelta(minutes=5)):
        told = Episode.objects.create(
            alert=alert if ended is None else None, kind=Kind.LONGEST, threshold=2, of=words, value=3, peak=9,
            began_at=at, ended_at=ended,
        )  # fmt: skip
        notice = Notice.objects.create(episode=told, agent=boss)
    screen = Screen.objects.create(
        name=words, digest=digest(SECRET), language=boss.language, teams=[team.pk], made_by=boss, made_at=at
    )
    talk = make_conversation(words, name=words, at=at)
    inbox.assign(conversation=talk, assignee=boss, team=team, by=boss, at=at)
    _moved(talk, words, by=boss, at=at)
    return {"alert": alert.pk, "screen": screen.pk, "notice": notice.pk, "listened": talk.pk}


def _moved(talk: Conversation, words: str, *, by: Agent, at: datetime) -> None:
    told = {"to": "QUEUE", "name": words, "by": words, "reason": words}
    inbox.note_automatically(conversation=talk, actor=by.actor, client_id=uuid4(), at=at, extras={"moved": told})
    services.follow(talk, by=by, at=at)
