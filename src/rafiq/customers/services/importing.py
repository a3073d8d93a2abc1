"""People are taken in from a file: put down, looked at, begun, gone through in chunks, stopped.

Each chunk is one transaction that also moves `Import.done`; a worker that is killed goes on behind the last one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from rafiq.accounts.models import Agent
from rafiq.customers import custom, mapping, reading
from rafiq.customers.models import CustomField, Import, ImportProblem
from rafiq.customers.reading import Record, Shape
from rafiq.customers.services.imported import Outcome, take
from rafiq.platform import file_runs, jobs, text

JOB = "customers.run_import"
CHUNK = 100
FORGOTTEN_AFTER = timedelta(days=2)


class NotADraft(Exception):
    """It was begun already."""


def put_down(*, name: str, content: bytes, by: Agent, at: datetime) -> Import:
    """Keep a file and guess how to read it; nobody is taken in yet.

    Raises:
        reading.Unreadable: if it is no list of people.
    """
    shape = reading.guess_shape(content)
    path = default_storage.save(f"imports/{at:%Y/%m}/{secrets.token_urlsafe(16)}", ContentFile(content))
    return Import.objects.create(
        name=text.excerpt(name, length=200), kind=shape.kind, path=path, encoding=shape.encoding,
        delimiter=shape.delimiter, has_header=shape.has_header, columns=shape.columns,
        mapping=mapping.guess(shape.columns, custom.of_subject(CustomField.Subject.CUSTOMER)),
        total=sum(1 for _ in reading.records(content, shape, [])), by=by, created_at=at,
    )  # fmt: skip


def shape_of(one: Import) -> Shape:
    """Return how a file is read."""
    return Shape(one.kind, one.encoding, one.delimiter, one.has_header, one.columns)


def content_of(one: Import) -> bytes:
    """Return the file; nothing once it is done."""
    if not one.path or not default_storage.exists(one.path):
        return b""
    with default_storage.open(one.path) as file:
        return bytes(file.read())


@transaction.atomic
def reread(one: Import, *, encoding: str, delimiter: str, has_header: bool) -> Import:
    """Read a draft another way: its columns are guessed anew.

    Raises:
        NotADraft: if it was begun.
    """
    found = _draft(one)
    found.encoding, found.delimiter, found.has_header = encoding, delimiter, has_header
    content = content_of(found)
    if found.kind == Import.Kind.CSV:
        plain = Shape("CSV", encoding, delimiter, has_header=False)
        first = next(iter(reading.rows(content, plain, limit=1)), [])
        found.columns = first if has_header else [""] * len(first)
        found.mapping = mapping.guess(found.columns, custom.of_subject(CustomField.Subject.CUSTOMER))
    found.total = sum(1 for _ in reading.records(content, shape_of(found), []))
    found.save()
    return found


@transaction.atomic
def begin(one: Import, *, columns: list[str], existing: str, is_vouched: bool, country: str) -> None:
    """Take everybody in, by a job that exists exactly if this is committed.

    Raises:
        NotADraft: if it was begun before.
    """
    found = _draft(one)
    found.mapping, found.existing, found.is_vouched, found.country = columns, existing, is_vouched, country
    found.state = Import.State.RUNNING
    found.save()
    jobs.app.configure_task(JOB, lock=f"import-{found.pk}").defer(import_id=found.pk)


def cancel(one: Import, *, at: datetime) -> None:
    """Stop after the chunk that is being taken in; whoever is in stays. Repeating it changes nothing."""
    file_runs.stop(one, at=at, states={Import.State.DRAFT, Import.State.RUNNING})


def run(import_id: int, *, clock: Callable[[], datetime]) -> None:
    """Go on from where the file has come to, until it is through or somebody stops it."""
    one = Import.objects.get(pk=import_id)
    if one.state != Import.State.RUNNING:
        return
    fields = {field.key: field for field in custom.of_subject(CustomField.Subject.CUSTOMER)}
    found = reading.records(content_of(one), shape_of(one), one.mapping)
    file_runs.go_on(one, islice(found, one.done, None), partial(_take, fields), size=CHUNK, clock=clock)


@transaction.atomic
def forget_drafts(*, at: datetime) -> int:
    """Delete files that were put down and never begun; return how many."""
    old = Import.objects.select_for_update(no_key=True).filter(
        state=Import.State.DRAFT, created_at__lt=at - FORGOTTEN_AFTER
    )
    forgotten = list(old)
    for one in forgotten:
        one.end(Import.State.CANCELLED, at=at)
    return len(forgotten)


def _take(fields: dict[str, CustomField], one: Import, chunk: tuple[Record, ...], at: datetime) -> None:
    problems: list[ImportProblem] = []
    for record in chunk:
        outcome = _taken(one, record, fields, at=at)
        setattr(one, outcome.kind, getattr(one, outcome.kind) + 1)
        problems += [
            ImportProblem(of=one, line=record.line, code=code, column=column[:120], value=value[:200])
            for code, column, value in outcome.problems
        ]
    ImportProblem.objects.bulk_create(problems)


def _taken(one: Import, record: Record, fields: dict[str, CustomField], *, at: datetime) -> Outcome:
    if record.problem:
        return Outcome("failed", [(record.problem, "", "")])
    try:
        with transaction.atomic():
            return take(one, record, fields, at=at)
    except DatabaseError:  # what no check foresaw spoils its own line only
        return Outcome("failed", [("refused", "", "")])


def _draft(one: Import) -> Import:
    found = Import.objects.select_for_update(no_key=True).get(pk=one.pk)
    if found.state != Import.State.DRAFT:
        raise NotADraft
    return found
