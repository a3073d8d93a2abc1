"""How the bot behaves, and what its dashboard counts with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Language
from rafiq.bot.desk.forms import choose_from
from rafiq.bot.models import BotSettings, Mode
from rafiq.customers.models import Segment
from rafiq.inbox.models import Channel, Tag
from rafiq.platform.ui.forms import Choices, Form, Segments, Switch, Words

NAMES = {code: f"name_{code}" for code in Language.values}
LOWEST, HIGHEST = 1, 20  # of a hundred answers


class EditBehaviour(Form):
    """The one switch and all that says how."""

    is_active = forms.BooleanField(label=_("The bot is on"), required=False, widget=Switch())
    name_fa = Words(label=_("Name in Persian"), max_length=60, required=False)
    name_ar = Words(label=_("Name in Arabic"), max_length=60, required=False)
    name_en = Words(label=_("Name in English"), max_length=60, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages it speaks"), choices=Language.choices, widget=Choices(),
        help_text=_("Whoever writes in another language gets a person."),
    )  # fmt: skip
    wrong = forms.IntegerField(
        label=_("How often it may be wrong"), min_value=LOWEST, max_value=HIGHEST,
        widget=forms.NumberInput({"type": "range", "step": 1, "class": "slider", "dir": "auto"}),
    )  # fmt: skip
    failures = forms.IntegerField(
        label=_("After how many failures a person takes over"), min_value=1, max_value=5,
        help_text=_("A failure is a question without an answer, or an answer that did not help."),
    )  # fmt: skip
    hands_over_anger = forms.BooleanField(
        label=_("Angry customers get a person at once"), required=False, widget=Switch()
    )
    segment = forms.ModelChoiceField(
        label=_("Important customers: a segment"), queryset=Segment.objects.none(), required=False,
        empty_label=_("Nobody"), help_text=_("Whoever is in it gets a person at once."),
    )  # fmt: skip
    tag = forms.ModelChoiceField(
        label=_("Important conversations: a tag"), queryset=Tag.objects.none(), required=False, empty_label=_("None"),
        help_text=_("A conversation with it gets a person at once."),
    )  # fmt: skip

    def __init__(self, *args: Any, channels: Sequence[Channel], **named: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **named)
        self.channels = channels
        choose_from(self.fields["segment"], Segment.objects.filter(is_shared=True).order_by("name"))
        choose_from(self.fields["tag"], Tag.objects.order_by("name"))
        for channel in channels:
            self.fields[f"channel_{channel.pk}"] = forms.ChoiceField(
                label=channel.name, choices=Mode.choices, widget=Segments()
            )

    @property
    def channel_fields(self) -> list[tuple[Channel, Any]]:
        """Each channel beside its field."""
        return [(one, self[f"channel_{one.pk}"]) for one in self.channels]


def state_of(settings: BotSettings, channels: Sequence[Channel]) -> dict[str, Any]:
    """Return what the form shows of the settings there are."""
    return {
        "is_active": settings.is_active, **{field: settings.name(code) for code, field in NAMES.items()},
        "languages": list(settings.languages), "wrong": max(LOWEST, round(settings.error_rate * 100)),
        "failures": settings.failures, "hands_over_anger": settings.hands_over_anger,
        "segment": settings.segment_id, "tag": settings.tag_id,
        **{f"channel_{one.pk}": str(settings.mode_of(channel_id=one.pk, kind=one.kind)) for one in channels},
    }  # fmt: skip


def values_of(given: dict[str, Any], channels: Sequence[Channel]) -> dict[str, Any]:
    """Return what `services.save_settings` takes of a valid form."""
    return {
        "is_active": given["is_active"], "names": {code: given[field] for code, field in NAMES.items() if given[field]},
        "languages": given["languages"], "error_rate": given["wrong"] / 100, "failures": given["failures"],
        "hands_over_anger": given["hands_over_anger"],
        "segment_id": given["segment"].pk if given["segment"] else None,
        "tag_id": given["tag"].pk if given["tag"] else None,
        "modes": {str(one.pk): given[f"channel_{one.pk}"] for one in channels},
    }  # fmt: skip


class Minutes(Form):
    """What one answer of an agent costs."""

    minutes = forms.IntegerField(label=_("Minutes an agent needs for one answer"), min_value=1, max_value=240)
