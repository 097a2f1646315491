"""From an uploaded file to an attachment: the slow part first, with no transaction open, then the row."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from community.core.ids import new_id
from community.core.kernel import kernel
from community.core.uow import UnitOfWork
from repairs.attachments import clips, images, services
from repairs.attachments.errors import MediumDamaged, MediumTooLarge
from repairs.models import Attachment, MediaKind, Purpose

Begin = Callable[[], UnitOfWork]


def receive(begin: Begin, kind: MediaKind, purpose: Purpose, file: IO[bytes]) -> Attachment:
    """Judge the file by its content, and keep it as what it was announced; raises the refusals of its kind."""
    return _RECEIVERS[kind](begin, purpose, file)


def _photo(begin: Begin, purpose: Purpose, file: IO[bytes]) -> Attachment:
    photo = images.clean(file.read(images.MAX_BYTES + 1))
    return services.keep(begin(), purpose, photo)


def _voice(begin: Begin, purpose: Purpose, file: IO[bytes]) -> Attachment:
    """A voice note is made playable at once: its minute takes half a second, and whoever has spoken knows that it is heard."""
    _insist_on_size(file, MediaKind.VOICE)
    with tempfile.TemporaryDirectory(prefix="linli-voice-") as folder:
        measures = clips.now_or_never(clips.VOICE, file, Path(folder))
        content = Path(folder, "clip.mp4").read_bytes()
    return services.keep_voice(begin(), purpose, content, measures)


def _video(begin: Begin, purpose: Purpose, file: IO[bytes]) -> Attachment:
    """A video is looked at, so that what is none is refused at once, and stored as it came; a worker does the rest."""
    size = _insist_on_size(file, MediaKind.VIDEO)
    with tempfile.TemporaryDirectory(prefix="linli-video-") as folder:
        clips.now_or_never(clips.LOOK, file, Path(folder))
    attachment_id = new_id()
    file.seek(0)
    kernel().store.put_file(services.file_key(attachment_id, "original"), file)
    try:
        return services.keep_video(begin(), purpose, attachment_id, size)
    except BaseException:
        services.forget(attachment_id, ["original"])
        raise


def _insist_on_size(file: IO[bytes], kind: MediaKind) -> int:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not size:
        raise MediumDamaged(kind=str(kind))
    if size > clips.MOST_BYTES[kind]:
        raise MediumTooLarge(kind=str(kind), most=clips.MOST_BYTES[kind] // clips.MEGABYTE)
    return size


_RECEIVERS: dict[MediaKind, Callable[[Begin, Purpose, IO[bytes]], Attachment]] = {
    MediaKind.PHOTO: _photo,
    MediaKind.VOICE: _voice,
    MediaKind.VIDEO: _video,
}
