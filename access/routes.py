"""Doors over HTTP: see them, open them, read what happened at them."""

from typing import Any
from uuid import UUID

from flask import request

from access import queries, services
from access.schemas import AccessEventOut, AccessEventQuery, DoorOut, DoorQuery, UnlockIn, UnlockOut
from access.views import UnlockView
from community.core import idempotency
from community.core.auth import Actor
from community.core.errors import DomainError
from community.core.http import Blueprint
from community.core.paging import Page
from community.core.uow import UnitOfWork

blp = Blueprint("access", __name__, url_prefix="/api/v1", description="Doors, unlocking and the access log")


@blp.get("/doors", operation="doors.list", query=DoorQuery, returns=DoorOut, page=True)
def list_doors(uow: UnitOfWork, query: dict[str, Any]) -> Page[Any]:
    """Doors that the asker may see, each with its true state: never what was asked for, only what the panel reported."""
    return queries.doors(uow, **query)


def _note_refusal(actor: Actor, error: DomainError, door_id: UUID) -> None:
    services.note_refusal(actor, door_id, error)


@blp.post(
    "/doors/<uuid:door_id>/unlock",
    operation="doors.unlock",
    body=UnlockIn,
    returns=UnlockOut,
    own_transactions=True,
    idempotent=False,
    refused=_note_refusal,
)
def unlock_door(actor: Actor, door_id: UUID, data: dict[str, Any]) -> UnlockView:
    """Open a door by a timed pulse, and say what the panel answered within 3 s: opened, refused or unknown.

    With an `Idempotency-Key` a repeated request gets the same opening, as it stands by then, and never causes a second
    pulse. A door whose panel is offline answers 503 at once; nothing is sent later. Staff give a `reason`, which the
    residents of the door can read.
    """
    return services.unlock_door(actor, services.Wish(door_id=door_id, key=idempotency.key_of(request), **data))


@blp.get("/unlocks/<uuid:unlock_id>", operation="unlocks.read", returns=UnlockOut)
def read_unlock(uow: UnitOfWork, unlock_id: UUID) -> UnlockView:
    """One opening as it stands now; `door_moved` becomes true when the door contact proves it."""
    return queries.unlock(uow, unlock_id)


@blp.get("/access-events", operation="access_events.list", query=AccessEventQuery, returns=AccessEventOut, page=True)
def list_access_events(uow: UnitOfWork, query: dict[str, Any]) -> Page[Any]:
    """The access log, newest first. Residents see their own openings, and those of staff at their doors with the reason."""
    return queries.access_events(uow, **query)
