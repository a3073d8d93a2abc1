"""What is written into the log of the process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_ASK = """
import logging, django
django.setup()
print(*(name for name in ("httpx", "httpcore.connection") if logging.getLogger(name).isEnabledFor(logging.INFO)))
"""


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_addresses_that_hold_tokens_are_never_logged_however_much_is_wanted(level: str):
    environment = {**os.environ, "RAFIQ_LOG_LEVEL": level, "DJANGO_SETTINGS_MODULE": "rafiq.settings"}
    asked = subprocess.run([sys.executable, "-c", _ASK], env=environment, capture_output=True, text=True, check=True)

    assert asked.stdout.split() == []
