"""What is written becomes live, after the tests; what was live can come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from rafiq.accounts.models import Agent
from rafiq.bot import trying
from rafiq.bot.declaring import Taught
from rafiq.bot.models import BotSettings, Case, Publication, Trial
from rafiq.bot.services.teaching import snapshot
from rafiq.platform import jobs, text

TRIAL_JOB = "bot.run_trial"
LEARN_JOB = "bot.learn"
MOST_CASES = 500
REASON_LONGEST = 500
PATIENCE = timedelta(minutes=15)


@transaction.atomic
def publish(*, by: Agent | None, at: datetime) -> Publication:
    """Make what is written live, as it is now."""
    return _publish(snapshot(), by=by, at=at)


@transaction.atomic
def republish(publication: Publication, *, by: Agent | None, at: datetime) -> Publication:
    """Make an older state live again, under a new number. What is being written stays as it is."""
    return _publish(publication.snapshot, by=by, at=at, restores=publication.number)


@transaction.atomic
def try_tests(*, by: Agent | None, at: datetime, publishes: bool = False, reason: str = "") -> Trial:
    """Begin a run of all tests against what is written now; with `publishes`, that becomes live if none fails.

    With a `reason` it becomes live whatever fails, and both are kept with the publication. While such a run of the same
    content goes on, no second one begins: the one that runs is returned. Other content waits in line.
    """
    BotSettings.objects.get_or_create(pk=1)
    BotSettings.objects.select_for_update(no_key=True).get(pk=1)
    content = snapshot()
    running = Trial.objects.filter(state=Trial.State.RUNNING, asked_at__gt=at - PATIENCE, snapshot=content)
    if same := running.filter(publishes=publishes, reason=reason).first():
        return same
    trial = Trial.objects.create(
        snapshot=content, publishes=publishes, reason=text.clean(reason, limit=REASON_LONGEST),
        total=min(Case.objects.count(), MOST_CASES), asked_by=by, asked_at=at,
    )  # fmt: skip
    jobs.enqueue(TRIAL_JOB, [jobs.Wish({"trial_id": trial.pk}, lock="bot-trial")])
    return trial


def run_trial(trial_id: int, *, clock: Callable[[], datetime]) -> None:
    """Try every test, note what was found, and publish where that was asked and is allowed. Safe to repeat."""
    trial = Trial.objects.filter(pk=trial_id, state=Trial.State.RUNNING).first()
    if trial is None:
        return
    taught, failing = Taught.read(0, trial.snapshot), []
    cases = list(Case.objects.select_related("intent").order_by("pk")[:MOST_CASES])
    for done, case in enumerate(cases, 1):
        found = trying.try_out(case.text, language=case.language, taught=taught, at=clock())
        passed = trying.fulfils(case, found)
        Case.objects.filter(pk=case.pk).update(passed=passed, got=found.plain(), ran_at=clock())
        if not passed:
            failing.append(_failure(case, found.plain()))
        Trial.objects.filter(pk=trial.pk).update(done=done)
    _finish(trial, failing, total=len(cases), at=clock())


def _failure(case: Case, got: Mapping[str, Any]) -> dict[str, Any]:
    expected = {
        "kind": case.expected, "article_key": case.article_key, "intent": case.intent.name if case.intent else "",
    }  # fmt: skip
    return {"case": case.pk, "text": case.text, "language": case.language, "expected": expected, "got": dict(got)}


@transaction.atomic
def _finish(trial: Trial, failing: Sequence[Mapping[str, Any]], *, total: int, at: datetime) -> None:
    """Write down how it ended, and publish; a run that somebody else has finished meanwhile stays as it is."""
    mine = Trial.objects.select_for_update(no_key=True).filter(pk=trial.pk, state=Trial.State.RUNNING)
    if not mine.exists():
        return
    publication = None
    if trial.publishes and (not failing or trial.reason):
        publication = _publish(
            trial.snapshot, by=trial.asked_by, at=at, failing=failing, reason=trial.reason if failing else ""
        )
    state = Trial.State.FAILED if failing else Trial.State.PASSED
    Trial.objects.filter(pk=trial.pk).update(
        state=state, failing=list(failing), total=total, done=total, publication=publication, finished_at=at
    )


def _publish(content: dict[str, Any], *, by: Agent | None, at: datetime, **also: Any) -> Publication:  # noqa: ANN401  # fields of the row
    BotSettings.objects.get_or_create(pk=1)
    BotSettings.objects.select_for_update(no_key=True).get(pk=1)  # one at a time, so numbers follow each other
    number = (Publication.objects.aggregate(newest=Max("number"))["newest"] or 0) + 1
    jobs.enqueue(LEARN_JOB, [jobs.Wish({}, lock="bot-learn")])
    return Publication.objects.create(number=number, snapshot=content, published_by=by, published_at=at, **also)
