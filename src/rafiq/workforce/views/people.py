"""What agents can do, as supervisors write it down: skills, languages, capacity, weights."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts.models import Agent
from rafiq.accounts.permissions import ForSupervisors
from rafiq.platform import text
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State
from rafiq.workforce import forms, kinds, queries, services
from rafiq.workforce.forms.people import LANGUAGES
from rafiq.workforce.models import AgentLanguage, AgentSkill, Desk, Skill, WorkforceSettings


class People(ForSupervisors, View):
    """Everybody: whether they are there, should be, and what they can do."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = queries.available_agents(at=timezone.now(), only_online=False)
        names = {skill.pk: skill.name for skill in queries.skills()}
        rows = [
            {
                "agent": one,
                "skills": sorted((names[pk], level) for pk, level in one.skills.items() if pk in names),
                "languages": [(LANGUAGES.get(code, code), level) for code, level in sorted(one.languages.items())],
            }
            for one in sorted(found, key=lambda one: text.sort_key(one.name))
        ]
        return pages.show(request, "workforce/people.html", {"rows": rows})


class AbilitiesPage(ForSupervisors, Edit[Agent]):
    """What one agent can do and carry."""

    template_name = "workforce/abilities.html"
    form_class = forms.EditAbilities

    def rows(self) -> QuerySet[Agent]:
        return Agent.objects.filter(is_active=True)

    def form_options(self) -> State:
        return {"skills": list(queries.skills())}

    def state(self, row: Agent | None) -> State:
        agent = row.pk if row else None
        desk = Desk.objects.filter(agent=agent).first()
        had = dict(AgentSkill.objects.filter(agent=agent).values_list("skill_id", "level"))
        spoken = dict(AgentLanguage.objects.filter(agent=agent).values_list("language", "level"))
        shown: State = {"capacity": desk.capacity if desk else None}
        shown |= {f"skill_{skill.pk}": had.get(skill.pk, 0) for skill in queries.skills()}
        return shown | {f"language_{code}": spoken.get(code, 0) for code in LANGUAGES}

    def save(self, row: Agent | None, *, values: State, at: datetime) -> str:
        agent = row or get_object_or_404(self.rows(), pk=self.kwargs["pk"])
        services.save_abilities(
            agent, skills={int(pk): level for pk, level in _of(values, "skill_").items()},
            languages=_of(values, "language_"), capacity=values["capacity"], by=self.request.user, at=at,
        )  # fmt: skip
        return _("What %(name)s can do was saved.") % {"name": agent.name}

    def where_next(self) -> str:
        return reverse("workforce:people")


def _of(values: State, prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}


class Skills(ForSupervisors, View):
    """The skills there are, and how many agents have each."""

    def get(self, request: HttpRequest) -> HttpResponse:
        used = dict(AgentSkill.objects.values_list("skill_id").annotate(count=Count("pk")))
        rows = [(skill, used.get(skill.pk, 0)) for skill in queries.skills()]
        return pages.show(request, "workforce/skills.html", {"rows": rows})


class SkillPage(ForSupervisors, Edit[Skill]):
    """A new skill, or one there is."""

    template_name = "workforce/skill.html"
    form_class = forms.EditSkill
    refusals: ClassVar = {services.SkillExists: ("name", gettext_lazy("Another skill has this name."))}

    def rows(self) -> QuerySet[Skill]:
        return Skill.objects.all()

    def state(self, row: Skill | None) -> State:
        return {"name": row.name if row else ""}

    def save(self, row: Skill | None, *, values: State, at: datetime) -> str:
        services.save_skill(row, name=values["name"], by=self.request.user, at=at)
        return _("The skill %(name)s was saved.") % {"name": values["name"]}

    def where_next(self) -> str:
        return reverse("workforce:skills")


class SkillRemoval(ForSupervisors, View):
    """A skill taken from everybody and removed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        skill = get_object_or_404(Skill, pk=pk)
        try:
            services.remove_skill(skill, by=self.request.user, at=timezone.now())
        except services.SkillIsNeeded:
            messages.error(request, _("A queue asks for this skill. It was kept."))
            return pages.go(request, reverse("workforce:skill", args=[pk]))
        messages.success(request, _("The skill %(name)s was removed.") % {"name": skill.name})
        return pages.go(request, reverse("workforce:skills"))


class SettingsPage(ForSupervisors, Edit[WorkforceSettings]):
    """What holds for everybody: what a conversation weighs, what an agent carries, when they are away."""

    template_name = "workforce/settings.html"
    form_class = forms.EditSettings

    def rows(self) -> QuerySet[WorkforceSettings]:
        return WorkforceSettings.objects.filter(pk=1)

    def find(self, *, is_locked: bool = False) -> WorkforceSettings | None:
        rows = self.rows().select_for_update(no_key=True) if is_locked else self.rows()
        return rows.first()

    def state(self, row: WorkforceSettings | None) -> State:
        found = row or WorkforceSettings(pk=1)
        weights = {f"weight_{group}": found.weights.get(group, kinds.USUAL[group]) for group in kinds.WEIGHED}
        own = {"capacity": found.capacity, "away_after": found.away_after // 60, "thin_below": found.thin_below}
        return own | weights

    def save(self, row: WorkforceSettings | None, *, values: State, at: datetime) -> str:
        services.save_settings(
            weights=_of(values, "weight_"), capacity=values["capacity"], away_after=values["away_after"] * 60,
            thin_below=values["thin_below"], by=self.request.user, at=at,
        )  # fmt: skip
        return _("Saved.")
