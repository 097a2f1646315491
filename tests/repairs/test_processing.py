"""Videos are made playable by the worker: while people go on, once, and again if a worker was lost."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from community.core import feed
from community.core.auth import Actor
from community.core.clock import now
from community.core.uow import unit_of_work
from repairs.attachments import clips, processing
from repairs.attachments.processing import CLAIM, process_next
from repairs.attachments.services import FILES, discard_loose, file_key
from tests.support import media
from tests.support.estate import Estate
from tests.support.tickets import Desk

POINTS = ("after_video_claim", "after_video_stored")
VIDEO = media.video(0.3)
# The index is there and says nothing wrong; of the pictures, nothing is left.
HOLLOW = (
    VIDEO[: VIDEO.index(b"mdat") + 4]
    + b"\0" * (VIDEO.index(b"moov") - VIDEO.index(b"mdat") - 8)
    + VIDEO[VIDEO.index(b"moov") - 4 :]
)


def news(app: Flask, person: Any) -> list[dict[str, Any]]:
    with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        return [entry.data for entry in feed.after(uow.session, person, 0) if entry.kind == "attachment.changed"]


def files(app: Flask, attachment: str) -> set[str]:
    folder: Path = app.extensions["linli"].settings.data / "files"
    return {variant for variant in FILES if (folder / file_key(attachment, variant)).exists()}  # type: ignore[arg-type]


@pytest.fixture
def reported(desk: Desk, estate: Estate) -> Callable[[bytes], tuple[str, str]]:
    """Report with a video; return the ids of the ticket and of the video."""

    def report(content: bytes) -> tuple[str, str]:
        video = desk.uploaded(estate.resident, content, kind="video")
        assert video["media_state"] == "processing"
        return desk.report(attachment_ids=[video["id"]])["id"], video["id"]

    return report


def shown(desk: Desk, person: Any, ticket: str) -> dict[str, Any]:
    (found,) = desk.as_(person).get(f"tickets/{ticket}").json["attachments"]
    return found


def test_a_report_need_not_wait_for_its_video(app: Flask, desk: Desk, estate: Estate, reported: Any, relay: Any) -> None:
    ticket, video = reported(VIDEO)
    assert shown(desk, estate.worker, ticket)["media_state"] == "processing"
    for path in (f"attachments/{video}", f"attachments/{video}/thumb"):
        waiting = desk.as_(estate.worker).get(path)
        assert (waiting.status_code, waiting.json["code"]) == (409, "attachment.processing")
    assert process_next(app)
    assert not process_next(app)
    relay()
    ready = shown(desk, estate.worker, ticket)
    assert (ready["media_state"], ready["content_type"], ready["width"], ready["height"]) == ("ready", "video/mp4", 64, 48)
    assert ready["seconds"] == pytest.approx(0.3, abs=0.1)
    played = desk.as_(estate.worker).get(ready["url"], headers={"Range": "bytes=4-7"})
    assert (played.status_code, played.data) == (206, b"ftyp")
    assert desk.as_(estate.worker).get(ready["thumb_url"]).content_type == "image/jpeg"
    assert files(app, video) == {"clip", "thumb"}  # the original is gone
    for person in (estate.resident, estate.relative, estate.manager):
        assert [(n["ticket_id"], n["attachment_id"], n["media_state"]) for n in news(app, person)] == [(ticket, video, "ready")]
    for person in (estate.neighbour, estate.foreign.manager):
        assert news(app, person) == []


def test_a_video_is_seen_by_those_who_see_the_ticket(app: Flask, desk: Desk, estate: Estate, reported: Any) -> None:
    _, video = reported(VIDEO)
    process_next(app)
    for path in (f"attachments/{video}", f"attachments/{video}/thumb"):
        assert desk.as_(estate.operator).get(path).status_code == 200
        assert desk.as_(estate.neighbour).get(path).status_code == 403
        assert desk.as_(estate.foreign.manager).get(path).status_code == 404


def test_a_video_that_is_none_is_said_to_be_and_the_ticket_stands(
    app: Flask, desk: Desk, estate: Estate, reported: Any, relay: Any
) -> None:
    ticket, video = reported(HOLLOW)
    process_next(app)
    relay()
    found = shown(desk, estate.resident, ticket)
    assert (found["media_state"], found["problem"]) == ("unusable", "attachment.medium_damaged")
    assert [(n["media_state"], n["problem"]) for n in news(app, estate.resident)] == [("unusable", "attachment.medium_damaged")]
    gone = desk.as_(estate.resident).get(f"attachments/{video}")
    assert (gone.status_code, gone.json["code"], gone.json["problem"]) == (410, "attachment.unusable", "attachment.medium_damaged")
    assert files(app, video) == set()
    assert desk.as_(estate.worker).get(f"tickets/{ticket}").json["state"] == "submitted"


def test_what_is_plainly_no_video_is_refused_at_once(desk: Desk, estate: Estate) -> None:
    for content, status, code in (
        (b"<script>alert(1)</script>" * 9, 415, "attachment.medium_unsupported"),
        (media.voice(0.2, "aac", "mp4"), 422, "attachment.no_picture"),
        (VIDEO[:-200], 422, "attachment.medium_damaged"),
        (b"", 422, "attachment.medium_damaged"),
    ):
        answer = desk.upload(estate.resident, content, "video.mp4", kind="video")
        assert (answer.status_code, answer.json["code"]) == (status, code)


class Died(BaseException):
    """Nothing of ours runs after this."""


@pytest.mark.parametrize("point", POINTS)
def test_what_a_lost_worker_had_in_hand_is_redone(
    app: Flask, desk: Desk, estate: Estate, reported: Any, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    ticket, _ = reported(VIDEO)

    def die(name: str) -> None:
        if name == point:
            raise Died

    with monkeypatch.context() as patched, pytest.raises(Died):
        patched.setattr(processing, "fail_point", die)
        process_next(app)
    assert shown(desk, estate.worker, ticket)["media_state"] == "processing"
    assert not process_next(app)  # it may still be at work, as far as anybody knows
    with time_machine.travel(now() + CLAIM + timedelta(seconds=1)):
        assert process_next(app)
    assert shown(desk, estate.manager, ticket)["media_state"] == "ready"


@pytest.mark.fault
@pytest.mark.parametrize("point", POINTS)
def test_what_a_killed_worker_had_in_hand_is_redone(app: Flask, desk: Desk, estate: Estate, reported: Any, point: str) -> None:
    ticket, _ = reported(VIDEO)
    settings = app.extensions["linli"].settings
    program = (
        "from community.app import create_app; from repairs.attachments.processing import process_next; process_next(create_app())"
    )
    place = {"LINLI_DATA": str(settings.data), "LINLI_DATABASE_URL": settings.database_url, "LINLI_LOG_LEVEL": "error"}
    killed = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": os.environ["PATH"], "CRASH_AT": point, **place},
        cwd=Path(processing.__file__).parents[2],
        timeout=60,
        check=False,
    )
    assert killed.returncode == 137
    assert shown(desk, estate.worker, ticket)["media_state"] == "processing"
    assert not process_next(app)  # it may still be at work, as far as anybody knows
    with time_machine.travel(now() + CLAIM + timedelta(seconds=1)):
        assert process_next(app)
    assert shown(desk, estate.manager, ticket)["media_state"] == "ready"


def test_a_video_that_takes_two_workers_along_is_given_up(
    app: Flask, desk: Desk, estate: Estate, reported: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, _ = reported(VIDEO)

    def takes_for_ever(*_: Any) -> Any:
        raise subprocess.TimeoutExpired("transcoder", 1)

    monkeypatch.setattr(clips, "run", takes_for_ever)
    for later in range(3):
        with time_machine.travel(now() + later * (CLAIM + timedelta(seconds=1))):
            process_next(app)
    found = shown(desk, estate.resident, ticket)
    assert (found["media_state"], found["problem"]) == ("unusable", "attachment.too_lavish")


def test_who_finishes_after_the_claim_has_run_out_changes_nothing(
    app: Flask, desk: Desk, estate: Estate, reported: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, _ = reported(VIDEO)
    run, inner = clips.run, []

    def slow(*given: Any) -> Any:
        if not inner:  # while this one is at work its claim runs out, and another makes the video playable
            inner.append(True)
            with time_machine.travel(now() + CLAIM + timedelta(seconds=1)):
                assert process_next(app)
            raise clips.refusal("damaged", "video")
        return run(*given)

    monkeypatch.setattr(clips, "run", slow)
    assert process_next(app)
    assert shown(desk, estate.resident, ticket)["media_state"] == "ready"


def test_a_stopping_worker_gives_its_video_back_at_once(app: Flask, desk: Desk, estate: Estate, reported: Any) -> None:
    ticket, _ = reported(media.video(4, (640, 480)))
    process_next(app, stopped=lambda: True)
    before = shown(desk, estate.resident, ticket)["media_state"]
    assert process_next(app) is (before == "processing")
    assert shown(desk, estate.resident, ticket)["media_state"] == "ready"


def test_a_loose_video_is_discarded_whole_also_while_it_is_worked_at(
    app: Flask, desk: Desk, estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = desk.uploaded(estate.resident, VIDEO, kind="video")["id"]
    run = clips.run

    def discarded_meanwhile(*given: Any) -> Any:
        with time_machine.travel(now() + timedelta(hours=25)), unit_of_work(Actor.system("test")) as uow:
            discard_loose(uow)
        return run(*given)

    assert files(app, video) == {"original"}
    monkeypatch.setattr(clips, "run", discarded_meanwhile)
    process_next(app)
    assert files(app, video) == set()
    assert desk.as_(estate.resident).get(f"attachments/{video}").status_code == 404
