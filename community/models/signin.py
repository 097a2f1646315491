"""Sign-in: sessions, rotating refresh tokens, one-time codes. Nothing here can be used to sign in if it leaks."""

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core.clock import now
from community.core.db import Id, Model, Timestamp


class SignInSession(Model):
    """One sign-in on one device: the family of all refresh tokens that descend from it."""

    __tablename__ = "sign_in_session"

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    method: Mapped[str] = mapped_column(String(16))
    client: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    used_at: Mapped[Timestamp] = mapped_column(default=now)
    ended_at: Mapped[Timestamp | None]
    ended_reason: Mapped[str | None] = mapped_column(String(32))


class RefreshToken(Model):
    """One link of a session's chain; only the token's SHA-256 (hex) is kept."""

    __tablename__ = "refresh_token"

    id: Mapped[Id]
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sign_in_session.id"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    issued_at: Mapped[Timestamp] = mapped_column(default=now)
    expires_at: Mapped[Timestamp] = mapped_column(index=True)
    rotated_at: Mapped[Timestamp | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("refresh_token.id"), index=True)

    session: Mapped[SignInSession] = relationship()


class LoginCode(Model):
    """A one-time code sent to a phone; kept as a keyed hash, good for five attempts and five minutes."""

    __tablename__ = "login_code"

    id: Mapped[Id]
    phone: Mapped[str] = mapped_column(String(20), unique=True)
    hash: Mapped[str] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    expires_at: Mapped[Timestamp] = mapped_column(index=True)
    used_at: Mapped[Timestamp | None]
