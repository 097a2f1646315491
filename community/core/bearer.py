"""Bearer tokens: from the header's text to the person who acts, the same for requests and for streams."""

from typing import Any
from uuid import UUID

from flask_jwt_extended import decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import PyJWTError
from sqlalchemy.orm import Session

from community.core.auth import Actor
from community.core.errors import Unauthenticated
from community.core.kernel import Kernel


def claims_of(token: str) -> dict[str, Any]:
    """Return the claims of a valid access token; raises Unauthenticated for everything else."""
    try:
        claims: dict[str, Any] = decode_token(token)
    except (PyJWTError, JWTExtendedException, ValueError):  # ValueError: characters that no token has
        raise Unauthenticated from None
    if claims.get("type") != "access":
        raise Unauthenticated
    return claims


def person_actor(core: Kernel, session: Session, claims: dict[str, Any]) -> Actor:
    """Return the person behind verified claims, with the rights of this moment; raises Unauthenticated if the sign-in has ended."""
    try:
        person, sign_in = UUID(claims["sub"]), UUID(claims["sid"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Unauthenticated from None
    principal = core.directory.principal(session, person, sign_in) if core.directory else None
    if principal is None:
        raise Unauthenticated
    return Actor("person", principal.person_id, principal.name, principal.session_id, principal.grants)
