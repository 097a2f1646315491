"""Calls over HTTP: see them, answer, decline, hang up, open the door."""

from typing import Any
from uuid import UUID

from flask import request

from community.core import idempotency
from community.core.auth import Actor
from community.core.http import Blueprint
from community.core.paging import Page
from community.core.uow import UnitOfWork, unit_of_work
from intercom import queries, services
from intercom.models import Call
from intercom.queries import CallView
from intercom.schemas import CallNumbersOut, CallOut, CallQuery, ClientIn, StatisticsQuery

blp = Blueprint("intercom", __name__, url_prefix="/api/v1", description="Calls from the door to the homes")


@blp.get("/calls", operation="calls.list", query=CallQuery, returns=CallOut, page=True)
def list_calls(uow: UnitOfWork, query: dict[str, Any]) -> Page[Any]:
    """Calls to the asker's homes, newest first; the property's staff see those of their community."""
    return queries.calls(uow, **query)


@blp.get("/calls/<uuid:call_id>", operation="calls.read", returns=CallOut)
def read_call(uow: UnitOfWork, call_id: UUID) -> CallView:
    """One call as it stands now."""
    return queries.call_for(uow, call_id)


@blp.post("/calls/<uuid:call_id>/accept", operation="calls.accept", body=ClientIn, returns=CallOut)
def accept_call(uow: UnitOfWork, call_id: UUID, data: dict[str, Any]) -> CallView:
    """Answer; the first one wins. Everybody else gets 409 `call.already_accepted` with `accepted_by_name`."""
    return _shown(uow, services.accept(uow, call_id, data["client"]))


@blp.post("/calls/<uuid:call_id>/decline", operation="calls.decline", returns=CallOut)
def decline_call(uow: UnitOfWork, call_id: UUID) -> CallView:
    """Stop one's own phones; the call ends as declined when everybody has declined."""
    return _shown(uow, services.decline(uow, call_id))


@blp.post("/calls/<uuid:call_id>/hangup", operation="calls.hangup", returns=CallOut)
def hang_up_call(uow: UnitOfWork, call_id: UUID) -> CallView:
    """End the talk; only who answered can."""
    return _shown(uow, services.hang_up(uow, call_id))


@blp.post(
    "/calls/<uuid:call_id>/unlock",
    operation="calls.unlock",
    body=ClientIn,
    returns=CallOut,
    own_transactions=True,
    idempotent=False,
    refused=services.note_refused_unlock,
)
def unlock_from_call(actor: Actor, call_id: UUID, data: dict[str, Any]) -> CallView:
    """Open the door of the call. While it rings this answers it, too, and the call ends as soon as the panel has opened.

    `unlock` in the answer says what the panel said. With an `Idempotency-Key` a repeated request never causes a second pulse.
    """
    services.unlock(actor, call_id, client=data["client"], key=idempotency.key_of(request))
    with unit_of_work(actor, read_only=True) as uow:
        return queries.call_for(uow, call_id)


@blp.post("/calls/<uuid:call_id>/seen", operation="calls.seen", returns=CallOut)
def see_call(uow: UnitOfWork, call_id: UUID) -> CallView:
    """Note that the asker has seen a missed call."""
    return _shown(uow, services.mark_seen(uow, call_id))


@blp.get("/statistics/calls", operation="calls.statistics", query=StatisticsQuery, returns=CallNumbersOut)
def statistics(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, int]:
    """Calls of today, how many were missed, how many ring now."""
    return queries.statistics(uow, **query)


def _shown(uow: UnitOfWork, call: Call) -> CallView:
    return queries.call_view(uow.session, call, uow.actor.person_id)
