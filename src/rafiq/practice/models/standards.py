"""What the company has agreed on: fields, procedures, approvals, macros; each with all the versions it ever had."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What can be agreed on."""

    FIELD = "FIELD", _("Field")
    PROCEDURE = "PROCEDURE", _("Procedure")
    APPROVAL = "APPROVAL", _("Approval")
    MACRO = "MACRO", _("Macro")


class Standard(models.Model):
    """What the versions of one agreement hang on; its row is locked by whoever changes it.

    `owner` has it for themselves (macros only).
    """

    kind = models.CharField(max_length=10, choices=Kind)
    position = models.PositiveIntegerField(default=0)
    owner = models.ForeignKey("accounts.Agent", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "position", "id"], name="practice_standard_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Version(models.Model):
    """One agreement as it was saved once; never changed (the database refuses), so that what was begun keeps its terms.

    `names` are by language. `asked` is `asked.Asked` as JSON: the requests it is about. `content` is one of `content`'s
    classes as JSON, by the standard's kind.
    """

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    names = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    is_removed = models.BooleanField(default=False)
    asked = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Agent", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standard", "number"], name="practice_version_once")]
        indexes = [models.Index(F("standard"), F("number").desc(), name="practice_version_newest")]

    def __str__(self) -> str:
        return f"{self.standard_id} ({self.number})"


class Run(models.Model):
    """A macro was run on a conversation: what was done, and (`failed_step` from 0, `reason`) where it stopped."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey("inbox.Conversation", on_delete=models.CASCADE, related_name="+")
    done = models.JSONField(default=list, help_text="`automations.contracts.Outcome` of each step, as JSON.")
    failed_step = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True, default="")
    run_id = models.UUIDField(null=True, help_text="Named by whoever asked for it, so that it is done once.")
    run_by = models.ForeignKey("accounts.Agent", on_delete=models.PROTECT, related_name="+", db_index=False)
    run_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run_id"], name="practice_run_once")]
        indexes = [models.Index(fields=["conversation", "run_at"], name="practice_run_conversation")]

    def __str__(self) -> str:
        return f"{self.version_id} on {self.conversation_id}"
