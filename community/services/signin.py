"""Sign-in: starting, renewing and ending a session.

Passwords are judged by the entrance, outside of any transaction (see `community.passwords`); what arrives here is who it was.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from community import tokens
from community.core import feed
from community.core.db import LOCKED, ROW_LOCK
from community.core.uow import UnitOfWork
from community.errors import BadCredentials, TokenInvalid, TokenReused
from community.models import LoginCode, Person, RefreshToken, SignInSession

# A phone in a lift may lose the answer and ask again with the same token.
GRACE = timedelta(seconds=10)


@dataclass(frozen=True)
class Account:
    """Who signed in, as values that outlive the transaction."""

    id: UUID
    name: str
    phone: str
    locale: str


@dataclass(frozen=True)
class Tokens:
    """What a signed-in client holds; `expires_in` counts the access token's seconds."""

    access_token: str
    refresh_token: str
    person: Account
    expires_in: int = int(tokens.ACCESS_LASTS.total_seconds())


@dataclass(frozen=True)
class Client:
    """The device that signs in, as far as it tells."""

    name: str = ""
    address: str = ""


def credentials(session: Session, phone: str) -> tuple[UUID | None, str | None]:
    """Return (person id, password hash) of an account in use, or (None, None)."""
    row = session.execute(
        select(Person.id, Person.password_hash).where(Person.phone == phone, Person.disabled_at.is_(None))
    ).one_or_none()
    return (row.id, row.password_hash) if row else (None, None)


def start(uow: UnitOfWork, person_id: UUID, *, method: str, client: Client) -> Tokens:
    """Begin a session for a person whose credentials were found right; raises BadCredentials if disabled meanwhile."""
    person = uow.session.get(Person, person_id)
    if person is None or person.disabled_at is not None:
        raise BadCredentials
    session = SignInSession(
        person_id=person.id,
        method=method,
        client=client.name[:200],
        address=client.address[:64],
        created_at=uow.now,
        used_at=uow.now,
    )
    uow.session.add(session)
    uow.session.flush()
    token = tokens.new_refresh_token()
    _keep(uow, session.id, token)
    uow.audit("auth.sign_in", subject=("person", person.id), method=method, session_id=str(session.id))
    return _answer(person, session, token)


def start_by_code(uow: UnitOfWork, attempt_id: UUID | None, phone: str, code: str, *, client: Client) -> Tokens:
    """Begin a session with a one-time code whose attempt has been counted; a code begins one session only."""
    kept = uow.session.get(LoginCode, attempt_id, **LOCKED) if attempt_id else None
    given = tokens.code_digest(phone, code)
    if kept is None or not tokens.same(kept.hash, given) or kept.used_at is not None:
        raise BadCredentials
    kept.used_at = uow.now
    person_id, _ = credentials(uow.session, phone)
    if person_id is None:
        raise BadCredentials
    return start(uow, person_id, method="code", client=client)


def refresh(uow: UnitOfWork, token: str) -> Tokens:
    """Exchange a refresh token for its successor and a fresh access token.

    Raises TokenInvalid, or TokenReused for one that was exchanged before: the caller then ends the family in a transaction
    of its own. Within ten seconds, while the successor is unused, the same successor is given again.
    """
    kept = uow.session.scalar(select(RefreshToken).where(RefreshToken.hash == tokens.digest(token)).with_for_update(**ROW_LOCK))
    if kept is None:
        raise TokenInvalid
    session, person = kept.session, uow.session.get_one(Person, kept.session.person_id)
    if session.ended_at is not None or kept.expires_at <= uow.now or person.disabled_at is not None:
        raise TokenInvalid
    following = tokens.successor(token)
    if kept.rotated_at is None:
        kept.rotated_at = uow.now
        kept.successor_id = _keep(uow, session.id, following).id
    elif not _answer_was_lost(uow, kept):
        raise TokenReused
    session.used_at = uow.now
    return _answer(person, session, following)


def end_family_of(uow: UnitOfWork, token: str) -> None:
    """End the session whose used token came back: somebody has a copy, and it cannot be told who."""
    session_id = uow.session.scalar(select(RefreshToken.session_id).where(RefreshToken.hash == tokens.digest(token)))
    session = uow.session.get(SignInSession, session_id, **LOCKED) if session_id else None
    if session is not None and session.ended_at is None:
        session.ended_at, session.ended_reason = uow.now, "token_reused"
        uow.audit("auth.token_reused", subject=("person", session.person_id), session_id=str(session.id))


def sign_out(uow: UnitOfWork, *, everywhere: bool = False) -> None:
    """End the actor's session, or all sessions of the same person."""
    if everywhere:
        end_sessions(uow, uow.actor.person_id, reason="signed_out_everywhere")
    else:
        _end(uow, SignInSession.id == uow.actor.session_id, "signed_out")
        feed.wake(uow, [uow.actor.person_id])
    uow.audit("auth.sign_out", subject=("person", uow.actor.person_id), everywhere=everywhere)


def end_sessions(uow: UnitOfWork, person_id: UUID, *, reason: str, but: UUID | None = None) -> int:
    """End all of a person's sessions, but one if given; returns how many were open."""
    whose = SignInSession.person_id == person_id
    feed.wake(uow, [person_id])  # an open stream of an ended session ends at once
    return _end(uow, whose if but is None else whose & (SignInSession.id != but), reason)


def change_password(uow: UnitOfWork, new_hash: str) -> None:
    """Set the actor's password and end all other sessions."""
    person = uow.session.get_one(Person, uow.actor.person_id, **LOCKED)
    person.password_hash = new_hash
    ended = end_sessions(uow, person.id, reason="password_changed", but=uow.actor.session_id)
    uow.audit("auth.password_changed", subject=("person", person.id), ended_sessions=ended)


def renew_hash(uow: UnitOfWork, person_id: UUID, new_hash: str) -> None:
    """Replace a hash that was made with weaker parameters, at a sign-in that has just proved the password."""
    uow.session.get_one(Person, person_id).password_hash = new_hash


def _keep(uow: UnitOfWork, session_id: UUID, token: str) -> RefreshToken:
    kept = RefreshToken(
        session_id=session_id,
        hash=tokens.digest(token),
        issued_at=uow.now,
        expires_at=uow.now + tokens.REFRESH_LASTS,
    )
    uow.session.add(kept)
    uow.session.flush()
    return kept


def _answer(person: Person, session: SignInSession, refresh_token: str) -> Tokens:
    account = Account(person.id, person.name, person.phone, person.locale)
    return Tokens(tokens.access_token(person.id, session.id), refresh_token, account)


def _answer_was_lost(uow: UnitOfWork, kept: RefreshToken) -> bool:
    if kept.rotated_at is None or uow.now - kept.rotated_at > GRACE:
        return False
    following = uow.session.get(RefreshToken, kept.successor_id)
    return following is not None and following.rotated_at is None


def _end(uow: UnitOfWork, which: Any, reason: str) -> int:
    ending = update(SignInSession).where(which, SignInSession.ended_at.is_(None))
    result = cast("CursorResult[Any]", uow.session.execute(ending.values(ended_at=uow.now, ended_reason=reason)))
    return result.rowcount
