"""The language model in the settings."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import override

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rafiq.accounts.permissions import AgentRequest, ForAdministrators
from rafiq.bot.model import asking, budget, pausing, services
from rafiq.bot.model.forms import EditLanguageModel
from rafiq.bot.model.outcomes import PROBLEMS
from rafiq.bot.models import LanguageModel, ModelUse
from rafiq.platform import text
from rafiq.platform.ui.editing import Edit, State

TEMPLATE = "language_model/settings.html"


class LanguageModelPage(ForAdministrators, Edit[LanguageModel]):
    """The one language model: where it is, what it is used for, what it may cost."""

    template_name = TEMPLATE
    form_class = EditLanguageModel

    @override
    def rows(self) -> QuerySet[LanguageModel]:
        return LanguageModel.objects.filter(pk=1)

    @override
    def find(self, *, is_locked: bool = False) -> LanguageModel:
        if is_locked:
            return self.rows().select_for_update(no_key=True).first() or LanguageModel(pk=1)
        return asking.current()

    @override
    def state(self, row: LanguageModel | None) -> State:
        found = row or LanguageModel(pk=1)
        return {name: getattr(found, name) for name in services.FIELDS} | {
            name: Decimal(getattr(found, name)).normalize() for name in ("price_in", "price_out")
        }

    @override
    def save(self, row: LanguageModel | None, *, values: State, at: datetime) -> str:
        given = {**values, **{name: values[name] or 0 for name in ("price_in", "price_out")}}
        services.save(given, key=given.pop("key"), forgets_key=given.pop("forgets_key"), at=at)
        return _("The language model was saved.")

    @override
    def context(self, row: LanguageModel | None) -> State:
        now = timezone.now()
        model = row or LanguageModel(pk=1)
        used = budget.use_of(at=now)
        return {
            "model": model, "used": used, "figures": _figures(used), "is_paused": pausing.is_paused(model, at=now),
            "problem": PROBLEMS.get(model.problem, ""),
        }  # fmt: skip


def _figures(used: ModelUse) -> dict[str, str]:
    """Write what was used as the reader writes numbers."""
    language = get_language() or "en"
    tokens, cost = used.tokens_in + used.tokens_out, Decimal(used.cost) / budget.MILLIONTHS
    plain = {"asked": used.asked, "failed": used.failed, "rejected": used.rejected, "tokens": tokens}
    figures = {name: text.number(value, language=language) for name, value in plain.items()}
    return figures | {"cost": text.number(cost, language=language, decimals=2)}


class LanguageModelTrial(ForAdministrators):
    """POST: ask it for a greeting, as it was saved."""

    http_method_names = ["post"]

    def post(self, request: AgentRequest) -> HttpResponse:
        began = timezone.now()
        found = services.try_out(_("Hello!"), at=began)
        took = (timezone.now() - began).total_seconds()
        context = {
            "trial": found,
            "took": text.number(took, language=get_language() or "en", decimals=1),
            "problem": PROBLEMS.get(found.problem, ""),
        }
        return render(request, f"{TEMPLATE}#trial", context)
