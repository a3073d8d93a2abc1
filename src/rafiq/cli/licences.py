"""Makes sure that everything we build on may be used and shipped, and is explained in docs/dependencies.md."""

from __future__ import annotations

import importlib.metadata
import json
import re
from collections.abc import Iterator
from pathlib import Path

from rafiq.cli import places

# Permissive licences, and weak copyleft that asks nothing of a program which merely uses the library.
ALLOWED = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|PostgreSQL|Zlib|Unlicense|CC0|HPND|OFL|MPL|LGPL|"
    r"Mozilla Public|Lesser General Public)\b",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(r"\b(A?GPL|SSPL|BUSL|Commons Clause|Elastic)", re.IGNORECASE)


def main(words: list[str]) -> int:
    """Fail on a licence that is unknown or forbids, and on a direct dependency that the docs do not explain."""
    del words
    root = places.required_checkout()
    complaints = [*_python(root), *_javascript(root), *_unexplained(root)]
    print("\n".join(complaints))
    return 1 if complaints else 0


def _python(root: Path) -> Iterator[str]:
    """Look at everything that an installation of Rafiq brings along."""
    locked = "".join((root / "requirements" / name).read_text() for name in ("base.txt", "meaning.txt"))
    for name in re.findall(r"^([a-zA-Z0-9._-]+)==", locked, re.MULTILINE):
        try:
            licence = _licence(importlib.metadata.distribution(name))
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system than this
        if not is_fine(licence):
            yield f"  {name}: “{licence}”"


def _licence(distribution: importlib.metadata.Distribution) -> str:
    """Read the licence from the metadata; where they are silent, from the licence files themselves."""
    metadata = distribution.metadata
    said = metadata.get_all("License-Expression") or metadata.get_all("License") or []
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    words = " ".join([*(line[:200] for line in said), *classifiers])
    return words or " ".join(_from_files(distribution))


def _from_files(distribution: importlib.metadata.Distribution) -> Iterator[str]:
    for path in distribution.files or []:
        if path.parent.name == "licenses" and path.name.upper().startswith(("LICEN", "COPYING")):
            text = " ".join(path.read_text().split())
            yield "BSD" if "Redistribution and use in source and binary forms" in text else text[:200]


def is_fine(licence: str) -> bool:
    """Test whether a licence is one of those we may build on."""
    without_lesser = re.sub(r"LGPL", "", licence, flags=re.IGNORECASE)
    return bool(ALLOWED.search(licence)) and not FORBIDDEN.search(without_lesser)


def _javascript(root: Path) -> Iterator[str]:
    for name, package in json.loads((root / "package-lock.json").read_text())["packages"].items():
        if name and not is_fine(package.get("license", "")):
            yield f"  {name}: “{package.get('license')}”"


def _unexplained(root: Path) -> Iterator[str]:
    explained = (root / "docs" / "dependencies.md").read_text()
    for name in _direct(root):
        if f"`{name}`" not in explained:
            yield f"  {name} is not explained in docs/dependencies.md"


def _direct(root: Path) -> Iterator[str]:
    for path in sorted((root / "requirements").glob("*.in")):
        for line in path.read_text().splitlines():
            if match := re.match(r"[a-zA-Z0-9][a-zA-Z0-9._-]*", line):
                yield match[0]
    package = json.loads((root / "package.json").read_text())
    yield from [*package["dependencies"], *package["devDependencies"]]
