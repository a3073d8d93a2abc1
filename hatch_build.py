"""Tells the wheel what it needs: the same list that the lock file is made from."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Dependencies(MetadataHookInterface):
    """Reads requirements/base.in."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in the wheel's dependencies."""
        lines = Path(self.root, "requirements", "base.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in map(str.strip, lines) if line and not line.startswith(("#", "-"))]
