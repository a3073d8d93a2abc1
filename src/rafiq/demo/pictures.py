"""Draws the few pictures and papers the demo's customers send: nothing of anybody else's is needed."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from rafiq.platform import files
from rafiq.platform.files.models import StoredFile

_WALLS = ["#e9e2d6", "#dfe6e4", "#e8dede", "#e2e2ea"]


class DemoFiles:
    """Hands out a fresh stored file for each use, the drawings taking turns."""

    def __init__(self, *, at: datetime) -> None:
        self._at = at
        self._drawings: Iterator[tuple[str, bytes]] = itertools.cycle(
            [("fridge.jpg", _jpeg(_fridge)), ("blender.jpg", _jpeg(_blender)), ("washer.jpg", _jpeg(_washer))]
        )
        self._paper = _invoice()

    def picture(self) -> StoredFile:
        """Return a photo-like drawing of an appliance."""
        name, content = next(self._drawings)
        return self._store(name, content)

    def pdf(self) -> StoredFile:
        """Return an invoice."""
        return self._store("invoice.pdf", self._paper)

    def _store(self, name: str, content: bytes) -> StoredFile:
        return files.store(SimpleUploadedFile(name, content), owner="demo", at=self._at)


def make(*, at: datetime) -> DemoFiles:
    """Prepare the drawings."""
    return DemoFiles(at=at)


def _jpeg(draw_on: Callable[[ImageDraw.ImageDraw], None]) -> bytes:
    image = Image.new("RGB", (900, 675), _WALLS[len(draw_on.__name__) % len(_WALLS)])
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 560, 900, 675), fill="#b9a88f")
    draw_on(canvas)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _fridge(canvas: ImageDraw.ImageDraw) -> None:
    canvas.rounded_rectangle((310, 70, 590, 600), 18, fill="#f4f6f7", outline="#9aa5ab", width=4)
    canvas.line((310, 250, 590, 250), fill="#9aa5ab", width=4)
    for top, bottom in ((120, 210), (300, 440)):
        canvas.rounded_rectangle((336, top, 350, bottom), 6, fill="#7d888e")
    canvas.rounded_rectangle((500, 110, 560, 140), 6, fill="#1d2b30")
    canvas.ellipse((250, 585, 660, 640), fill="#a8c7cf")


def _blender(canvas: ImageDraw.ImageDraw) -> None:
    canvas.polygon([(370, 120), (530, 120), (505, 400), (395, 400)], fill="#dceef0", outline="#7fa5ab")
    canvas.line((470, 130, 440, 390), fill="#b0413e", width=5)
    canvas.rounded_rectangle((360, 90, 540, 125), 10, fill="#2c3438")
    canvas.rounded_rectangle((375, 400, 525, 590), 16, fill="#2c3438")
    canvas.ellipse((420, 460, 480, 520), fill="#c9d3d6")


def _washer(canvas: ImageDraw.ImageDraw) -> None:
    canvas.rounded_rectangle((270, 130, 630, 600), 16, fill="#fbfbfa", outline="#9aa5ab", width=4)
    canvas.line((270, 215, 630, 215), fill="#c4ccd0", width=3)
    canvas.ellipse((330, 260, 570, 500), fill="#39484f", outline="#c4ccd0", width=16)
    canvas.ellipse((380, 310, 520, 450), fill="#6d8c97")
    canvas.ellipse((560, 155, 600, 195), fill="#2f8f95")


def _invoice() -> bytes:
    page = Image.new("RGB", (620, 877), "white")
    canvas = ImageDraw.Draw(page)
    canvas.text((60, 60), "NARVAN", fill="#0f7f86", font_size=40)
    canvas.text((60, 120), "Invoice", fill="#333333", font_size=24)
    for row in range(6):
        top = 220 + row * 60
        canvas.line((60, top, 560, top), fill="#cccccc")
        canvas.rectangle((60, top + 20, 200 + row * 25, top + 34), fill="#dddddd")
        canvas.rectangle((470, top + 20, 560, top + 34), fill="#dddddd")
    out = io.BytesIO()
    page.save(out, "PDF")
    return out.getvalue()
