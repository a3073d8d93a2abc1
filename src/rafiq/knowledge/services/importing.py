"""Articles come in from files: Markdown with facts on top, a pack of everything, or JSON lines."""

from __future__ import annotations

import io
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from rafiq.accounts.models import Agent, Language
from rafiq.knowledge import front_matter
from rafiq.knowledge.contracts import Draft, Report
from rafiq.knowledge.front_matter import NotReadable, Piece
from rafiq.knowledge.models import Article, Attachment, Audience, Collection, Review, State, Translation
from rafiq.knowledge.models.article import KEY_LIMIT
from rafiq.knowledge.services.errors import (
    BadFile,
    BadSlug,
    EmptyTitle,
    KeyTaken,
    LanguageTaken,
    SlugTaken,
    TooLong,
)
from rafiq.knowledge.services.moving import save_collection
from rafiq.knowledge.services.publishing import publish
from rafiq.knowledge.services.reviews import end_review
from rafiq.knowledge.services.slugs import rename_slug, wanted
from rafiq.knowledge.services.writing import add_translation, attach, create_article, locked, save_draft
from rafiq.knowledge.words import one_line
from rafiq.platform import files

MOST_FILES = 20_000
MOST_BYTES = 200 * 1024 * 1024
ARTICLE_BYTES = 1024 * 1024
_AUDIENCES = {"agents": "STAFF", "staff": "STAFF", "customers": "CUSTOMERS", "public": "PUBLIC"}
_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")
_PACKED = re.compile(r"files/([^/]+)/([\w-]+)/([^/]+)")
# What Python's zipfile raises while it reads a damaged, encrypted or strangely compressed archive, by trying.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError,
    UnicodeDecodeError,
)  # fmt: skip
REFUSED = (NotReadable, EmptyTitle, TooLong, BadSlug, SlugTaken, KeyTaken, LanguageTaken)


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of a file: how it is named to people, and what takes it in.

    `do` tells what became of it: made, changed, unchanged, or nothing that is counted. It raises what `REFUSED` names.
    """

    name: str
    do: Callable[[Agent | None, datetime], str]


def import_markdown(content: str, *, by: Agent, at: datetime) -> Report:
    """Take in one article; one of the same key and language gets a new version.

    It is published where its facts say so. What it names is told in the report, nothing raises.
    """
    return _all([_piece_step("", lambda: front_matter.read(content))], by=by, at=at)


def import_lines(given: Iterable[str], *, by: Agent | None, at: datetime) -> Report:
    """Take in JSON lines {"id", "lang", "collection", "audience", "title", "body", "asked"}; all are published.

    A line {"collection", "names", "descriptions", "icon"} without an id names a collection. Repeating it changes
    nothing.
    """
    return _all(line_steps(given), by=by, at=at)


def import_archive(content: bytes, *, by: Agent, at: datetime) -> Report:
    """Take in what `queries.archive` packed, or any pack of Markdown files with facts on top.

    Raises:
        BadFile: if it is no pack, or would be enormous once unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            return _all(pack_steps(pack), by=by, at=at)
    except BROKEN as error:
        raise BadFile from error


def line_steps(given: Iterable[str]) -> list[Step]:
    """Tell what there is to do for JSON lines, collections first; the same for the same lines."""
    collections: list[Step] = []
    articles: list[Step] = []
    for number, line in enumerate(given, 1):
        if not line.strip():
            continue
        facts = _object(line)
        if "names" in facts and "id" not in facts:
            collections.append(_collection_step(f"{number}", [facts]))
        else:
            articles.append(_piece_step(f"{number}: {facts.get('id', '')}", _line_reader(facts)))
    return [*collections, *articles]


def pack_steps(pack: zipfile.ZipFile) -> list[Step]:
    """Tell what there is to do for a pack: its collections, its articles, their pictures; the same for the same pack.

    Raises:
        BadFile: if it would be enormous once unpacked, or its collections cannot be read.
    """
    inside = pack.infolist()
    if len(inside) > MOST_FILES or sum(one.file_size for one in inside) > MOST_BYTES:
        raise BadFile
    names = sorted(one.filename for one in inside if one.filename.endswith(".md") and one.file_size <= ARTICLE_BYTES)
    # What people read comes first, then the draft that was being written over it.
    names.sort(key=lambda name: not name.endswith(".live.md"))
    shelves = _listed(pack.read("collections.json")) if "collections.json" in pack.namelist() else []
    pictures = [(one.filename, found) for one in inside if (found := _PACKED.fullmatch(one.filename))]
    return [
        *([_collection_step("collections.json", shelves)] if shelves else []),
        *(_piece_step(name, _file_reader(pack, name)) for name in names),
        *(_picture_step(pack, name, found) for name, found in pictures),
    ]


def _piece_step(name: str, read: Callable[[], Piece]) -> Step:
    return Step(name, lambda by, at: _take(_checked(read()), by=by, at=at))


def _collection_step(name: str, shelves: list[dict[str, Any]]) -> Step:
    def do(by: Agent | None, at: datetime) -> str:
        for facts in shelves:
            _name_collection(facts, by=by, at=at)
        return ""

    return Step(name, do)


def _picture_step(pack: zipfile.ZipFile, name: str, found: re.Match[str]) -> Step:
    def do(by: Agent | None, at: datetime) -> str:
        key, token, called = found.groups()
        if by is not None:
            _bring_file(key, token, called, content=pack.read(name), by=by, at=at)
        return ""

    return Step(name, do)


def _file_reader(pack: zipfile.ZipFile, name: str) -> Callable[[], Piece]:
    return lambda: front_matter.read(pack.read(name).decode("utf-8", "replace"))


