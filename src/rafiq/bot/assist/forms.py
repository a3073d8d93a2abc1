"""What agents are helped with, as forms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.platform.ui.forms import Form, Switch


class EditAssistance(Form):
    """What the company lets its agents be helped with."""

    suggests_articles = forms.BooleanField(label=_("Suggest articles"), required=False, widget=Switch)
    suggests_canned = forms.BooleanField(label=_("Suggest canned replies"), required=False, widget=Switch)
    suggests_similar = forms.BooleanField(
        label=_("Suggest what helped in similar conversations"), required=False, widget=Switch,
        help_text=_("Kept without names, addresses and long numbers; each agent sees only what they may open."),
    )  # fmt: skip
    sums_up = forms.BooleanField(label=_("Sum up long conversations"), required=False, widget=Switch)
    shows_mood = forms.BooleanField(
        label=_("Show the language and how the customer feels"), required=False, widget=Switch
    )
