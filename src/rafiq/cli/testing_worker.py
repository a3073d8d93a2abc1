"""A pytest plugin: leads each process of a parallel run to its own database server and data folder.

It is named in PYTEST_PLUGINS, because that is read before Django's settings are.
"""

from __future__ import annotations

import os
from pathlib import Path

from rafiq.platform import postgres


def _settle(worker: str) -> None:
    data = Path(os.environ["RAFIQ_DATA"]) / worker
    url = postgres.running_url(data)
    if url is None:
        raise postgres.PostgresError(f"No database server runs on {data}.")
    os.environ.update(RAFIQ_DATA=str(data), DATABASE_URL=url)


if _WORKER := os.environ.get("PYTEST_XDIST_WORKER"):  # the process that only hands out tests has none
    _settle(_WORKER)
