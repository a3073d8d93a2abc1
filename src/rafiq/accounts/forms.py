"""What people may type about the staff, and whether it makes sense; nothing is saved here."""

from __future__ import annotations

from typing import Any, override

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.fields import Zone
from rafiq.accounts.models import Agent, Calendar, Language, Role, Scheme
from rafiq.platform.ui.forms import Choices, Email, Form, Segments, Switch, Words


class Password(forms.PasswordInput):
    """A password field that can be shown."""

    template_name = "ui/password.html"


def _password(autocomplete: str) -> Password:
    return Password({"dir": "ltr", "autocomplete": autocomplete})


class LogIn(Form):
    """E-mail and password."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"dir": "ltr", "autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(label=_("Password"), max_length=1024, strip=False, widget=_password("current-password"))


class NewPassword(Form):
    """Base of the forms that set a password; typed once, since it can be shown."""

    password = forms.CharField(
        label=_("Password"),
        max_length=1024,
        strip=False,
        widget=_password("new-password"),
        help_text=_("At least ten characters. A few words in a row are easy to keep in mind."),
    )

    def person(self) -> Agent:
        """Return whom the password is for: it must not resemble them."""
        return Agent(name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", ""))

    @override
    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if password := values.get("password"):
            try:
                password_validation.validate_password(password, self.person())
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values


class Accept(NewPassword):
    """An invited person comes in."""

    field_order = ("name", "password", "time_zone")
    name = Words(label=_("Your name"), max_length=80, help_text=_("Customers see it."))
    time_zone = Zone(guess=True)

    def __init__(self, *args: Any, email: str, **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        super().__init__(*args, **named)
        self.email = email

    @override
    def person(self) -> Agent:
        return Agent(name=self.cleaned_data.get("name", ""), email=self.email)


class CompanyDefaults(Form):
    """The company and what is proposed to everybody new in it."""

    company_name = Words(label=_("Name of the company"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    calendar = forms.ChoiceField(label=_("Calendar"), choices=Calendar.choices)
    time_zone = Zone()


class SetUp(NewPassword):
    """The first administrator and the company."""

    field_order = ("company_name", "name", "email", "password", "language", "calendar", "time_zone")
    company_name = Words(label=_("Name of the company"), max_length=80)
    name = Words(label=_("Your name"), max_length=80)
    email = Email(label=_("Your e-mail"))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    calendar = forms.ChoiceField(label=_("Calendar"), choices=Calendar.choices)
    time_zone = Zone(guess=True)


class Profile(Form):
    """How an agent sees the product."""

    name = Words(label=_("Your name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    calendar = forms.ChoiceField(label=_("Calendar"), choices=Calendar.choices)
    time_zone = Zone()
    scheme = forms.ChoiceField(label=_("Colours"), choices=Scheme.choices, widget=Segments())


class PasswordChange(NewPassword):
    """A new password, given by whoever knows the old one."""

    field_order = ("old_password", "password")
    old_password = forms.CharField(
        label=_("Password until now"), max_length=1024, strip=False, widget=_password("current-password")
    )

    def __init__(self, *args: Any, agent: Agent, **named: Any) -> None:  # noqa: ANN401  # handed on to Django
        super().__init__(*args, **named)
        self.agent = agent
        self.fields["password"].label = _("New password")

    @override
    def person(self) -> Agent:
        return self.agent

    def clean_old_password(self) -> str:
        """Refuse a guess."""
        given: str = self.cleaned_data["old_password"]
        if not self.agent.check_password(given):
            raise forms.ValidationError(_("This is not your password."), code="wrong")
        return given


class Duty(Form):
    """What an agent may do."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    teams = forms.MultipleChoiceField(label=_("Teams"), required=False, widget=Choices())

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **named: Any) -> None:  # noqa: ANN401  # handed on
        super().__init__(*args, **named)
        self.fields["teams"].choices = teams  # type: ignore[attr-defined]  # a MultipleChoiceField
        self.fields["role"].widget.attrs["data-role"] = ""


class ChangeAgent(Duty):
    """Role, teams, and whether the agent still works here."""

    is_active = forms.BooleanField(
        label=_("May sign in"),
        required=False,
        widget=Switch(),
        help_text=_("When this is switched off, they are signed out everywhere at once. What they wrote stays."),
    )


class Invite(Duty):
    """Somebody new."""

    field_order = ("email", "name", "role", "language", "teams")
    email = Email(label=_("E-mail"))
    name = Words(label=_("Name (may be left empty)"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class EditTeam(Form):
    """A team and who is in it."""

    name = Words(label=_("Name"), max_length=60)
    members = forms.MultipleChoiceField(label=_("Members"), required=False, widget=Choices())
    is_private = forms.BooleanField(
        label=_("Private"),
        required=False,
        widget=Switch(),
        help_text=_("Only its members, supervisors and administrators see its conversations."),
    )

    def __init__(self, *args: Any, agents: list[tuple[str, str]], **named: Any) -> None:  # noqa: ANN401  # handed on
        super().__init__(*args, **named)
        self.fields["members"].choices = agents  # type: ignore[attr-defined]  # a MultipleChoiceField
