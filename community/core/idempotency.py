"""`Idempotency-Key`: the same key and body get the same answer, however often a phone with a poor network asks.

The answer is kept in the transaction of the act, so there is no moment at which one exists without the other. Two at once: on
PostgreSQL the second is told 409 by an advisory lock; on SQLite it waits for the first and gets its answer.
"""

import hashlib
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID

import orjson
from flask import Request, Response, current_app
from sqlalchemy import LargeBinary, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from community.core.db import Model
from community.core.errors import Conflict, Invalid
from community.core.uow import UnitOfWork

KEPT = timedelta(days=30)  # longer than a phone may be offline


class KeyReused(Invalid):
    """The same key came with another request."""

    code = "idempotency.mismatch"
    zh = "同一请求标识被用于不同的内容。"
    en = "This Idempotency-Key was used for a different request."


class KeyInProgress(Conflict):
    """The first request with this key is still at work."""

    code = "idempotency.in_progress"
    zh = "相同的请求正在处理中，请稍候。"
    en = "The same request is still being processed."


class KeyMalformed(Invalid):
    """A key must be 1 to 200 printable characters."""

    code = "idempotency.malformed"
    zh = "请求标识格式不正确。"
    en = "The Idempotency-Key must have 1 to 200 printable characters."


class IdempotencyRecord(Model):
    """The answer that was given to a person's request."""

    __tablename__ = "idempotency_record"

    actor: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    content_type: Mapped[str] = mapped_column(String(100))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(index=True)


def key_of(request: Request) -> str | None:
    """Return the request's key, checked, or None."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= 200 or not key.isprintable():
        raise KeyMalformed
    return key


def fingerprint_of(request: Request) -> str:
    """Return a digest of what is asked: method, address and content (files by content, not by their multipart dress)."""
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    if request.mimetype == "multipart/form-data":
        digest.update(orjson.dumps(sorted(request.form.items(multi=True))))
        for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
            digest.update(orjson.dumps([name, _digest_of(file.stream)]))
            file.stream.seek(0)
    else:
        digest.update(request.get_data())
    return digest.hexdigest()


def _digest_of(file: IO[bytes]) -> str:
    """Digest piece by piece: a video is larger than what a thread should hold in memory."""
    digest = hashlib.sha256()
    while piece := file.read(2**18):
        digest.update(piece)
    return digest.hexdigest()


def recall(session: Session, actor: UUID | str, key: str, fingerprint: str) -> Response | None:
    """Return the answer already given, or None if this is the first time; raises KeyReused or KeyInProgress."""
    if session.get_bind().dialect.name == "postgresql":
        lock = func.hashtextextended(f"{actor}/{key}", 0)
        if not session.scalar(select(func.pg_try_advisory_xact_lock(lock))):
            raise KeyInProgress(retry_after=1)
    record = session.get(IdempotencyRecord, (str(actor), key))
    return None if record is None else _answer(record, fingerprint)


def _answer(record: IdempotencyRecord, fingerprint: str) -> Response:
    if record.fingerprint != fingerprint:
        raise KeyReused
    response: Response = current_app.response_class(record.body, record.status, content_type=record.content_type)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def remember(uow: UnitOfWork, actor: Any, key: str, fingerprint: str, response: Response) -> None:
    """Keep the answer, in the transaction of the act."""
    values = {
        "actor": str(actor),
        "key": key,
        "fingerprint": fingerprint,
        "status": response.status_code,
        "content_type": response.content_type or "",
        "body": response.get_data(),
        "recorded_at": uow.now,
    }
    uow.insert(IdempotencyRecord, values)


def purge(uow: UnitOfWork) -> None:
    """Forget answers that no phone can still ask for (a job)."""
    uow.session.execute(delete(IdempotencyRecord).where(IdempotencyRecord.recorded_at < uow.now - KEPT))
