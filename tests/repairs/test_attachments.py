"""Photos: what is taken, what is refused, who may look."""

import io
import os
import struct
import zlib
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from PIL import Image

from community.core.auth import Actor
from community.core.clock import now
from community.core.uow import unit_of_work
from repairs.attachments import images
from repairs.attachments.services import discard_loose, file_key
from tests.support.estate import Estate
from tests.support.tickets import Desk, picture


def noisy(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


def bomb() -> bytes:
    """A PNG of 60,000 × 60,000 white pixels in a few kilobytes, as far as its header tells."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def with_exif() -> bytes:
    """A picture lying on its side, with a place and a camera in its metadata."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(60, 40, exif=exif)


def test_a_photo_is_turned_upright_and_loses_its_metadata(desk: Desk, estate: Estate) -> None:
    answer = desk.upload(estate.resident, with_exif())
    assert (answer.status_code, answer.json["width"], answer.json["height"], answer.json["state"]) == (201, 40, 60, "loose")
    photo = desk.as_(estate.resident).get(answer.json["url"])
    assert photo.content_type == "image/jpeg"
    assert len(photo.data) == answer.json["size"]
    assert b"SecretPhone" not in photo.data
    with Image.open(io.BytesIO(photo.data)) as image:
        assert dict(image.getexif()) == {}
        assert image.getpixel((20, 5))[1] < 100  # red, once the left half, is now on top
        assert image.getpixel((20, 55))[1] > 200


def test_a_large_photo_is_made_smaller_and_has_a_thumbnail(desk: Desk, estate: Estate) -> None:
    answer = desk.upload(estate.resident, picture(4000, 3000)).json
    assert (answer["width"], answer["height"]) == (2048, 1536)
    with Image.open(io.BytesIO(desk.as_(estate.resident).get(answer["thumb_url"]).data)) as thumb:
        assert thumb.size == (480, 360)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "I;16"), ("WEBP", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L")]
)
def test_every_usual_kind_of_picture_becomes_a_jpeg(kind: str, mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, kind)
    with Image.open(io.BytesIO(images.clean(out.getvalue()).content)) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (30, 20))


def test_what_was_transparent_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(images.clean(out.getvalue()).content)) as image:
        assert image.getpixel((15, 10)) == (255, 255, 255)


