"""Reads about the bot."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from rafiq.accounts.models import Agent
from rafiq.bot.declaring import Taught
from rafiq.bot.models import BotSettings, Calibration, Promise, Publication
from rafiq.inbox import queries as inbox


def settings() -> BotSettings:
    """Return how the bot behaves (an unsaved default before anybody said)."""
    return BotSettings.objects.filter(pk=1).first() or BotSettings(pk=1)


def taught() -> Taught:
    """Return what is live: the newest publication, or nothing."""
    newest = Publication.objects.order_by("-number").first()
    return Taught.read(newest.number, newest.snapshot) if newest else Taught()


def calibration() -> Calibration | None:
    """Return the newest measurement of how sure the bot must be."""
    return Calibration.objects.order_by("-pk").first()


def promised() -> Subquery:
    """Make the column that is read together with conversations: when the bot said that people answer them."""
    return Subquery(Promise.objects.filter(conversation=OuterRef("pk"), kept_at=None).values("due_at")[:1])


def open_promises(agent: Agent) -> QuerySet[Promise]:
    """List what the bot promised and nobody kept yet, of what this agent may see: what is due first on top."""
    owed = Promise.objects.filter(kept_at=None, conversation__in=inbox.visible_to(agent).open())
    return owed.select_related("conversation__customer").order_by(F("due_at").asc(nulls_last=True), "pk")


def overdue(promises: QuerySet[Promise], *, at: datetime) -> QuerySet[Promise]:
    """Limit to those whose moment is over."""
    return promises.filter(due_at__lt=at)
