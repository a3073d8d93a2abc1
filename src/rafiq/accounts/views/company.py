"""The company's name and what it proposes to everybody new."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rafiq.accounts import forms, queries, services
from rafiq.accounts.models import Company as CompanyRow
from rafiq.accounts.permissions import ForAdministrators
from rafiq.platform.ui.editing import Edit, State


class Company(ForAdministrators, Edit[CompanyRow]):
    """The one company of this installation."""

    template_name = "accounts/company.html"
    form_class = forms.CompanyDefaults

    def rows(self) -> QuerySet[CompanyRow]:
        return CompanyRow.objects.filter(pk=1)

    def find(self, *, is_locked: bool = False) -> CompanyRow:
        if is_locked:
            return self.rows().select_for_update(no_key=True).first() or queries.company()
        return queries.company()

    def state(self, row: CompanyRow | None) -> State:
        found = row or queries.company()
        return {
            "company_name": found.name,
            "language": found.language,
            "calendar": found.calendar,
            "time_zone": found.time_zone,
        }

    def save(self, row: CompanyRow | None, *, values: State, at: datetime) -> str:
        services.change_company(name=values.pop("company_name"), **values, by=self.request.user, at=at)
        return _("The company was saved.")
