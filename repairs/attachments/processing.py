"""Makes videos playable, in every worker: claim one in a short transaction, work outside any, finish in another.

A claim ends by itself, so what a killed worker had in hand is redone by the next; whoever finishes late finds that the video is
another's by now and leaves it. A video at which two workers were lost or out of patience is given up.
"""

import subprocess
import tempfile
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from flask import Flask
from prometheus_client import Counter
from sqlalchemy import or_, select

from community.core.auth import Actor
from community.core.db import ROW_LOCK
from community.core.errors import DomainError
from community.core.failpoints import fail_point
from community.core.kernel import Kernel, kernel
from community.core.logging import get_logger
from community.core.uow import UnitOfWork, unit_of_work
from repairs.attachments import clips, images
from repairs.attachments.clips import Measures, Stopped
from repairs.attachments.errors import MediumTooLavish
from repairs.attachments.events import AttachmentProcessed
from repairs.attachments.services import BELL, file_key, forget, store_clip
from repairs.models import Attachment, MediaState

log = get_logger(__name__)
ACTOR = Actor.system("repairs.videos")
CLAIM = timedelta(seconds=clips.VIDEO.patience + 60)
ATTEMPTS = 2
IDLE_SECONDS = 5.0
PROCESSED = Counter("linli_videos_total", "Videos made playable, or not", ["outcome"])


class Claimed(NamedTuple):
    """A video in hand; `attempt` tells this claim from any later one."""

    id: UUID
    attempt: int


def start(app: Flask) -> Callable[[], None]:
    """Begin to make videos playable in a thread of its own; returns what stops it."""
    core: Kernel = app.extensions["linli"]
    wake, stop = threading.Event(), threading.Event()

    def ring(_payload: object) -> None:
        wake.set()

    def loop() -> None:
        while not stop.is_set():
            wake.clear()
            try:
                while not stop.is_set() and process_next(app, stop.is_set):
                    pass
            except Exception:
                log.exception("videos_failed")
            wake.wait(IDLE_SECONDS)

    def end() -> None:
        core.bus.unlisten(BELL, ring)
        stop.set()
        wake.set()
        thread.join(10)

    core.bus.listen(BELL, ring)
    thread = threading.Thread(target=loop, name="videos", daemon=True)
    thread.start()
    return end


def process_next(app: Flask, stopped: Callable[[], bool] = lambda: False) -> bool:
    """Make the oldest waiting video playable, or find that it is none; False if none waits."""
    with app.app_context():
        with unit_of_work(ACTOR) as uow:
            claimed = _claim(uow)
        if claimed is None:
            return False
        fail_point("after_video_claim")
        try:
            _work(claimed, stopped)
        except Stopped:
            _settle(claimed, _give_back)
        except DomainError as error:
            code = error.code
            _settle(claimed, lambda uow, found: _refuse(uow, found, code))
        except subprocess.TimeoutExpired:
            log.warning("video_took_too_long", attachment=str(claimed.id))  # its claim runs out, and it gets its second try
    return True


def _claim(uow: UnitOfWork) -> Claimed | None:
    waiting = or_(Attachment.claimed_until.is_(None), Attachment.claimed_until < uow.now)
    query = select(Attachment).where(Attachment.media_state == MediaState.PROCESSING, waiting).order_by(Attachment.created_at)
    found = uow.session.scalar(query.limit(1).with_for_update(**ROW_LOCK, skip_locked=True))
    if found is None:
        return None
    if found.attempts >= ATTEMPTS:
        _refuse(uow, found, MediumTooLavish.code)
        return _claim(uow)
    found.attempts += 1
    found.claimed_until = uow.now + CLAIM
    return Claimed(found.id, found.attempts)


def _work(claimed: Claimed, stopped: Callable[[], bool]) -> None:
    with tempfile.TemporaryDirectory(prefix="linli-video-") as name, tempfile.TemporaryFile() as source:
        folder = Path(name)
        kernel().store.get_file(file_key(claimed.id, "original"), source)
        source.flush()
        measures = clips.run(clips.VIDEO, source, folder, stopped)
        poster = images.clean((folder / "poster.png").read_bytes())
        clip = folder / "clip.mp4"
        store_clip(claimed.id, clip, poster.thumb)
        fail_point("after_video_stored")
        size = clip.stat().st_size
        _settle(claimed, lambda uow, found: _accept(uow, found, measures, size))


def _settle(claimed: Claimed, change: Callable[[UnitOfWork, Attachment], None]) -> None:
    """Change the row if it is still this claim's. Of one that was discarded meanwhile, no file stays."""
    with unit_of_work(ACTOR) as uow:
        found = uow.session.get(Attachment, claimed.id, with_for_update=ROW_LOCK)
        if found is None:
            uow.after_commit(lambda: forget(claimed.id, ("clip", "thumb")))
        elif found.media_state is MediaState.PROCESSING and found.attempts == claimed.attempt:
            change(uow, found)


def _accept(uow: UnitOfWork, found: Attachment, measures: Measures, size: int) -> None:
    found.seconds, found.width, found.height = measures
    found.size = size
    _end(uow, found, MediaState.READY)


def _refuse(uow: UnitOfWork, found: Attachment, problem: str) -> None:
    found.problem = problem
    _end(uow, found, MediaState.UNUSABLE)


def _end(uow: UnitOfWork, found: Attachment, state: MediaState) -> None:
    found.media_state, found.claimed_until = state, None
    attachment_id = found.id
    uow.record(AttachmentProcessed(attachment_id=attachment_id))
    uow.after_commit(lambda: forget(attachment_id, ("original",)))
    uow.after_commit(lambda: PROCESSED.labels(state).inc())


def _give_back(_uow: UnitOfWork, found: Attachment) -> None:
    found.claimed_until, found.attempts = None, found.attempts - 1
