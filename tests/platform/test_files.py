"""Files: what is taken in, what is refused, how it is given out."""

from __future__ import annotations

import errno
import io
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rafiq.platform import files
from rafiq.platform.files.models import StoredFile
from rafiq.platform.files.refusals import BrokenImage, EmptyFile, NoSpace, TooLarge, UnsupportedType
from tests.makers import NOON

pytestmark = pytest.mark.django_db


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 60), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def put(content: bytes, name: str = "a.jpg", content_type: str = "image/jpeg") -> StoredFile:
    return files.store(SimpleUploadedFile(name, content, content_type), owner="agent-1", at=NOON)


class TestPictures:
    def test_where_a_photo_was_taken_is_not_kept(self):
        exif = Image.Exif()
        exif[0x8825] = {1: "N", 2: (35.0, 41.0, 0.0)}
        exif[0x010F] = "Camera of Maryam"
        stored = put(picture(exif=exif))

        with default_storage.open(stored.path) as kept:
            content = kept.read()
        assert b"Camera of Maryam" not in content
        assert not Image.open(io.BytesIO(content)).getexif()

    def test_a_sideways_photo_is_turned_upright(self):
        exif = Image.Exif()
        exif[0x0112] = 6

        assert (put(picture(exif=exif)).width, put(picture()).width) == (60, 80)

    def test_gets_a_thumbnail(self):
        stored = put(picture(size=(2000, 1000)))

        with default_storage.open(stored.thumbnail_path) as thumbnail:
            assert Image.open(thumbnail).size == (640, 320)

    def test_bytes_hidden_behind_a_picture_are_gone(self):
        stored = put(picture() + b"<script>alert(1)</script>")

        with default_storage.open(stored.path) as kept:
            assert b"script" not in kept.read()

    def test_a_bomb_is_not_unpacked(self):
        bomb = io.BytesIO()
        Image.new("1", (20_000, 20_000)).save(bomb, "PNG")

        with pytest.raises(BrokenImage):
            put(bomb.getvalue(), "bomb.png")

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
    def test_every_usual_kind_is_taken(self, kind):
        assert put(picture(kind), "a").thumbnail_path

    def test_a_moving_one_keeps_moving(self):
        out = io.BytesIO()
        frames = [Image.new("RGB", (20, 20), color) for color in ("red", "green", "blue")]
        frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

        stored = put(out.getvalue(), "a.gif")

        with default_storage.open(stored.path) as kept:
            assert Image.open(kept).n_frames == 3


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "error"),
        [
            (b"", EmptyFile),
            (b"x" * (files.MAX_BYTES + 1), TooLarge),
            (b"\xff\xd8\xff broken", BrokenImage),
            (b"<html><script>alert(1)</script>", UnsupportedType),
            (b"<?xml version='1.0'?><svg onload='alert(1)'/>", UnsupportedType),
            (b"\xef\xbb\xbf  <!DOCTYPE html>", UnsupportedType),
            (b"MZ\x90\x00" + bytes(200), UnsupportedType),
            (b"\x7fELF" + bytes(200), UnsupportedType),
            (b"#!/bin/sh\nrm -rf /", UnsupportedType),
        ],
    )
    def test_is_refused_whatever_its_name_says(self, content, error):
        with pytest.raises(error):
            put(content)

        assert not StoredFile.objects.exists()

    def test_a_full_disk_keeps_nothing(self, monkeypatch, tmp_path):
        written: list[Path] = []

        def full(self: FileSystemStorage, name: str, content: object) -> str:
            path = Path(self.path(name))
            if written:
                raise OSError(errno.ENOSPC, "No space left on device")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"part")
            written.append(path)
            return name

        monkeypatch.setattr(FileSystemStorage, "_save", full)
        with pytest.raises(NoSpace):
            put(picture())

        assert not written[0].exists()
        assert not StoredFile.objects.exists()


class TestNames:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("فاکتور خرید.html", "فاکتور خرید.txt"),
            ("..", "file.txt"),
            ("a\x00b\n.exe", "ab.txt"),
        ],
    )
    def test_keeps_the_name_and_gives_the_ending_the_content_deserves(self, given, kept):
        upload = SimpleUploadedFile("x", b"only words")
        upload._name = given

        assert files.store(upload, owner="a", at=NOON).name == kept


class TestServing:
    def test_a_document_is_offered_for_saving_and_cannot_run(self, client):
        stored = put(b"%PDF-1.7 something", "bill.pdf")

        answer = client.get(f"/files/{stored.token}/{stored.name}")

        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"

    def test_a_picture_is_shown(self, client):
        stored = put(picture())

        answer = client.get(f"/files/{stored.token}/thumbnail")

        assert answer["Content-Type"] == "image/webp"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"

    def test_an_unknown_one_does_not_exist(self, client):
        assert client.get("/files/nope/a.pdf").status_code == 404


class TestBroughtByChannels:
    def put(self, content: bytes, name: str = "a.bin") -> StoredFile:
        return files.store_bytes(content, name=name, owner="channel-1", at=NOON)

    def test_what_is_kept_can_be_read_again(self):
        stored = self.put(b"%PDF-1.7 invoice", "invoice.pdf")

        assert files.read(stored.token) == b"%PDF-1.7 invoice"

    def test_what_nobody_knows_is_kept_as_plain_bytes(self):
        stored = self.put(b"\x00\x01\x02drawing", "plan.dwg")

        assert (stored.name, stored.content_type) == ("plan.dwg", "application/octet-stream")

    def test_a_picture_that_is_broken_is_kept_as_plain_bytes(self):
        stored = self.put(b"\xff\xd8\xff broken", "photo.jpg")

        assert (stored.content_type, stored.thumbnail_path) == ("application/octet-stream", "")

    def test_a_page_is_kept_under_a_name_that_opens_as_text(self):
        stored = self.put(b"<html><script>alert(1)</script>", "invoice.html")

        assert stored.name == "invoice.html.txt"
        assert stored.content_type == "application/octet-stream"

    @pytest.mark.parametrize(("content", "name"), [(b"MZ\x90", "a.pdf"), (b"words", "a.EXE"), (b"#!/bin/sh", "x")])
    def test_programs_are_refused(self, content, name):
        with pytest.raises(UnsupportedType):
            self.put(content, name)

    def test_may_be_larger_than_an_upload_but_not_without_end(self):
        stored = self.put(b"\x00" * (files.MAX_BYTES + 1))
        assert stored.size == files.MAX_BYTES + 1

        with pytest.raises(TooLarge) as refused:
            self.put(b"\x00" * (files.MOST_BROUGHT + 1))
        assert "too large" in refused.value.reason

    def test_what_is_gone_is_said_to_be(self):
        with pytest.raises(files.FileGone):
            files.read("no-such-token")
