"""Photos, voice notes and videos: uploaded, shown, played."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from community.core import ratelimit
from community.core.auth import Actor
from community.core.errors import NotFound
from community.core.http import Begin, Blueprint
from community.core.kernel import kernel
from community.core.uow import UnitOfWork
from repairs import queries
from repairs.attachments import clips, receiving, services
from repairs.attachments.errors import MediumProcessing, MediumUnusable
from repairs.models import Attachment, MediaKind, MediaState
from repairs.schemas import AttachmentOut, UploadFiles, UploadForm

blp = Blueprint("attachments", __name__, url_prefix="/api/v1/attachments", description="Photos, voice notes and videos of tickets")

# What is shown never changes; only the asker's own browser may keep it, and not for the next person who signs in there.
KEEP = {"Cache-Control": "private, max-age=86400, immutable", "Vary": "Authorization"}
UPLOADS_PER_HOUR = {MediaKind.PHOTO: 200, MediaKind.VOICE: 60, MediaKind.VIDEO: 20}
MOST_BYTES = clips.MOST_BYTES["video"] + clips.MEGABYTE  # and its form


@blp.post(
    "/",
    operation="attachments.create",
    body=UploadForm,
    files=UploadFiles,
    returns=(201, AttachmentOut),
    begins_late=True,
    most_bytes=MOST_BYTES,
)
def upload(actor: Actor, begin: Begin, data: dict[str, Any], files: dict[str, Any]) -> dict[str, Any]:
    """Upload a photo (JPEG, PNG or WebP, 15 MB), a voice note (60 s, 5 MB) or a video (30 s, 60 MB); the content decides.

    All are written anew without metadata, and loose until used. A video may be used at once; until it can be played, its
    `media_state` is `processing`, and the feed tells of the end by `attachment.changed`.
    """
    kind = data["kind"]
    ratelimit.hit(f"upload:{kind}:{actor.id}", UPLOADS_PER_HOUR[kind], timedelta(hours=1))
    return queries.attachment_view(receiving.receive(begin, kind, data["purpose"], files["file"].stream))


@blp.get("/<uuid:attachment_id>", operation="attachments.read", returns=(200, None))
def content(uow: UnitOfWork, attachment_id: UUID) -> Response:
    """The photo as JPEG, the voice note or video as MP4 (also by ranges), for whoever may see the ticket it belongs to."""
    found = queries.visible_attachment(uow, attachment_id)
    _insist_on_ready(found)
    variant = "photo" if found.kind is MediaKind.PHOTO else "clip"
    return _ranged(services.file_key(found.id, variant), found.size, found.content_type)


@blp.get("/<uuid:attachment_id>/thumb", operation="attachments.thumb", returns=(200, None))
def thumb(uow: UnitOfWork, attachment_id: UUID) -> Response:
    """The photo, or a picture of the video, at no more than 480 pixels."""
    found = queries.visible_attachment(uow, attachment_id)
    _insist_on_ready(found)
    if found.kind is MediaKind.VOICE:
        raise NotFound
    return Response(kernel().store.get(services.file_key(found.id, "thumb")), content_type="image/jpeg", headers=KEEP)


def _insist_on_ready(found: Attachment) -> None:
    if found.media_state is MediaState.PROCESSING:
        raise MediumProcessing(kind=str(found.kind), retry_after=5)
    if found.media_state is MediaState.UNUSABLE:
        raise MediumUnusable(kind=str(found.kind), problem=found.problem)


def _ranged(key: str, size: int, content_type: str) -> Response:
    """Answer with the file, or with the one part of it that was asked for: players on iPhones start with two bytes."""
    headers = KEEP | {"Accept-Ranges": "bytes"}
    asked = request.range
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or request.headers.get("If-Range"):
        return Response(kernel().store.get(key), content_type=content_type, headers=headers)
    span = asked.range_for_length(size)
    if span is None:
        raise RequestedRangeNotSatisfiable(length=size)
    headers["Content-Range"] = f"bytes {span[0]}-{span[1] - 1}/{size}"
    return Response(kernel().store.get(key, span), 206, content_type=content_type, headers=headers)
