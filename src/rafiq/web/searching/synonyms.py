"""Words that mean the same to the company, in the settings."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rafiq.accounts.permissions import AgentRequest, ForSupervisors
from rafiq.inbox import queries as inbox
from rafiq.platform import text
from rafiq.platform.search import synonyms
from rafiq.platform.search.models import SynonymSet
from rafiq.platform.ui import pages
from rafiq.platform.ui.editing import Edit, State
from rafiq.platform.ui.forms import Form, Words

LONGEST = 1_500


class EditSynonyms(Form):
    """A set of words, one a line."""

    words = Words(
        label=gettext_lazy("Words"),
        lines=6,
        max_length=LONGEST,
        help_text=gettext_lazy(
            "One word on each line, in any language. Whoever looks for one of them finds the others."
        ),
    )

    def clean_words(self) -> list[str]:
        """Take the lines apart."""
        found = [line.strip() for line in str(self.cleaned_data["words"]).splitlines() if line.strip()]
        if len(found) > synonyms.MOST_WORDS:
            raise ValidationError(_("These are too many words for one set."))
        return found


class Synonyms(ForSupervisors, View):
    """All sets, and how far older messages are with what they are found by."""

    def get(self, request: AgentRequest) -> HttpResponse:
        """List the sets."""
        context = {"sets": synonyms.sets()[: synonyms.MOST_SETS], "rereading": inbox.rereading()}
        return pages.show(request, "web/search/synonyms.html", context)


class SynonymPage(ForSupervisors, Edit[SynonymSet]):
    """A new set, or one there is."""

    template_name = "web/search/synonym.html"
    form_class = EditSynonyms
    refusals: ClassVar = {
        synonyms.TooFew: ("words", gettext_lazy("Write at least two different words.")),
        synonyms.NotOneWord: ("words", gettext_lazy("Write single words, one on each line.")),
        synonyms.Taken: ("words", gettext_lazy("One of these words is in another set already.")),
        synonyms.TooMany: ("words", gettext_lazy("There are as many sets as there may be.")),
    }

    def rows(self) -> QuerySet[SynonymSet]:
        """Select all sets."""
        return SynonymSet.objects.all()

    def state(self, row: SynonymSet | None) -> State:
        """Write the words one a line."""
        return {"words": "\n".join(row.words) if row else ""}

    def save(self, row: SynonymSet | None, *, values: State, at: datetime) -> str:
        """Keep the set."""
        saved = synonyms.save(row, words=values["words"], at=at)
        return _("The set %(words)s was saved.") % {"words": text.excerpt(" · ".join(saved.words), length=60)}

    def where_next(self) -> str:
        """Go back to the list."""
        return reverse("search:synonyms")


class SynonymRemoval(ForSupervisors, View):
    """A set that means nothing any more."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove it."""
        synonyms.remove(get_object_or_404(SynonymSet, pk=pk))
        messages.success(request, _("The set was removed."))
        return pages.go(request, reverse("search:synonyms"))
