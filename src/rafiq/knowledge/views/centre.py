"""The help centre's settings: where customers find it, in which languages, and how it greets them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rafiq.accounts.models import Company, Language
from rafiq.accounts.permissions import ForAdministrators
from rafiq.knowledge import centre_forms, queries, services
from rafiq.platform.ui.editing import Edit, State


class Centre(ForAdministrators, Edit[Company]):
    template_name = "knowledge/settings/centre.html"
    form_class = centre_forms.HelpCentre

    def rows(self) -> QuerySet[Company]:
        return Company.objects.filter(pk=1)

    def find(self, *, is_locked: bool = False) -> Company:
        rows = self.rows().select_for_update(no_key=True) if is_locked else self.rows()
        return rows.first() or Company(pk=1)

    def state(self, row: Company | None) -> State:
        site = queries.site()
        titles = {f"title_{code}": site.titles.get(code, "") for code in Language.values}
        return {"address": site.address, "languages": list(site.languages), **titles}

    def save(self, row: Company | None, *, values: State, at: datetime) -> str:
        titles = {code: values[f"title_{code}"] for code in Language.values}
        chosen = [] if set(values["languages"]) == set(Language.values) else values["languages"]
        services.change_help_centre(
            address=values["address"], languages=chosen, titles=titles, by=self.request.user, at=at
        )
        return _("The help centre was saved.")
