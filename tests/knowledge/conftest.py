"""Fixtures of the help centre's tests."""

from __future__ import annotations

import pytest

from rafiq.accounts.models import Company


@pytest.fixture
def company() -> Company:
    found, _ = Company.objects.update_or_create(
        pk=1, defaults={"name": "Narvan", "language": "fa", "calendar": "jalali", "time_zone": "Asia/Tehran"}
    )
    return found
