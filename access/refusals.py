"""Openings that were refused leave a trace, too (D10): in a transaction of their own, as the refused one is gone.

Who asked is told nothing by it: the answer is the same whether the door exists or not.
"""

from datetime import timedelta
from uuid import UUID

from access.errors import ReasonRequired
from access.models import Door
from access.workflow import UnlockResult, Via
from community.core import ratelimit
from community.core.auth import Actor
from community.core.errors import DomainError, Forbidden, NotFound, TooMany
from community.core.logging import get_logger
from community.core.uow import unit_of_work

log = get_logger(__name__)

#: More of one person's refusals within an hour go to the process's log alone, so that nobody fills the audit trail.
KEPT_PER_HOUR = 30
_OF_RIGHT = (NotFound, Forbidden, ReasonRequired)


def note_refusal(actor: Actor, door_id: UUID, error: DomainError, via: Via = Via.APP) -> None:
    """Keep that somebody was not let open a door, unless there is no such door or the error is no refusal of the right.

    Known and unknown doors are counted alike, before the look-up, so that not even the time it takes tells them apart by much.
    """
    if not isinstance(error, _OF_RIGHT):
        return
    try:
        ratelimit.hit(f"refusal:{actor.id}", KEPT_PER_HOUR, timedelta(hours=1))
    except TooMany:
        log.warning("refusal_not_kept", actor=str(actor.id), door=str(door_id), code=error.code)
        return
    _write(actor, door_id, error.code, via)


def note_offline(actor: Actor, door_id: UUID) -> None:
    """Keep that nothing was asked of a door's panel, because it is offline."""
    _write(actor, door_id, "offline", None)


def _write(actor: Actor, door_id: UUID, code: str, via: Via | None) -> None:
    with unit_of_work(actor) as uow:
        door = uow.session.get(Door, door_id)
        if door is None:
            return
        uow.audit(
            "door.unlock",
            subject=("door", door.id),
            community_id=door.community_id,
            person=str(actor.id),
            result=UnlockResult.REFUSED.value,
            code=code,
            **({"via": via.value} if via else {}),
        )
