"""Sign-in. These routes open their own transactions: a password takes 110 ms to judge, and no lock may be held meanwhile."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request

from community import passwords, phones
from community.core import ratelimit
from community.core.auth import Actor
from community.core.http import Blueprint, client_address
from community.core.logging import get_logger
from community.core.uow import UnitOfWork, unit_of_work
from community.errors import BadCredentials, TokenReused
from community.schemas.auth import CodeOut, LoginIn, LogoutIn, PhoneIn, RefreshIn, TokensOut
from community.services import codes, signin
from community.services.signin import Client, Tokens

blp = Blueprint("auth", __name__, url_prefix="/api/v1/auth", description="Sign-in by phone")

log = get_logger(__name__)
QUARTER, MINUTE, HOUR, DAY = timedelta(minutes=15), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PER_ACCOUNT, PER_ADDRESS = 10, 100  # attempts in a quarter of an hour; a whole estate may share one address
REFRESHES_PER_ADDRESS = 600
CODES_PER_DAY, CODES_PER_ADDRESS = 10, 30


@blp.post("/login", operation="auth.login", body=LoginIn, returns=TokensOut, own_transactions=True, idempotent=False)
def login(actor: Actor, data: dict[str, Any]) -> Tokens:
    """Sign in with a phone number and either a password or a one-time code.

    Answers 401 `auth.bad_credentials` for whatever is wrong, and 429 after too many attempts for an account or from an address.
    """
    phone = phones.normalise(data["phone"])
    account = f"login:account:{_digest(phone)}"
    ratelimit.hit(f"login:address:{client_address()}", PER_ADDRESS, QUARTER)
    ratelimit.hit(account, PER_ACCOUNT, QUARTER)
    by = _by_password if "password" in data else _by_code
    try:
        found = by(actor, phone, data)
    except BadCredentials:
        log.warning("sign_in_refused", way=by.__name__.strip("_"), address=client_address())
        raise
    ratelimit.forget(account)  # only failures add up
    return found


@blp.post("/code", operation="auth.code", body=PhoneIn, returns=(202, CodeOut), own_transactions=True, idempotent=False)
def code(actor: Actor, data: dict[str, Any]) -> dict[str, int]:
    """Send a one-time code to the phone. The answer is the same whether or not somebody has an account with it."""
    phone = phones.normalise(data["phone"])
    ratelimit.hit(f"code:address:{client_address()}", CODES_PER_ADDRESS, HOUR)
    ratelimit.hit(f"code:minute:{_digest(phone)}", 1, MINUTE)
    ratelimit.hit(f"code:day:{_digest(phone)}", CODES_PER_DAY, DAY)
    with unit_of_work(actor) as uow:
        codes.send_code(uow, phone)
    return {"retry_after": int(MINUTE.total_seconds())}


@blp.post("/refresh", operation="auth.refresh", body=RefreshIn, returns=TokensOut, own_transactions=True, idempotent=False)
def refresh(actor: Actor, data: dict[str, Any]) -> Tokens:
    """Exchange a refresh token for its successor and a new access token.

    A token that was exchanged before answers 401 `auth.token_reused` and ends its whole family; but within 10 seconds, and
    as long as the successor is unused, the same successor is given again, since the first answer may have been lost.
    """
    ratelimit.hit(f"refresh:address:{client_address()}", REFRESHES_PER_ADDRESS, QUARTER)
    token = data["refresh_token"]
    try:
        with unit_of_work(actor) as uow:
            return signin.refresh(uow, token)
    except TokenReused:
        with unit_of_work(actor) as uow:
            signin.end_family_of(uow, token)
        raise


@blp.post("/logout", operation="auth.logout", body=LogoutIn, returns=(204, None), idempotent=False)
def logout(uow: UnitOfWork, data: dict[str, Any]) -> None:
    """End this sign-in, or all of the person's sign-ins."""
    signin.sign_out(uow, **data)


def _by_password(actor: Actor, phone: str, data: dict[str, Any]) -> Tokens:
    with unit_of_work(actor, read_only=True) as uow:
        person_id, stored = signin.credentials(uow.session, phone)
    if not passwords.verify(stored, data["password"]) or person_id is None or stored is None:
        raise BadCredentials
    renewed = passwords.hash_password(data["password"]) if passwords.outdated(stored) else None
    return _start(actor, person_id, renewed)


def _start(actor: Actor, person_id: UUID, renewed_hash: str | None) -> Tokens:
    with unit_of_work(actor) as uow:
        if renewed_hash:
            signin.renew_hash(uow, person_id, renewed_hash)
        return signin.start(uow, person_id, method="password", client=_client())


def _by_code(actor: Actor, phone: str, data: dict[str, Any]) -> Tokens:
    with unit_of_work(actor) as uow:
        attempt = codes.count_attempt(uow, phone)
    with unit_of_work(actor) as uow:
        return signin.start_by_code(uow, attempt, phone, data["code"], client=_client())


def _client() -> Client:
    return Client(name=request.user_agent.string, address=client_address())


def _digest(phone: str) -> str:
    return hashlib.sha256(phone.encode()).hexdigest()[:32]
