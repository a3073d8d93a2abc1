"""Pictures are written anew: hidden data (place, camera) goes, whatever hid in the file goes, and a thumbnail comes."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 50_000_000
MAX_SIDE = 3200
THUMBNAIL_SIDE = 640
MAX_FRAMES = 120


class Undecodable(Exception):
    """The picture is broken, or would be enormous once unpacked."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture written anew, and its thumbnail (WebP)."""

    content: bytes
    content_type: str
    width: int
    height: int
    thumbnail: bytes


def rewrite(content: bytes) -> Picture:
    """Decode a picture and encode it again: JPEG stays JPEG, moving pictures become WebP, the rest PNG or WebP.

    Raises:
        Undecodable: if it cannot be decoded safely.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP", "GIF"])
            if image.width * image.height > MAX_PIXELS:
                raise Undecodable
            return _moving(image) if getattr(image, "is_animated", False) else _still(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as error:
        raise Undecodable from error


def _still(image: Image.Image) -> Picture:
    is_jpeg = image.format == "JPEG"
    upright = ImageOps.exif_transpose(image)
    plain = upright.convert("RGB" if is_jpeg else "RGBA")
    plain.thumbnail((MAX_SIDE, MAX_SIDE))
    has_alpha = plain.mode == "RGBA" and plain.getchannel("A").getextrema() != (255, 255)
    if is_jpeg or not has_alpha:
        plain = plain.convert("RGB")
    kind = "JPEG" if is_jpeg else "PNG" if image.format == "PNG" else "WEBP"
    return Picture(_encoded(plain, kind), f"image/{kind.lower()}", plain.width, plain.height, _thumbnail(plain))


def _moving(image: Image.Image) -> Picture:
    frames = []
    for number in range(min(getattr(image, "n_frames", 1), MAX_FRAMES)):
        image.seek(number)
        frame = image.convert("RGBA")
        frame.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        frames.append(frame)
    out = io.BytesIO()
    frames[0].save(
        out, "WEBP", save_all=True, append_images=frames[1:], duration=image.info.get("duration", 100), loop=0
    )
    return Picture(out.getvalue(), "image/webp", frames[0].width, frames[0].height, _thumbnail(frames[0]))


def _thumbnail(image: Image.Image) -> bytes:
    small = image.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _encoded(small, "WEBP")


def _encoded(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, quality=85, optimize=kind == "JPEG")
    return out.getvalue()
