"""Fields of forms that other rooms use too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafiq.accounts import zones


class ZoneSelect(forms.Select):
    """A list of time zones that is searched where scripts run."""

    template_name = "ui/zone.html"


class Zone(forms.ChoiceField):
    """A time zone; the list is searchable where scripts run, and the browser's own may be proposed."""

    def __init__(self, *, guess: bool = False, **named: Any) -> None:  # noqa: ANN401  # handed on to Django as they are
        attributes = {"data-guess": ""} if guess else {}
        super().__init__(choices=_zones, widget=ZoneSelect(attributes), **{"label": _("Time zone"), **named})

    def valid_value(self, value: str) -> bool:
        """Take any zone there is: browsers know old names that the list leaves out."""
        return zones.exists(value)


def _zones() -> list[tuple[str, list[tuple[str, str]]]]:
    return zones.choices(at=timezone.now())
