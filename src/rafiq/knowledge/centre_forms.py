"""What an administrator may say about the help centre as a whole."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Language
from rafiq.knowledge.services.moving import NAME_LIMIT
from rafiq.platform.ui.forms import Choices, Form, Words


class HelpCentre(Form):
    """Its public address, its languages, and the words of welcome in each."""

    address = forms.URLField(
        label=_("Public address"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput({"dir": "ltr", "placeholder": "https://help.example"}),
        help_text=_("Under which customers find the help centre. Empty: under the address of this installation."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=Language.choices, widget=Choices(), help_text=_("In which it is offered.")
    )
    title_fa = Words(label="فارسی", max_length=NAME_LIMIT, required=False)
    title_ar = Words(label="العربية", max_length=NAME_LIMIT, required=False)
    title_en = Words(label="English", max_length=NAME_LIMIT, required=False)
