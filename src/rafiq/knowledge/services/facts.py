"""What every event about a translation tells."""

from __future__ import annotations

from typing import Any

from rafiq.knowledge.models import Translation


def ids(translation: Translation) -> dict[str, Any]:
    """Return what every event about a translation tells."""
    return {
        "article_id": translation.article_id,
        "translation_id": translation.pk,
        "language": translation.language,
    }
