"""Files of many articles are taken in by a worker, a few pieces a transaction, until they are through or stopped.

Each chunk is one transaction that also moves `Import.done`; a worker that is killed goes on behind the last one.
"""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from rafiq.accounts.models import Agent
from rafiq.knowledge.models import Import, ImportProblem
from rafiq.knowledge.services.errors import BadFile
from rafiq.knowledge.services.importing import BROKEN, REFUSED, Step, line_steps, pack_steps, why
from rafiq.platform import file_runs, jobs, text

JOB = "knowledge.run_import"
CHUNK = 20
AT_ONCE = 50
"""As many pieces are taken in while somebody waits for the page."""


def is_long(content: bytes, *, kind: str) -> bool:
    """Test whether nobody should wait for this file.

    Raises:
        BadFile: if it is no pack.
    """
    with _steps(content, kind) as steps:
        return len(steps) > AT_ONCE


def begin_import(content: bytes, *, name: str, kind: str, by: Agent, at: datetime) -> Import:
    """Take a file in by a job that exists exactly if this is committed.

    Raises:
        BadFile: if it is no pack.
    """
    with _steps(content, kind) as steps:
        total = len(steps)
    path = default_storage.save(f"imports/{at:%Y/%m}/{secrets.token_urlsafe(16)}", ContentFile(content))
    with transaction.atomic():
        one = Import.objects.create(
            name=text.excerpt(name, length=200), kind=kind, path=path, total=total, by=by, created_at=at
        )
        jobs.app.configure_task(JOB, lock=f"articles-import-{one.pk}").defer(import_id=one.pk)
    return one


def cancel_import(one: Import, *, at: datetime) -> None:
    """Stop after the chunk that is being taken in; whatever is in stays. Repeating it changes nothing."""
    file_runs.stop(one, at=at)


def run_import(import_id: int, *, clock: Callable[[], datetime]) -> None:
    """Go on from where the file has come to, until it is through or somebody stops it."""
    one = Import.objects.get(pk=import_id)
    if one.state == Import.State.RUNNING:
        with _steps(_content_of(one), one.kind) as steps:
            file_runs.go_on(one, steps[one.done :], _take, size=CHUNK, clock=clock)


def _take(one: Import, chunk: Sequence[Step], at: datetime) -> None:
    problems: list[ImportProblem] = []
    for step in chunk:
        kind, code = _taken(step, by=one.by, at=at)
        if kind:
            setattr(one, kind, getattr(one, kind) + 1)
        if code:
            problems.append(ImportProblem(of=one, name=step.name[:200], code=code[:80]))
    ImportProblem.objects.bulk_create(problems)


def _taken(step: Step, *, by: Agent | None, at: datetime) -> tuple[str, str]:
    """Take one piece in; tell how it counts, and why it was refused."""
    try:
        with transaction.atomic():
            return step.do(by, at), ""
    except REFUSED as error:
        return "refused", why(error)
    except BROKEN:
        return "refused", "broken"
    except DatabaseError:  # what no check foresaw spoils its own piece only
        return "refused", "refused"


@contextmanager
def _steps(content: bytes, kind: str) -> Iterator[list[Step]]:
    if kind == Import.Kind.LINES:
        yield line_steps(content.decode("utf-8-sig", "replace").splitlines())
        return
    try:
        pack = zipfile.ZipFile(io.BytesIO(content))
        steps = pack_steps(pack)
    except BROKEN as error:
        raise BadFile from error
    with pack:
        yield steps


def _content_of(one: Import) -> bytes:
    with default_storage.open(one.path) as file:
        return bytes(file.read())
