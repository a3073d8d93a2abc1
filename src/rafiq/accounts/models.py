"""Agents, their teams, the invitations that bring them in, and the one company of this installation."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, override

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Role(models.TextChoices):
    """What an agent may do: answer; also steer the others; also change the installation."""

    AGENT = "AGENT", _("Agent")
    SUPERVISOR = "SUPERVISOR", _("Supervisor")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")


class Language(models.TextChoices):
    """The interface's languages."""

    PERSIAN = "fa", "فارسی"
    ARABIC = "ar", "العربية"
    ENGLISH = "en", "English"


class Calendar(models.TextChoices):
    """The calendars dates are shown in."""

    GREGORIAN = "gregorian", _("Gregorian")
    JALALI = "jalali", _("Solar Hijri (Jalali)")
    HIJRI = "hijri", _("Lunar Hijri (Umm al-Qura)")


class Scheme(models.TextChoices):
    """Light, dark, or as the device says."""

    AUTO = "auto", _("Like the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class AgentManager(BaseUserManager["Agent"]):
    """Finds agents by e-mail whatever its case."""

    @override
    def get_by_natural_key(self, username: str | None) -> Agent:
        return self.get(email=(username or "").lower())


class Agent(AbstractBaseUser):
    """A person on the staff; also Django's user."""

    email = models.EmailField(unique=True, help_text="Lower case, always.")
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=20, choices=Role, default=Role.AGENT)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    calendar = models.CharField(max_length=10, choices=Calendar, default=Calendar.GREGORIAN)
    time_zone = models.CharField(max_length=50, default="UTC")
    scheme = models.CharField(max_length=5, choices=Scheme, default=Scheme.AUTO)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AgentManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="agent_email_lower")]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """How the log names this agent."""
        return f"agent-{self.pk}"

    @property
    def is_administrator(self) -> bool:
        """Administrators may change the installation."""
        return self.role == Role.ADMINISTRATOR

    @property
    def is_supervisor(self) -> bool:
        """Supervisors steer; administrators may do whatever supervisors may."""
        return self.role in {Role.SUPERVISOR, Role.ADMINISTRATOR}

    @property
    def role_label(self) -> StrOrPromise:
        """The role in the reader's language."""
        return Role(self.role).label


class Team(models.Model):
    """Agents who share conversations. What is handed to a private team only its members (and supervisors) see."""

    name = models.CharField(max_length=60)
    is_private = models.BooleanField(default=False)
    members = models.ManyToManyField(Agent, related_name="teams", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="team_name_unique")]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """An offer to join, good for a week; only a digest of its token is kept."""

    email = models.EmailField()
    name = models.CharField(max_length=80, blank=True, default="")
    role = models.CharField(max_length=20, choices=Role, default=Role.AGENT)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    teams = models.ManyToManyField(Team, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=Q(accepted_at=None), name="invitation_open_once")
        ]

    def __str__(self) -> str:
        return self.email

    def is_open(self, *, at: datetime) -> bool:
        """Test whether it can still be accepted."""
        return self.accepted_at is None and at < self.expires_at


class Company(models.Model):
    """The company this installation serves: one row, always."""

    name = models.CharField(max_length=80, default="Rafiq")
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    calendar = models.CharField(max_length=10, choices=Calendar, default=Calendar.GREGORIAN)
    time_zone = models.CharField(max_length=50, default="UTC")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="company_is_one")]

    def __str__(self) -> str:
        return self.name


class FailedLogin(models.Model):
    """One wrong password; too many for one address close the door for a while."""

    email = models.CharField(max_length=254)
    address = models.CharField(max_length=45)
    failed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["email", "failed_at"], name="failed_login_email"),
            models.Index(fields=["address", "failed_at"], name="failed_login_address"),
        ]

    def __str__(self) -> str:
        return f"{self.email} at {self.failed_at}"
