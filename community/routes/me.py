"""The signed-in person's own account."""

from datetime import timedelta
from typing import Any

from community import passwords
from community.core import ratelimit
from community.core.auth import Actor
from community.core.http import Blueprint
from community.core.paging import Page
from community.core.uow import UnitOfWork, unit_of_work
from community.errors import WrongPassword
from community.queries import account
from community.schemas.auth import MeIn, MeOut, PasswordIn, RevealOut
from community.services import people, signin

blp = Blueprint("me", __name__, url_prefix="/api/v1/me", description="The signed-in person")

PASSWORD_TRIES, QUARTER = 10, timedelta(minutes=15)


@blp.get("/", operation="me.read", returns=MeOut)
def read(uow: UnitOfWork) -> dict[str, Any]:
    """Tell who is signed in, with all memberships that are not over and the faces of the product they open."""
    return account.me(uow.session, uow.actor.person_id)


@blp.patch("/", operation="me.update", body=MeIn, returns=MeOut)
def update(uow: UnitOfWork, data: dict[str, Any]) -> dict[str, Any]:
    """Change one's name or language."""
    people.update_me(uow, data)
    return account.me(uow.session, uow.actor.person_id)


@blp.post("/password", operation="me.password", body=PasswordIn, returns=(204, None), own_transactions=True, idempotent=False)
def password(actor: Actor, data: dict[str, Any]) -> None:
    """Set a new password; all other sign-ins of the person end."""
    ratelimit.hit(f"password:{actor.person_id}", PASSWORD_TRIES, QUARTER)
    with unit_of_work(actor, read_only=True) as uow:
        phone, stored = account.secret_of(uow.session, actor.person_id)
    if stored is not None and not passwords.verify(stored, data["current"] or ""):
        raise WrongPassword
    passwords.check_strength(data["new"], phone)
    hashed = passwords.hash_password(data["new"])
    with unit_of_work(actor) as uow:
        signin.change_password(uow, hashed)


@blp.get("/reveals", operation="me.reveals", returns=RevealOut, page=True)
def reveals(uow: UnitOfWork, query: dict[str, Any]) -> Page[Any]:
    """List who looked at one's phone number, when and why, newest first."""
    return account.reveals(uow.session, uow.actor.person_id, **query)