def _line_reader(facts: dict[str, Any]) -> Callable[[], Piece]:
    def read() -> Piece:
        if not facts:
            raise NotReadable("no_line")
        named = {**facts, "key": facts.get("id"), "language": facts.get("lang"), "state": State.PUBLISHED}
        return front_matter.piece_of(named, body=str(facts.get("body") or ""))

    return read


def _listed(content: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise BadFile from error
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _object(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _all(steps: Iterable[Step], *, by: Agent | None, at: datetime) -> Report:
    counts = {"made": 0, "changed": 0, "unchanged": 0, "": 0}
    refused: dict[str, str] = {}
    for step in steps:
        try:
            with transaction.atomic():
                counts[step.do(by, at)] += 1
        except REFUSED as error:
            refused[step.name] = why(error)
    counts.pop("")
    return Report(**counts, refused=refused)


def why(error: Exception) -> str:
    """Return the code under which people are told why something was refused."""
    return str(error) if isinstance(error, NotReadable) else type(error).__name__


def _checked(piece: Piece) -> Piece:
    audience = _AUDIENCES.get(piece.audience.lower(), piece.audience) or Audience.PUBLIC
    if piece.language not in Language.values or audience not in Audience.values:
        raise NotReadable("unknown")
    if len(piece.key) > KEY_LIMIT or not _KEY.fullmatch(piece.key):
        raise NotReadable("bad_key")
    return replace(piece, audience=audience, collection=wanted(piece.collection or "general", limit=KEY_LIMIT))


def _take(piece: Piece, *, by: Agent | None, at: datetime) -> str:
    """Make or change what a piece describes; tell which."""
    draft = Draft(title=piece.title, summary=piece.summary, body=piece.body, asked=piece.asked)
    article = Article.objects.filter(key=piece.key).first()
    found = Translation.objects.filter(article=article, language=piece.language).first() if article else None
    if found is None:
        made = _begin(article, piece, draft, by=by, at=at)
        _settle(made, piece, by=by, at=at)
        return "made"
    before = (found.number, found.state, found.slug, found.live_id)
    save_draft(found, draft=draft, number=found.number, by=by, at=at, note="import")
    if piece.slug and piece.slug != found.slug and by is not None:
        rename_slug(found, slug=piece.slug, by=by, at=at)
    _settle(found, piece, by=by, at=at)
    now = Translation.objects.values_list("number", "state", "slug", "live_id").get(pk=found.pk)
    return "unchanged" if now == before else "changed"


def _begin(article: Article | None, piece: Piece, draft: Draft, *, by: Agent | None, at: datetime) -> Translation:
    is_taken = Translation.objects.filter(language=piece.language, slug=piece.key).exists()
    chosen = piece.slug or ("" if is_taken else piece.key)
    if article is not None:
        return add_translation(article=article, language=piece.language, draft=draft, by=by, at=at, slug=chosen)
    collection, _ = Collection.objects.get_or_create(slug=piece.collection)
    made = create_article(
        collection=collection, audience=piece.audience, language=piece.language, draft=draft, by=by, at=at,
        key=piece.key, slug=chosen,
    )  # fmt: skip
    if piece.position is not None:
        Article.objects.filter(pk=made.article_id).update(position=piece.position)
    return made


def _settle(translation: Translation, piece: Piece, *, by: Agent | None, at: datetime) -> None:
    """Bring it to the state it travelled with; what was planned or in review comes as a draft."""
    found = locked(translation.pk)
    if piece.state == State.PUBLISHED:
        publish(found, number=found.number, by=by, at=at)
    elif piece.state == State.ARCHIVED and found.live_id is None:
        end_review(found, outcome=Review.Outcome.ENDED, by=by, at=at)
        Translation.objects.filter(pk=found.pk).update(state=State.ARCHIVED)


def _name_collection(facts: dict[str, Any], *, by: Agent | None, at: datetime) -> None:
    try:
        slug = wanted(str(facts.get("collection") or ""), limit=KEY_LIMIT)
    except BadSlug:
        return
    worded = {name: _words_of(facts.get(name)) for name in ("names", "descriptions")}
    icon = one_line(str(facts.get("icon") or "book"))[:40]
    found = Collection.objects.filter(slug=slug).first()
    if found and (found.names, found.descriptions, found.icon) == (*worded.values(), icon):
        return
    save_collection(
        found, slug=slug, names=worded["names"], descriptions=worded["descriptions"], icon=icon, by=by, at=at
    )


def _words_of(given: object) -> dict[str, str]:
    return {str(code): str(words) for code, words in given.items()} if isinstance(given, dict) else {}


def _bring_file(key: str, token: str, name: str, *, content: bytes, by: Agent, at: datetime) -> None:
    """Store a picture that came with an article, under a new name, which the bodies then use."""
    article = Article.objects.filter(key=key).first()
    if article is None or Attachment.objects.filter(file__token=token).exists():
        return
    try:
        stored = files.store_bytes(content, name=name, owner=by.actor, at=at)
    except files.FileRefused:
        return
    attach(article, tokens=[stored.token], by=by)
    for row in article.translations.filter(body__contains=token):
        draft = Draft(title=row.title, summary=row.summary, body=row.body.replace(token, stored.token),
                      asked=tuple(row.asked))  # fmt: skip
        was_live = row.state == State.PUBLISHED
        version = save_draft(row, draft=draft, number=row.number, by=by, at=at, note="import")
        if was_live:
            publish(row, number=version.number, by=by, at=at)
