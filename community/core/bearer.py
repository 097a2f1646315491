"""Bearer tokens: from the header's text to the person who acts, the same for requests and for streams."""

from typing import Any
from uuid import UUID

import jwt
from flask import current_app
from sqlalchemy.orm import Session

from community.core.auth import Actor
from community.core.errors import Unauthenticated
from community.core.kernel import Kernel


def claims_of(token: str) -> dict[str, Any]:
    """Return the claims of a valid access token; raises Unauthenticated for everything else."""
    config = current_app.config
    try:  # by PyJWT itself: flask-jwt-extended, which writes our tokens, would decode each twice
        claims: dict[str, Any] = jwt.decode(
            token, config["JWT_SECRET_KEY"], config["JWT_DECODE_ALGORITHMS"], options={"require": ["exp", "sub"]}
        )
    except (jwt.PyJWTError, ValueError):  # ValueError: characters that no token has
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
