"""Finds programs that tests are run against, or installs Debian's packages of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence


def program(variable: str, *, names: Sequence[str], packages: Sequence[str], whatfor: str) -> str | None:
    """Return the path of a program: the one named by an environment variable, one on PATH, or one installed now.

    It is installed only where we may: on Debian, as root. Else a line on stderr says what is missing, and None is
    returned; `whatfor` names the tests that then cannot run.
    """
    return os.environ.get(variable) or _found(names) or _installed(variable, names, packages, whatfor)


def _found(names: Sequence[str]) -> str | None:
    beside = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
    return next((place for name in names if (place := shutil.which(name, path=beside))), None)


def _installed(variable: str, names: Sequence[str], packages: Sequence[str], whatfor: str) -> str | None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(
            f"rafiq: {whatfor.upper()} NEED {names[0].upper()}, and none was found. Install it "
            f"(Debian: apt-get install {packages[0]}) or name its program in {variable}.",
            file=sys.stderr,
        )
        return None
    print(f"rafiq: installing {names[0]} for {whatfor} …", file=sys.stderr)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run([apt, "-qq", *words], check=False, env=quiet, capture_output=True, text=True)
        if done.returncode:
            print(f"rafiq: apt-get {words[0]} failed:\n{done.stderr.strip()}", file=sys.stderr)
    return _found(names)
