"""Intents, snippets and tests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafiq.accounts.models import Language
from rafiq.bot.desk import articles, examples
from rafiq.bot.desk.forms import choose_from
from rafiq.bot.models import Action, Case, Intent, Snippet
from rafiq.platform.ui.forms import Form, Segments, Switch, Words

LANGUAGES = tuple(Language.values)
SLUG = RegexValidator(r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", gettext_lazy("Only small Latin letters, digits and hyphens."))
SAID_LONGEST, EXAMPLES_LONGEST = 2_000, 60_000


def article_field(language: str, **named: Any) -> forms.ChoiceField:  # noqa: ANN401  # Django's own
    """Return a choice of articles, named in a language."""
    choices = [("", _("Choose an article")), *articles.choices(language)]
    return forms.ChoiceField(choices=choices, required=False, **named)


class EditIntent(Form):
    """What somebody may want, how they say it, and what the bot does then."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=60, validators=[SLUG], widget=forms.TextInput({"dir": "ltr"}),
        help_text=gettext_lazy("Small Latin letters and hyphens."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=gettext_lazy("Used"), required=False, widget=Switch())
    title_fa = Words(label=gettext_lazy("Called in Persian"), max_length=80, required=False)
    title_ar = Words(label=gettext_lazy("Called in Arabic"), max_length=80, required=False)
    title_en = Words(label=gettext_lazy("Called in English"), max_length=80, required=False)
    examples_fa = Words(label="فارسی", lines=8, max_length=EXAMPLES_LONGEST, required=False)
    examples_ar = Words(label="العربية", lines=8, max_length=EXAMPLES_LONGEST, required=False)
    examples_en = Words(label="English", lines=8, max_length=EXAMPLES_LONGEST, required=False)
    does = forms.ChoiceField(label=gettext_lazy("The bot then"), choices=Intent.Does, widget=Segments())
    answer_fa = Words(label=gettext_lazy("Answer in Persian"), lines=3, max_length=SAID_LONGEST, required=False)
    answer_ar = Words(label=gettext_lazy("Answer in Arabic"), lines=3, max_length=SAID_LONGEST, required=False)
    answer_en = Words(label=gettext_lazy("Answer in English"), lines=3, max_length=SAID_LONGEST, required=False)
    action = forms.ModelChoiceField(
        label=gettext_lazy("Action"), queryset=Action.objects.none(), required=False,
        empty_label=gettext_lazy("Choose an action"),
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, **named: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **named)
        self.fields["article_key"] = article_field(language, label=gettext_lazy("Article"))
        choose_from(self.fields["action"], Action.objects.order_by("name"))

    def clean(self) -> dict[str, Any]:
        """Ask for what its deed needs: a text, an article or an action."""
        given = super().clean() or self.cleaned_data
        match given.get("does"):
            case Intent.Does.ANSWER if not any(given.get(f"answer_{code}") for code in LANGUAGES):
                self.add_error("answer_en", _("Write what it says in at least one language."))
            case Intent.Does.ARTICLE if not given.get("article_key"):
                self.add_error("article_key", _("Choose the article that answers."))
            case Intent.Does.ACTION if not given.get("action"):
                self.add_error("action", _("Choose what it does."))
        for code in LANGUAGES:
            if any(len(one) > 300 for one in examples.lines(given.get(f"examples_{code}", ""))):
                self.add_error(f"examples_{code}", _("An example is at most 300 characters long."))
        return given


class EditSnippet(Form):
    """A short answer kept for the bot."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    title = Words(label=gettext_lazy("Question or subject"), max_length=200)
    text = Words(label=gettext_lazy("Answer"), lines=6, max_length=5_000)
    asked = Words(
        label=gettext_lazy("Ways people ask for it"), lines=6, max_length=10_000, required=False,
        help_text=gettext_lazy("One a line, in customers' own words."),
    )  # fmt: skip
    audience = forms.ChoiceField(label=gettext_lazy("Who may read it"), choices=Snippet.Audience, widget=Segments())
    is_approved = forms.BooleanField(
        label=gettext_lazy("Approved: the bot may say it"), required=False, widget=Switch()
    )


class EditCase(Form):
    """'When someone says … the bot must …'."""

    text = Words(label=gettext_lazy("When someone says"), max_length=500)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    expected = forms.ChoiceField(label=gettext_lazy("the bot must"), choices=Case.Expected)
    intent = forms.ModelChoiceField(
        label=gettext_lazy("Intent"), queryset=Intent.objects.none(), required=False,
        empty_label=gettext_lazy("Any intent"),
    )  # fmt: skip

    def __init__(self, *args: Any, reader_language: str, **named: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **named)
        choices = [("", _("Any article")), *articles.choices(reader_language)]
        self.fields["article_key"] = forms.ChoiceField(label=gettext_lazy("Article"), choices=choices, required=False)
        choose_from(self.fields["intent"], Intent.objects.order_by("name"))


class Reason(Form):
    """Why something is published although tests fail."""

    reason = Words(label=gettext_lazy("Reason"), max_length=500, required=False)
