"""Fixtures of the help centre's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafiq.accounts.models import Company


@pytest.fixture
def company() -> Company:
    found, _ = Company.objects.update_or_create(
        pk=1, defaults={"name": "Narvan", "language": "fa", "calendar": "jalali", "time_zone": "Asia/Tehran"}
    )
    return found


@pytest.fixture
def asked() -> Iterator[Callable[[], int]]:
    """Count the statements that ask the database something; marks of transactions are none."""
    with CaptureQueriesContext(connection) as captured:
        yield lambda: sum("SAVEPOINT" not in one["sql"] for one in captured.captured_queries)
