"""What the editor's page shows of an article in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.functional import SimpleLazyObject

from rafiq.accounts.models import Agent, Language
from rafiq.knowledge import queries
from rafiq.knowledge.desk_forms import Address, Place, Planning, Writing
from rafiq.knowledge.models import Article, AskedWay, Freshness, State, Translation, Version
from rafiq.knowledge.queries import desk as marks
from rafiq.knowledge.views.desk import common
from rafiq.platform import calendars, text

MOST_WAYS = 40


class Refused(Exception):
    """It cannot be done; says why in the reader's language."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes on what: `translation` is None in a language the article is not written in yet."""

    reader: Agent
    article: Article
    language: str
    translation: Translation | None

    def context(self, form: Writing, *, problem: str, is_conflict: bool, at: datetime) -> dict[str, Any]:
        """Return all that the page shows."""
        row = self.translation
        body = str(form["body"].value() or "")
        shown = {
            "form": form, "problem": problem, "article": self.article, "translation": row,
            "language_shown": self.language, "number": row.number if row else 0,
            "preview": common.drawn(body, reader=self.reader),
            "preview_title": form["title"].value() or "", "preview_summary": form["summary"].value() or "",
            "may_write": not (row and row.state == State.SCHEDULED) or self.reader.is_supervisor,
        }  # fmt: skip
        shown |= self._languages() | self._settings(at=at) | self._beside()
        return shown | (self._conflict(form) if is_conflict and row else {})

    def _languages(self) -> dict[str, Any]:
        rows = self.article.translations.select_related("source__translation").defer("body", "terms")
        written = {row.language: row for row in rows}
        codes = list(dict.fromkeys([*common.languages_for(queries.site()), *sorted(written), self.language]))
        tabs = [(mark, Language(mark.language).label) for mark in marks.marks(written, codes)]
        return {"tabs": tabs}

    def _settings(self, *, at: datetime) -> dict[str, Any]:
        """Return what stands beside the words: state, place, address, plan, ways of asking, how it helps."""
        row = self.translation
        place = {"collection": str(self.article.collection_id), "audience": self.article.audience}
        given: dict[str, Any] = {
            "place": Place(initial=place, collections=common.collections(), reader=self.reader),
            "rate": marks.rates_of([self.article.pk]).get(self.article.pk),
        }
        if row is None:
            return given
        planned = row.publish_at or calendars.tomorrow_at(at, zone=self.reader.time_zone, hour=9)
        return given | {
            "address": Address(initial={"slug": row.slug}),
            "planning": Planning(initial=_to_type(planned, self.reader), reader=self.reader),
            "state_tone": common.TONES.get(State(row.state), ""),
            "ways": list(_heard(row)),
            "reviewers": queries.reviewers_for(self.reader),
            "last_review": queries.reviews_of(row).first(),
            "is_changed": row.live is not None and row.live.number != row.number,
        }  # fmt: skip

    def _beside(self) -> dict[str, Any]:
        """Return the original of a translation, and what has changed in it since."""
        original = source_for(self.article, self.language, self.translation)
        if original is None:
            return {}
        told: dict[str, Any] = {
            "original": original,
            "original_drawn": common.drawn(original.body, reader=self.reader),
        }
        source = self.translation.source if self.translation else None
        if queries.freshness(self.translation) == Freshness.OUTDATED and source is not None:
            told["original_lines"] = queries.compare(_whole(source), _whole(original))
        return told

    def _conflict(self, form: Writing) -> dict[str, Any]:
        """Return what somebody else kept meanwhile, beside what is written here."""
        assert self.translation is not None  # noqa: S101  # only what is there can be in conflict
        theirs = own_words(self.translation)
        mine = {name: str(form[name].value() or "") for name in ("title", "summary", "body", "asked")}
        saved: Any = SimpleLazyObject(lambda: _last_saved(self.translation))
        compared = [
            (form.fields[name].label, queries.compare(str(theirs[name]), text.clean(mine[name])))
            for name in mine if str(theirs[name]) != text.clean(mine[name])
        ]  # fmt: skip
        return {"is_conflict": True, "compared": compared, "their_version": saved}


def own_words(translation: Translation | None) -> Mapping[str, Any]:
    """Return what the form shows of a translation."""
    if translation is None:
        return {"number": 0, "title": "", "summary": "", "body": "", "asked": ""}
    return {
        "number": translation.number, "title": translation.title, "summary": translation.summary,
        "body": translation.body, "asked": "\n".join(translation.asked),
    }  # fmt: skip


def source_for(article: Article, language: str, translation: Translation | None = None) -> Translation | None:
    """Find what an article is translated from: what it was begun from, else the company's language, else the oldest.

    None for what was written by itself, in the first language.
    """
    if translation is not None:
        return translation.source.translation if translation.source else None
    rows = list(article.translations.exclude(language=language).order_by("pk"))
    own = article.translations.select_related("source__translation").filter(language=language).first()
    if own is not None:
        return own.source.translation if own.source else None
    default = queries.site().default_language
    return next((row for row in rows if row.language == default), rows[0] if rows else None)


def _heard(translation: Translation) -> QuerySet[AskedWay]:
    heard = translation.ways.exclude(state=AskedWay.State.DISMISSED)
    return heard.order_by(F("state").desc(), "-count", "pk")[:MOST_WAYS]


def _last_saved(translation: Translation | None) -> Version | None:
    if translation is None:
        return None
    return translation.versions.select_related("saved_by").filter(number=translation.number).first()


def _whole(words: Translation | Version) -> str:
    return "\n\n".join(filter(None, [words.title, words.summary, words.body]))


def _to_type(moment: datetime, reader: Agent) -> dict[str, str]:
    local = calendars.local(moment, zone=reader.time_zone)
    parts = calendars.to_parts(local.date(), calendar=reader.calendar)
    day = text.digits(f"{parts.year}/{parts.month:02}/{parts.day:02}", language=reader.language)
    return {"day": day, "time": f"{local:%H:%M}"}
