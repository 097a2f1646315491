"""Bearer tokens: from the header's text to the person who acts, the same for requests and for streams."""

import functools
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import jwt
from flask import current_app
from sqlalchemy.orm import Session

from community.core.auth import Actor
from community.core.clock import now
from community.core.errors import Unauthenticated
from community.core.kernel import Kernel


def claims_of(token: str) -> Mapping[str, Any]:
    """Return the claims of a valid access token; raises Unauthenticated for everything else."""
    config = current_app.config
    try:
        claims = _verified(token, config["JWT_SECRET_KEY"], tuple(config["JWT_DECODE_ALGORITHMS"]))
    except (jwt.PyJWTError, ValueError):  # ValueError: characters that no token has
        raise Unauthenticated from None
    if claims.get("type") != "access" or claims["exp"] <= now().timestamp():
        raise Unauthenticated
    return claims


@functools.lru_cache(maxsize=4096)
def _verified(token: str, secret: str, algorithms: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the claims of a token that we signed, whether or not it is still in force.

    A phone sends the same token for a quarter of an hour, and a signature that was good once stays good. By PyJWT itself:
    flask-jwt-extended, which writes our tokens, would decode each of them twice.
    """
    return jwt.decode(token, secret, algorithms, options={"require": ["exp", "sub"], "verify_exp": False})


def person_actor(core: Kernel, session: Session, claims: Mapping[str, Any]) -> Actor:
    """Return the person behind verified claims, with the rights of this moment; raises Unauthenticated if the sign-in has ended."""
    try:
        person, sign_in = UUID(claims["sub"]), UUID(claims["sid"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Unauthenticated from None
    principal = core.directory.principal(session, person, sign_in) if core.directory else None
    if principal is None:
        raise Unauthenticated
    return Actor("person", principal.person_id, principal.name, principal.session_id, principal.grants)
