"""Which files a message brings, and what each is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rafiq.channels.transport import shapes
from rafiq.channels.transport.shapes import Shape

_NAMES = {
    "document": "file",
    "audio": "audio.mp3",
    "voice": "voice.ogg",
    "video": "video.mp4",
    "video_note": "video.mp4",
    "animation": "animation.mp4",
    "live_photo": "video.mp4",
}


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that waits at the provider; `size` is 0 where it is not told."""

    file_id: str
    name: str
    size: int


def files_of(message: Shape) -> list[FileRef]:
    """List the files of a message, each once."""
    found = [*_plain(message), *_photos(message), *_sticker(message), *_paid(message)]
    return list({one.file_id: one for one in found if one.file_id}.values())


def _plain(message: Shape) -> Iterator[FileRef]:
    for kind, name in _NAMES.items():
        # A moving picture comes as a document, too, "for backward compatibility".
        if (one := shapes.part(message, kind)) and not (kind == "document" and shapes.part(message, "animation")):
            yield _ref(one, shapes.words(one, "file_name", limit=120) or _titled(one) or name)


def _titled(one: Shape) -> str:
    title = shapes.words(one, "title", limit=100)
    return f"{title}.mp3" if title else ""


def _photos(message: Shape) -> Iterator[FileRef]:
    if sizes := shapes.parts(message, "photo"):
        yield _ref(max(sizes, key=_area), "photo.jpg")


def _area(size: Shape) -> int:
    return (shapes.whole(size, "width") or 0) * (shapes.whole(size, "height") or 0)


def _sticker(message: Shape) -> Iterator[FileRef]:
    sticker = shapes.part(message, "sticker")
    # Moving ones are in formats nobody else shows; their emoji says what they mean.
    if sticker and not sticker.get("is_animated") and not sticker.get("is_video"):
        yield _ref(sticker, "sticker.webp")


def _paid(message: Shape) -> Iterator[FileRef]:
    for one in shapes.parts(shapes.part(message, "paid_media"), "paid_media"):
        yield from _plain(one)
        yield from _photos(one)


def _ref(one: Shape, name: str) -> FileRef:
    return FileRef(shapes.words(one, "file_id", limit=500), name, max(shapes.whole(one, "file_size") or 0, 0))
