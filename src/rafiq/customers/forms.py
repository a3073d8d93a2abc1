"""What agents may correct about a customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rafiq.platform.ui.forms import Form, Words


class EditCustomer(Form):
    """What is known about a person, apart from the addresses they are reached at."""

    name = Words(label=_("Name"), max_length=120, required=False)
    company_name = Words(label=_("Company"), max_length=120, required=False)
    city = Words(label=_("City"), max_length=80, required=False)
    about = Words(
        label=_("About"), lines=4, max_length=4000, required=False,
        help_text=_("What colleagues should know about this person. The customer never sees it."),
    )  # fmt: skip


class About(Form):
    """Only the note about a customer."""

    about = Words(lines=4, max_length=4000, required=False)
