"""What the services share."""

from __future__ import annotations

import uuid

from django.db import transaction

from rafiq.workforce.models import WorkforceSettings


def locked_settings() -> WorkforceSettings:
    """Return the one row of settings, locked until the transaction ends."""
    WorkforceSettings.objects.get_or_create(pk=1)
    return WorkforceSettings.objects.select_for_update(no_key=True).get(pk=1)


@transaction.atomic
def restamp() -> None:
    """Make every process read the hours anew once this is done."""
    settings = locked_settings()
    settings.stamp = uuid.uuid4()
    settings.save(update_fields=["stamp"])
