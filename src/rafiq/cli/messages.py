"""Collects the translatable texts of Python files and templates into the .po files, with Babel alone.

The files change only when texts do: sorted by text, no line numbers, no dates, no leftovers.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from rafiq.cli import assets, freshness, places

_LAZY = {f"{name}_lazy": spec for name, spec in DEFAULT_KEYWORDS.items() if name.endswith("gettext")}
KEYWORDS = {**DEFAULT_KEYWORDS, **_LAZY, "gettext_noop": None}
_CHURN = re.compile(rb'^"(POT-|PO-|Generated-By|Last-Translator|Report-|Language-Team|Project-Id-Version).*\n', re.M)

# Headers of new files; the rules for plurals are those of Unicode's CLDR.
_LANGUAGES = {
    "fa": "nplurals=2; plural=(n > 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 "
        ": n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}


def main(words: list[str]) -> int:
    """Update the .po files; with --check only tell whether they are complete (exit code 1 if not)."""
    parser = argparse.ArgumentParser(prog="rafiq makemessages", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail if a text is missing")
    only_checks = parser.parse_args(words).check
    settings.configure()  # the template reader asks for DEBUG, nothing else
    found = collect(places.PACKAGE)
    missing = 0
    _create_files(places.PACKAGE)
    for source in freshness.translations():
        catalogue = _updated(source, found=found)
        lacking = [message for message in catalogue if message.id and not _is_complete(message.string)]
        missing += len(lacking)
        print(f"{catalogue.locale}: {len(catalogue)} texts, {len(lacking)} not translated", file=sys.stderr)
        if only_checks:
            print("\n".join(f"  {message.id!r}" for message in lacking[:20]), file=sys.stderr)
        else:
            _write(catalogue, source)
            assets.compile_translation(source)
    return 1 if only_checks and missing else 0


def _create_files(package: Path) -> None:
    for language, plurals in _LANGUAGES.items():
        target = package / "locale" / language / "LC_MESSAGES" / "django.po"
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            lines = [f"Language: {language}", f"Plural-Forms: {plurals}", "Content-Type: text/plain; charset=utf-8"]
            headers = "".join(f'"{line}\\n"\n' for line in lines)
            target.write_text(f'msgid ""\nmsgstr ""\n{headers}')


def collect(package: Path) -> Catalog:
    """Find every text that the interface may show."""
    catalogue = Catalog(charset="utf-8")
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt")]):
        where = path.relative_to(package.parent).as_posix()
        for _, text, comments, context in _texts_in(path):
            catalogue.add(text, locations=[(where, 0)], auto_comments=comments, context=context)
    return catalogue


def _texts_in(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    content = path.read_text()
    if path.suffix != ".py":
        # Django turns a template into calls among filler; without the template's indentation it reads as Python.
        content = "\n".join(line.strip() for line in templatize(content).split("\n"))
    return extract("python", io.BytesIO(content.encode()), KEYWORDS, ["Translators:"])


def _updated(source: Path, *, found: Catalog) -> Catalog:
    with source.open("rb") as file:
        catalogue = read_po(file)
    if catalogue.locale is None:
        catalogue.locale = source.parent.parent.name
    catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def _is_complete(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Test whether a text, or each of its plural forms, has been translated."""
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _write(catalogue: Catalog, target: Path) -> None:
    output = io.BytesIO()
    write_po(output, catalogue, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    target.write_bytes(_CHURN.sub(b"", output.getvalue()).lstrip())
