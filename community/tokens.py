"""Tokens and codes: what is handed out, and the little of it that is kept."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

from flask_jwt_extended import create_access_token

from community.core.kernel import kernel

ACCESS_LASTS = timedelta(minutes=15)
REFRESH_LASTS = timedelta(days=30)


def access_token(person_id: UUID, session_id: UUID) -> str:
    """Return a signed token that says who (`sub`) and by which sign-in (`sid`), for fifteen minutes."""
    return create_access_token(str(person_id), expires_delta=ACCESS_LASTS, additional_claims={"sid": str(session_id)})


def new_refresh_token() -> str:
    """Return 256 random bits, the first of a chain."""
    return secrets.token_urlsafe(32)


def successor(token: str) -> str:
    """Return the token that follows in the chain.

    It is derived with the server's secret, so a client whose answer got lost can be given the same one again, although
    nothing but its digest is stored.
    """
    return urlsafe_b64encode(_keyed("refresh-successor", token)).decode().rstrip("=")


def digest(token: str) -> str:
    """Return what is stored of a refresh token: SHA-256 in hex, enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def code_digest(phone: str, code: str) -> str:
    """Return what is stored of a one-time code: keyed, since a million plain digests are tried in a second."""
    return _keyed("login-code", f"{phone}/{code}").hex()


def same(stored: str, given: str) -> bool:
    """Compare digests in constant time."""
    return hmac.compare_digest(stored, given)


def _keyed(purpose: str, text: str) -> bytes:
    secret = kernel().settings.secret()
    return hmac.digest(secret.encode(), f"{purpose}|{text}".encode(), "sha256")
