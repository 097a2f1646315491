"""Voice notes and videos: what is taken, what is refused, what is left of it, who may listen and look."""

import io
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pytest
from flask import Flask
from PIL import Image

from community.core.errors import DomainError
from repairs.attachments import clips, transcoder
from tests.support import media
from tests.support.estate import Estate
from tests.support.threads import together
from tests.support.tickets import Desk, picture

VOICE, VIDEO = media.voice(), media.video()
STRICT = replace(clips.VIDEO, pixels=64 * 48 - 1)


class Made:
    """What has become of a recording."""

    def __init__(self, order: clips.Order, content: bytes) -> None:
        with tempfile.TemporaryDirectory() as name, tempfile.TemporaryFile() as source:
            source.write(content)
            source.flush()
            self.measures = clips.run(order, source, Path(name))
            self.content = Path(name, "clip.mp4").read_bytes()
            poster = Path(name, "poster.png")
            self.poster = Image.open(io.BytesIO(poster.read_bytes())) if poster.exists() else None

    @property
    def streams(self) -> list[tuple[str, str]]:
        with av.open(io.BytesIO(self.content)) as container:
            return [(stream.type, stream.codec_context.name) for stream in container.streams]


def refused(order: clips.Order, content: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        Made(order, content)
    assert caught.value.detail("zh")
    assert caught.value.detail("en")
    return caught.value.code


@pytest.mark.parametrize(
    ("codec", "container"),
    [("libopus", "webm"), ("libopus", "ogg"), ("aac", "mp4"), ("aac", "adts"), ("mp3", "mp3")],
)
def test_whatever_browsers_record_becomes_a_voice_note_that_plays_everywhere(codec: str, container: str) -> None:
    made = Made(clips.VOICE, media.voice(0.5, codec, container))
    assert made.streams == [("audio", "aac")]
    assert made.measures.seconds == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(
    ("codec", "container", "sound"), [("libx264", "mp4", "aac"), ("libvpx", "webm", "libopus"), ("libx264", "mov", None)]
)
def test_whatever_phones_record_becomes_a_video_that_plays_everywhere(codec: str, container: str, sound: str | None) -> None:
    made = Made(clips.VIDEO, media.video(0.4, codec=codec, container=container, sound=sound))
    assert made.streams == [("video", "h264")] + ([("audio", "aac")] if sound else [])
    assert made.content.index(b"moov") < made.content.index(b"mdat")  # a player can begin before it has everything
    assert (made.measures.width, made.measures.height) == (64, 48)


def test_a_large_video_is_made_smaller() -> None:
    measures = Made(clips.VIDEO, media.video(0.2, (1920, 1080), sound=None)).measures
    assert (measures.width, measures.height) == (1280, 720)


def test_a_video_of_an_upright_phone_stands_upright() -> None:
    made = Made(clips.VIDEO, media.turned(VIDEO))
    assert (made.measures.width, made.measures.height) == (48, 64)
    assert made.poster is not None
    top, bottom = made.poster.getpixel((24, 4)), made.poster.getpixel((24, 60))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[1] < 100 < bottom[1]  # red, once the left half, is on top


def test_nothing_of_the_metadata_is_left() -> None:
    secrets = (b"SecretHome", b"loci")  # the title, and the box in which MP4 keeps the place
    video = media.video(title="SecretHome", location="+29.5630+106.5516/")
    made = Made(clips.VIDEO, video)
    assert [secret in video for secret in secrets] == [True, True]
    assert [secret in made.content for secret in secrets] == [False, False]


REFUSED: dict[str, tuple[clips.Order, bytes, str]] = {
    "a script named .webm": (clips.VOICE, b"#!/bin/sh\nrm -rf /\n" * 20, "attachment.medium_unsupported"),
    "a playlist": (clips.VIDEO, b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "attachment.medium_unsupported"),
    "a list of files": (clips.VIDEO, b"ffconcat version 1.0\nfile /etc/passwd\n", "attachment.medium_unsupported"),
    "an image with a video's name": (clips.VIDEO, picture(), "attachment.medium_unsupported"),
    "a photo container": (clips.VIDEO, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + os.urandom(200), "attachment.medium_damaged"),
    "a codec nobody records": (clips.VIDEO, media.video(codec="mpeg4", sound=None), "attachment.medium_unsupported"),
    "garbage after a true beginning": (clips.VOICE, b"\x1aE\xdf\xa3" + os.urandom(500), "attachment.medium_damaged"),
    "sound alone as a video": (clips.VIDEO, media.voice(0.3, "aac", "mp4"), "attachment.no_picture"),
    "a film without sound as a voice note": (clips.VOICE, media.video(sound=None), "attachment.no_sound"),
    "a video without its index": (clips.VIDEO, VIDEO[: VIDEO.index(b"moov") - 4], "attachment.medium_damaged"),
    "half a video": (clips.VIDEO, (whole := media.video(4, index_first=True))[: len(whole) // 2], "attachment.medium_damaged"),
    "half a voice note": (clips.VOICE, (note := media.voice(4))[: len(note) // 2], "attachment.medium_damaged"),
    "a voice note that is too long": (replace(clips.VOICE, seconds=2), media.voice(3, "aac", "adts"), "attachment.too_long"),
    "a video that is too long": (replace(clips.VIDEO, seconds=2), media.video(4, sound=None), "attachment.too_long"),
    "a header that says ten hours": (clips.VOICE, media.said_to_last(VOICE, 36_000), "attachment.too_long"),
    "a header that says half a minute": (clips.VOICE, media.said_to_last(VOICE, 30), "attachment.medium_damaged"),
    "a picture that is too large": (STRICT, VIDEO, "attachment.video_too_many_pixels"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_whatever_is_no_honest_recording_gets_a_clear_refusal(what: str) -> None:
    order, content, code = REFUSED[what]
    assert refused(order, content) == code


def test_a_header_that_makes_long_sound_short_is_found_out() -> None:
    order = replace(clips.VOICE, seconds=2)
    assert refused(order, media.said_to_last(media.voice(3), 1)) == "attachment.too_long"


def test_a_header_that_makes_a_huge_picture_small_is_found_out() -> None:
    video = media.video(0.1, (640, 480), "libvpx", "webm", sound=None)
    assert refused(STRICT, media.said_to_measure(video, 32, 24)) in (
        "attachment.video_too_many_pixels",
        "attachment.medium_damaged",
    )


def test_the_kernel_ends_what_takes_too_much() -> None:
    large = media.video(0.2, (1280, 720), sound=None)
    for order in (replace(clips.VIDEO, memory_bytes=100 * clips.MEGABYTE), replace(clips.VIDEO, output_bytes=1000)):
        assert refused(order, large) in ("attachment.too_lavish", "attachment.medium_damaged")


def test_the_limits_are_those_that_are_promised() -> None:
    assert (clips.VOICE.seconds, clips.VIDEO.seconds, clips.LOOK.seconds) == (60, 30, 30)
    assert clips.VIDEO.pixels == clips.LOOK.pixels == 4096 * 2304
    assert clips.MOST_BYTES == {"voice": 5 * 2**20, "video": 60 * 2**20}


def test_the_transcoder_is_a_program_of_its_own() -> None:
    """It imports nothing of ours: it must start quickly, and know no secret."""
    source = Path(transcoder.__file__).read_text()
    assert not any(f"{word} {name}" in source for word in ("import", "from") for name in ("repairs", "community"))


@pytest.fixture
def voice_of(desk: Desk) -> Any:
    """Upload a voice note as this person and return its attachment."""
    return lambda person: desk.uploaded(person, VOICE, kind="voice")


def test_a_voice_note_can_be_heard_at_once(desk: Desk, estate: Estate, voice_of: Any) -> None:
    note = voice_of(estate.resident)
    assert (note["kind"], note["media_state"], note["content_type"], note["thumb_url"]) == ("voice", "ready", "audio/mp4", None)
    assert note["seconds"] == pytest.approx(0.5, abs=0.1)
    heard = desk.as_(estate.resident).get(note["url"])
    assert (heard.status_code, heard.content_type, len(heard.data)) == (200, "audio/mp4", note["size"])
    assert desk.as_(estate.resident).get(f"{note['url']}/thumb").status_code == 404


def test_players_may_ask_for_parts(desk: Desk, estate: Estate, voice_of: Any) -> None:
    note = voice_of(estate.resident)
    whole = desk.as_(estate.resident).get(note["url"]).data
    for asked, said, part in (
        ("bytes=0-1", f"bytes 0-1/{len(whole)}", whole[:2]),
        ("bytes=100-", f"bytes 100-{len(whole) - 1}/{len(whole)}", whole[100:]),
        ("bytes=-7", f"bytes {len(whole) - 7}-{len(whole) - 1}/{len(whole)}", whole[-7:]),
    ):
        answer = desk.as_(estate.resident).get(note["url"], headers={"Range": asked})
        assert (answer.status_code, answer.headers["Content-Range"], answer.data) == (206, said, part)
        assert answer.headers["Cache-Control"] == "private, max-age=86400, immutable"
    beyond = desk.as_(estate.resident).get(note["url"], headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond.json["code"]) == (416, "request.range")
    assert desk.as_(estate.resident).get(note["url"], headers={"Range": "lines=1-2"}).data == whole


def test_a_loose_voice_note_is_heard_by_its_uploader_alone(desk: Desk, estate: Estate, voice_of: Any) -> None:
    url = voice_of(estate.resident)["url"]
    for other in (estate.relative, estate.neighbour, estate.worker, estate.foreign.manager):
        assert desk.as_(other).get(url).status_code == 404


def test_a_voice_note_of_a_ticket_is_heard_by_those_who_see_the_ticket(desk: Desk, estate: Estate, voice_of: Any) -> None:
    note = voice_of(estate.resident)
    desk.report(attachment_ids=[note["id"]])
    for person in (estate.resident, estate.relative, estate.worker, estate.manager, estate.operator):
        assert desk.as_(person).get(note["url"]).status_code == 200
    assert desk.as_(estate.neighbour).get(note["url"]).status_code == 403
    for person in (estate.foreign.resident, estate.foreign.worker, estate.foreign.manager, estate.foreign.officer):
        assert desk.as_(person).get(note["url"]).status_code == 404


def test_a_voice_note_may_stand_for_the_words(desk: Desk, estate: Estate, voice_of: Any) -> None:
    ticket = desk.report(text=None, attachment_ids=[voice_of(estate.resident)["id"]])
    assert ticket["text"] == "[语音] 1 秒"
    english = {"Accept-Language": "en"}
    listed = desk.as_(estate.manager).get(f"tickets?community_id={estate.community_id}", headers=english).json["items"]
    assert [one["text"] for one in listed] == ["[Voice] 1 s"]
    said = {"attachment_ids": [voice_of(estate.manager)["id"]]}
    assert desk.as_(estate.manager).post(f"tickets/{ticket['id']}/comments", said).status_code == 201


def test_without_words_there_must_be_a_voice(desk: Desk, estate: Estate) -> None:
    for ids in ([], [desk.photo(estate.resident)]):
        answer = desk.as_(estate.resident).post("tickets", desk.body(text=None, attachment_ids=ids))
        assert (answer.status_code, answer.json["code"]) == (422, "ticket.words_needed")
    answer = desk.as_(estate.resident).post(f"tickets/{desk.report()['id']}/comments", {})
    assert (answer.status_code, answer.json["code"]) == (422, "ticket.words_needed")


def test_there_is_one_voice_note_and_one_video_to_a_report_and_no_more(desk: Desk, estate: Estate, voice_of: Any) -> None:
    mine = estate.resident
    voices = [voice_of(mine)["id"] for _ in range(2)]
    videos = [desk.uploaded(mine, VIDEO, kind="video")["id"] for _ in range(2)]
    photos = [desk.photo(mine) for _ in range(10)]
    for ids in (voices, videos, photos):
        answer = desk.as_(mine).post("tickets", desk.body(attachment_ids=ids))
        assert (answer.status_code, answer.json["code"]) == (422, "attachment.too_many")
    ticket = desk.report(attachment_ids=[*photos[:9], voices[0], videos[0]])
    assert len(ticket["attachments"]) == 11
    answer = desk.as_(mine).post(f"tickets/{ticket['id']}/comments", {"text": "看视频", "attachment_ids": [videos[1]]})
    assert answer.json["code"] == "attachment.too_many"


def test_proof_is_a_photo(desk: Desk, estate: Estate) -> None:
    ticket = desk.in_progress()
    note = desk.uploaded(estate.worker, VOICE, kind="voice")["id"]
    answer = desk.act(estate.worker, ticket, "resolve", measure="已修好", attachment_ids=[note])
    assert (answer.status_code, answer.json["code"]) == (422, "attachment.too_many")


def test_of_two_reports_at_once_one_gets_the_voice_note(desk: Desk, estate: Estate, voice_of: Any) -> None:
    note, client = voice_of(estate.resident)["id"], desk.as_(estate.resident)
    answers = together(*[lambda: client.post("tickets", desk.body(attachment_ids=[note]))] * 2)
    assert sorted(answer.status_code for answer in answers) == [201, 422]


@pytest.mark.parametrize(("kind", "content"), [("voice", VOICE), ("video", VIDEO)])
def test_so_many_bytes_and_not_one_more(
    desk: Desk, estate: Estate, monkeypatch: pytest.MonkeyPatch, kind: str, content: bytes
) -> None:
    monkeypatch.setitem(clips.MOST_BYTES, kind, len(content))
    assert desk.upload(estate.resident, content, kind=kind).status_code == 201
    answer = desk.upload(estate.resident, content + b"\0", kind=kind)
    assert (answer.status_code, answer.json["code"]) == (413, "attachment.medium_too_large")


def test_only_uploads_of_people_signed_in_may_be_large(app: Flask, desk: Desk, estate: Estate) -> None:
    field = b'--x\r\nContent-Disposition: form-data; name="'
    large = (
        field
        + b'kind"\r\n\r\nvideo\r\n'
        + field
        + b'file"; filename="a"\r\n\r\n'
        + b"\0" * (18 * clips.MEGABYTE)
        + b"\r\n--x--\r\n"
    )
    form: dict[str, Any] = {"data": large, "content_type": "multipart/form-data; boundary=x"}
    answer = desk.as_(estate.resident).post("attachments", **form)
    assert (answer.status_code, answer.json["code"]) == (415, "attachment.medium_unsupported")  # it was read
    assert app.test_client().post("/api/v1/attachments", **form).status_code == 413
    assert desk.as_(estate.resident).post("tickets", data=large, content_type="application/json").status_code == 413


def test_a_recording_that_is_announced_as_a_photo_is_none(desk: Desk, estate: Estate) -> None:
    for content in (VOICE, VIDEO):
        answer = desk.upload(estate.resident, content, "photo.jpg")
        assert (answer.status_code, answer.json["code"]) == (415, "attachment.unsupported")


def test_a_repeated_upload_is_one_voice_note(desk: Desk, estate: Estate) -> None:
    desk.as_(estate.resident).headers["Idempotency-Key"] = "voice-1"
    first, second = (desk.uploaded(estate.resident, VOICE, kind="voice") for _ in range(2))
    assert first == second
