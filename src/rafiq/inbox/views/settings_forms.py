"""What may be typed about canned replies and tags."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from rafiq.accounts.models import Language
from rafiq.platform.ui.forms import Form, Words

#: What the hues of the UI kit are called, for those who do not see them.
COLOURS = (
    _("Turquoise"), _("Terracotta"), _("Indigo"), _("Green"), _("Pink"), _("Sky blue"),
    _("Amber"), _("Violet"), _("Emerald"), _("Rose"), _("Blue"), _("Olive"),
)  # fmt: skip


class Hues(forms.RadioSelect):
    """The colours of the UI kit, as coloured dots."""

    template_name = "ui/swatches.html"


class EditCannedReply(Form):
    """An answer kept ready."""

    shortcut = Words(
        label=_("Shortcut"),
        max_length=40,
        help_text=_("What you type after / in the composer; letters, digits, hyphens, no spaces."),
        validators=[RegexValidator(r"^[\w\u200c-]+$", _("Only letters, digits, hyphens and underscores."))],
    )
    title = Words(label=_("Title"), max_length=80, help_text=_("Only colleagues see it."))
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("Any")), *Language.choices])
    text = Words(label=_("Text"), lines=6, max_length=10_000)


class EditTag(Form):
    """A word conversations are sorted by."""

    name = Words(label=_("Name"), max_length=40)
    hue = forms.TypedChoiceField(
        label=_("Colour"),
        coerce=int,
        choices=list(enumerate(COLOURS)),
        widget=Hues(),
    )