REFUSED = {
    "a script": (b"<?php system($_GET['c']); ?>", 415, "attachment.unsupported"),
    "a page": (b"<html><script>alert(1)</script></html>", 415, "attachment.unsupported"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 415, "attachment.unsupported"),
    "a GIF": (picture(kind="GIF"), 415, "attachment.unsupported"),
    "nothing": (b"", 422, "attachment.empty"),
    "a bomb": (bomb(), 422, "attachment.too_many_pixels"),
    "half a photo": (picture(600, 400)[:1500], 422, "attachment.damaged"),
    "half a PNG": (picture(600, 400, "PNG")[:200], 422, "attachment.damaged"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_whatever_is_called_jpg_and_is_no_photo_gets_a_clear_refusal(desk: Desk, estate: Estate, what: str) -> None:
    content, status, code = REFUSED[what]
    answer = desk.upload(estate.resident, content, "photo.jpg")
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_photo_may_have_so_many_bytes_and_not_one_more(desk: Desk, estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = picture(600, 400)
    monkeypatch.setattr(images, "MAX_BYTES", len(photo))
    assert desk.upload(estate.resident, photo).status_code == 201
    answer = desk.upload(estate.resident, photo + b"\0")
    assert (answer.status_code, answer.json["code"]) == (413, "attachment.too_large")


def test_a_photo_is_judged_by_its_content_whatever_its_name(desk: Desk, estate: Estate) -> None:
    assert desk.upload(estate.resident, picture(kind="PNG"), "evil.php").status_code == 201


def test_garbage_never_gets_past_the_decoder_nor_breaks_it() -> None:
    """Random bytes after every magic number, and every prefix of a real photo: one of our errors, or a picture."""
    out = io.BytesIO()
    noisy(64, 64).save(out, "JPEG")
    whole = out.getvalue()
    for magic in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 "):
        for _ in range(20):
            with pytest.raises(images.REFUSALS):
                images.clean(magic + os.urandom(300))
    for cut in range(0, len(whole) - 2, 97):
        with pytest.raises(images.REFUSALS):
            images.clean(whole[:cut])


def test_a_loose_photo_is_seen_by_its_uploader_alone(desk: Desk, estate: Estate) -> None:
    photo = desk.photo(estate.resident)
    assert desk.as_(estate.resident).get(f"attachments/{photo}").status_code == 200
    for other in (estate.relative, estate.neighbour, estate.worker, estate.foreign.resident, estate.foreign.manager):
        assert desk.as_(other).get(f"attachments/{photo}").status_code == 404
        assert desk.as_(other).get(f"attachments/{photo}/thumb").status_code == 404
    assert desk.as_(estate.stranger).get(f"attachments/{photo}").status_code == 403


def test_a_photo_of_a_ticket_is_seen_by_those_who_see_the_ticket(desk: Desk, estate: Estate) -> None:
    photo = desk.photo(estate.resident)
    desk.report(attachment_ids=[photo])
    for person in (estate.resident, estate.relative, estate.worker, estate.manager, estate.operator):
        answer = desk.as_(person).get(f"attachments/{photo}/thumb")
        assert answer.status_code == 200
        assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("private, max-age=86400, immutable", "Authorization")
    assert desk.as_(estate.neighbour).get(f"attachments/{photo}").status_code == 403
    for person in (estate.foreign.resident, estate.foreign.worker, estate.foreign.manager, estate.foreign.officer):
        assert desk.as_(person).get(f"attachments/{photo}").status_code == 404


def test_a_photo_of_an_internal_comment_is_for_staff(desk: Desk, estate: Estate) -> None:
    ticket, photo = desk.report(), desk.photo(estate.worker)
    body = {"text": "疑似私改线路", "internal": True, "attachment_ids": [photo]}
    assert desk.as_(estate.worker).post(f"tickets/{ticket['id']}/comments", body).status_code == 201
    assert desk.as_(estate.manager).get(f"attachments/{photo}").status_code == 200
    assert desk.as_(estate.resident).get(f"attachments/{photo}").status_code == 404
    assert photo not in desk.as_(estate.resident).get(f"tickets/{ticket['id']}").text


def test_a_photo_of_another_or_one_used_already_cannot_be_attached(desk: Desk, estate: Estate) -> None:
    foreign, used = desk.photo(estate.neighbour), desk.photo(estate.resident)
    desk.report(attachment_ids=[used])
    before = desk.as_(estate.manager).get(f"tickets?community_id={estate.community_id}").json["items"]
    for wrong in ([foreign], [used], [desk.photo(estate.resident), foreign], ["01a20378-f316-702b-8897-d1b48c6a6a3f"]):
        answer = desk.as_(estate.resident).post("tickets", desk.body(attachment_ids=wrong))
        assert (answer.status_code, answer.json["code"]) == (422, "attachment.unknown")
    after = desk.as_(estate.manager).get(f"tickets?community_id={estate.community_id}").json["items"]
    assert [t["id"] for t in before] == [t["id"] for t in after]  # nothing is half done


def test_loose_photos_are_discarded_after_a_day_and_attached_ones_kept(app: Flask, desk: Desk, estate: Estate) -> None:
    loose, kept = desk.photo(estate.resident), desk.photo(estate.resident)
    desk.report(attachment_ids=[kept])
    folder = app.extensions["linli"].settings.data / "files"
    for hours, there in ((23, True), (25, False)):
        with time_machine.travel(now() + timedelta(hours=hours)), app.app_context(), unit_of_work(Actor.system("test")) as uow:
            discard_loose(uow)
        assert (folder / file_key(loose, "photo")).exists() is there
        assert desk.as_(estate.resident).get(f"attachments/{loose}").status_code == (200 if there else 404)
    assert (folder / file_key(kept, "thumb")).exists()
    assert desk.as_(estate.manager).get(f"attachments/{kept}").status_code == 200
