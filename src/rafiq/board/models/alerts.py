"""What somebody wants to be told of, each time it came to that, and who was told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is watched."""

    WAITING = "WAITING", _("More customers wait than")
    LONGEST = "LONGEST", _("Somebody waits longer than")
    RISK = "RISK", _("More promises are at risk than")
    BROKEN = "BROKEN", _("A larger share of today’s promises is broken than")
    NOBODY = "NOBODY", _("Nobody is there in open hours for")
    CHANNEL = "CHANNEL", _("A channel is cut off")


class Alert(models.Model):
    """One thing to be watched: of a queue, of a team, or of all (neither).

    `threshold` counts customers, minutes, promises or percent, by the kind; a channel needs none. It is over when it
    was well for `calm_minutes` without a break. `wanted_at` is set while a job is queued that looks at it; `next_at` is
    the moment from which on only time can have changed something.
    """

    kind = models.CharField(max_length=7, choices=Kind)
    queue = models.ForeignKey("routing.Queue", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    threshold = models.PositiveIntegerField(default=0)
    calm_minutes = models.PositiveSmallIntegerField(default=5)
    people = ArrayField(models.BigIntegerField(), default=list, help_text="Agents who are told.")
    by_mail = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)
    wanted_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(queue=None) | Q(team=None), name="alert_of_one"),
            models.CheckConstraint(condition=Q(calm_minutes__lte=1440), name="alert_calms_down"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.threshold}"


class Episode(models.Model):
    """One time that it came to what an alert watches, from beginning to end; of each alert one goes on at most.

    `value` is what was read when it began, `peak` the worst since. `calm_since` is set while it is well again but not
    yet for long enough. What the alert asked for then is kept, whatever becomes of the alert.
    """

    alert = models.ForeignKey(Alert, null=True, on_delete=models.SET_NULL, related_name="episodes", db_index=False)
    kind = models.CharField(max_length=7, choices=Kind)
    threshold = models.PositiveIntegerField()
    of = models.CharField(max_length=80, blank=True, default="", help_text="The queue's or team's name.")
    value = models.PositiveIntegerField()
    peak = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    calm_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert"], condition=Q(ended_at=None), name="episode_one_open"),
        ]
        indexes = [
            models.Index(F("began_at").desc(), F("id").desc(), name="episode_newest"),
            models.Index(F("alert"), F("began_at").desc(), name="episode_of_alert"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} since {self.began_at}"

    @property
    def is_open(self) -> bool:
        """Test whether it goes on."""
        return self.ended_at is None


class Notice(models.Model):
    """Somebody is told of an episode, once: on their pages until they have seen it, and by mail if that was chosen."""

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="notices", db_index=False)
    agent = models.ForeignKey("accounts.Agent", on_delete=models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "agent"], name="notice_once")]
        indexes = [models.Index(fields=["agent"], name="notice_unseen", condition=Q(seen_at=None))]

    def __str__(self) -> str:
        return f"{self.episode_id} to {self.agent_id}"
