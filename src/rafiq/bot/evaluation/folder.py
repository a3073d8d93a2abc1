"""The plain format of questions and answers to measure with.

`articles.jsonl`: {"id", "lang", "title", "body"} and, if there are any, "asked": the ways people ask for it.
`questions.jsonl`: {"id", "lang", "text", "articles"}: ids that answer it, none where nothing does; "split" may say
which are for tuning ("tune") and which for the figures ("test").
`intents.jsonl`: {"text", "intent", "split", "lang"}, intent
null where none fits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class BadFolder(ValueError):
    """A folder does not hold what is to be measured; says where and why."""


@dataclass(frozen=True, slots=True)
class Article:
    """What may answer. Those for staff only are left out: the bot never reads them."""

    key: str
    language: str
    title: str
    body: str
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and the keys of the articles that answer it."""

    text: str
    language: str
    articles: frozenset[str]
    split: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """All there is to measure with; either part may be empty."""

    articles: tuple[Article, ...]
    questions: tuple[Asked, ...]
    intents: tuple[Mapping[str, Any], ...]


def read(path: Path) -> Folder:
    """Read a folder.

    Raises:
        BadFolder: if there is nothing to measure with, or a line is not what it should be.
    """
    articles = tuple(_article(line) for line in _lines(path / "articles.jsonl") if line.get("audience") != "agents")
    questions = tuple(_asked(line) for line in _lines(path / "questions.jsonl"))
    intents = tuple(_intent(line) for line in _lines(path / "intents.jsonl"))
    if not (articles and questions) and not intents:
        raise BadFolder(f"{path}: neither articles.jsonl with questions.jsonl nor intents.jsonl")
    return Folder(articles, questions, intents)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _parsed(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFolder(f"{path}: {error}") from error


def _parsed(line: str, place: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadFolder(f"{place}: {error}") from error
    if not isinstance(found, dict):
        raise BadFolder(f"{place}: not an object")
    return {**found, "": place}


def _article(line: Mapping[str, Any]) -> Article:
    asked = line.get("asked", ())
    return Article(
        key=_words(line, "id"),
        language=_words(line, "lang"),
        title=_words(line, "title").replace("_", " "),
        body=_words(line, "body"),
        asked=tuple(one for one in asked if isinstance(one, str)) if isinstance(asked, list) else (),
    )


def _asked(line: Mapping[str, Any]) -> Asked:
    keys = line.get("articles")
    if not isinstance(keys, list):
        raise BadFolder(f"{line['']}: articles is no list")
    split = line.get("split")
    return Asked(_words(line, "text"), _words(line, "lang"), frozenset(map(str, keys)), str(split or ""))


def _intent(line: Mapping[str, Any]) -> Mapping[str, Any]:
    _words(line, "text")
    return {key: value for key, value in line.items() if key}


def _words(line: Mapping[str, Any], key: str) -> str:
    value: Sequence[str] | object = line.get(key)
    if not isinstance(value, str):
        raise BadFolder(f"{line['']}: {key} is no text")
    return value
