"""How far a message has come on its way out, kept as soon as the provider said yes."""

from __future__ import annotations

from datetime import datetime

from rafiq.channels.telegram.models import SentPart


def sent(channel_id: int, key: str) -> dict[int, str]:
    """Find what went out of a message: the provider's id of each part."""
    return dict(SentPart.objects.filter(channel=channel_id, key=key[:100]).values_list("part", "provider_id"))


def note(channel_id: int, key: str, part: int, provider_id: str) -> None:
    """Keep that a part went out."""
    row = SentPart(channel_id=channel_id, key=key[:100], part=part, provider_id=provider_id[:200])
    SentPart.objects.bulk_create([row], ignore_conflicts=True)


def forget(*, before: datetime) -> int:
    """Forget what went out before a moment; return how many parts."""
    return SentPart.objects.filter(sent_at__lt=before).delete()[0]
