"""Photos: uploaded, shown."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response

from community.core import ratelimit
from community.core.auth import Actor
from community.core.http import Begin, Blueprint
from community.core.kernel import kernel
from community.core.uow import UnitOfWork
from repairs import queries
from repairs.attachments import images, services
from repairs.schemas import AttachmentOut, UploadFiles, UploadForm

blp = Blueprint("attachments", __name__, url_prefix="/api/v1/attachments", description="Photos of tickets")

# A photo never changes; only the asker's own browser may keep it, and not for the next person who signs in there.
KEEP = {"Cache-Control": "private, max-age=86400, immutable", "Vary": "Authorization"}
UPLOADS_PER_HOUR = 200


@blp.post("/", operation="attachments.create", body=UploadForm, files=UploadFiles, returns=(201, AttachmentOut), begins_late=True)
def upload(actor: Actor, begin: Begin, data: dict[str, Any], files: dict[str, Any]) -> dict[str, Any]:
    """Upload a photo (JPEG, PNG or WebP by content, at most 15 MB). It is re-encoded without metadata, and loose until used."""
    ratelimit.hit(f"upload:{actor.id}", UPLOADS_PER_HOUR, timedelta(hours=1))
    photo = images.clean(files["file"].stream.read(images.MAX_BYTES + 1))  # takes its time: no transaction is open
    return queries.attachment_view(services.keep(begin(), photo, data["purpose"]))


@blp.get("/<uuid:attachment_id>", operation="attachments.read", returns=(200, None))
def photo(uow: UnitOfWork, attachment_id: UUID) -> Response:
    """The photo as JPEG, for whoever may see the ticket it belongs to."""
    return _picture(uow, attachment_id, "photo")


@blp.get("/<uuid:attachment_id>/thumb", operation="attachments.thumb", returns=(200, None))
def thumb(uow: UnitOfWork, attachment_id: UUID) -> Response:
    """The photo at no more than 480 pixels."""
    return _picture(uow, attachment_id, "thumb")


def _picture(uow: UnitOfWork, attachment_id: UUID, variant: str) -> Response:
    attachment = queries.visible_attachment(uow, attachment_id)
    content = kernel().store.get(services.file_key(attachment.id, variant))
    return Response(content, content_type=attachment.content_type, headers=KEEP)
