"""Forms of policies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Team
from rafiq.customers.models import Segment
from rafiq.inbox import registry
from rafiq.inbox.models import Channel, Tag
from rafiq.platform.ui.forms import Amount, Choices, Form, Switch, Words
from rafiq.promises.models import Base, Level
from rafiq.promises.services import Terms
from rafiq.promises.services.escalating import ASSIGNEE, SUPERVISORS, TEAM

MINUTE, HOUR = "60", "3600"
_UNITS = [(MINUTE, _("business minutes")), (HOUR, _("business hours"))]
_WHOM = [(ASSIGNEE, _("Whoever has it")), (TEAM, _("Its team")), (SUPERVISORS, _("Supervisors"))]
TARGETS = ("first", "next", "resolution")


def _amount(label: Any) -> Amount:  # noqa: ANN401  # lazy words
    return Amount(label=label, required=False, min_value=1, max_value=500_000)


def _unit() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Counted in"), choices=_UNITS)


def _several(label: Any, **named: Any) -> forms.MultipleChoiceField:  # noqa: ANN401  # Django's own
    return forms.MultipleChoiceField(label=label, required=False, widget=Choices(), **named)


class EditPolicy(Form):
    """Everything a policy says."""

    name = Words(label=_("Name"), max_length=80)
    is_active = forms.BooleanField(label=_("It counts"), required=False, widget=Switch())
    is_given = forms.BooleanField(
        label=_("Only where a rule or an agent promises it"), required=False, widget=Switch(),
        help_text=_("It then counts before the others in that conversation, until it is closed."),
    )  # fmt: skip
    kinds = _several(_("Channels"), help_text=_("None chosen: any channel."))
    tags = _several(_("Tags of the conversation"))
    segments = _several(_("Customers in a segment"), help_text=_("Your tiers: whoever is in one of them."))
    teams = _several(_("Teams that have it"))
    priorities = _several(_("Priority"), choices=Level.choices)
    first = _amount(_("First answer within"))
    first_unit = _unit()
    next = _amount(_("Every next answer within"))
    next_unit = _unit()
    resolution = _amount(_("Resolution within"))
    resolution_unit = _unit()
    base = forms.ChoiceField(label=_("The clock runs in"))
    pauses_snoozed = forms.BooleanField(
        label=_("The clock of the resolution stands still while a conversation is snoozed"), required=False,
        widget=Switch(),
    )  # fmt: skip
    warn_percent = Amount(
        label=_("At risk after so many percent of the time"),
        help_text=_("From 1 to 99."),
    )
    warns = _several(_("Tell when it is at risk"), choices=_WHOM)
    tells = _several(_("Tell when it is broken"), choices=_WHOM)
    raises = forms.BooleanField(label=_("Raise the priority when it is broken"), required=False, widget=Switch())
    hands_to = forms.ChoiceField(label=_("Hand it to a team when it is broken"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        super().__init__(*args, **named)
        teams = [(str(pk), name) for pk, name in Team.objects.order_by("name").values_list("pk", "name")]
        kinds = dict.fromkeys(Channel.objects.order_by("kind").values_list("kind", flat=True))
        choices: dict[str, list[tuple[str, Any]]] = {
            "kinds": [(kind, registry.adapter_for(kind).label) for kind in kinds if registry.knows(kind)],
            "tags": _named(Tag.objects.order_by("name")),
            "segments": _named(Segment.objects.filter(is_shared=True).order_by("name")),
            "teams": teams,
            "hands_to": [("", _("Nobody else")), *teams],
            "base": [
                (Base.COMPANY, Base.COMPANY.label), (Base.ALWAYS, Base.ALWAYS.label),
                *((f"{Base.TEAM}:{pk}", name) for pk, name in teams),
            ],
        }  # fmt: skip
        for name, given in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # those that are chosen from
            field.choices = given

    def targets(self) -> list[tuple[Any, Any]]:
        """List the amounts, each with its unit."""
        return [(self[name], self[f"{name}_unit"]) for name in TARGETS]

    def terms(self) -> Terms:
        """Return what was said as terms."""
        said = self.cleaned_data
        base, _colon, team = str(said["base"]).partition(":")
        seconds = {f"{one}_seconds": _seconds(said[one], said[f"{one}_unit"]) for one in TARGETS}
        whom = {name: list(said[name]) for name in ("warns", "tells") if said[name]}
        return Terms(
            name=said["name"], is_active=said["is_active"], is_given=said["is_given"], **seconds, base=base,
            base_team_id=int(team) if team else None, pauses_snoozed=said["pauses_snoozed"],
            warn_percent=said["warn_percent"],
            conditions={
                "kinds": said["kinds"], "priorities": said["priorities"],
                **{name: [int(one) for one in said[name]] for name in ("tags", "segments", "teams")},
            },
            escalation={
                **whom, **({"raises": True} if said["raises"] else {}),
                **({"team": int(said["hands_to"])} if said["hands_to"] else {}),
            },
        )  # fmt: skip


def _named(rows: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # a query of things with names
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def _seconds(amount: int | None, unit: str) -> int | None:
    return amount * int(unit) if amount else None
