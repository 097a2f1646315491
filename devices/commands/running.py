"""All three steps for an entrance: commit, publish once, settle."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from community.core.auth import Actor
from community.core.clock import monotonic
from community.core.failpoints import fail_point
from community.core.uow import UnitOfWork, unit_of_work
from devices.commands.dispatching import ANSWER_WITHIN, Envelope, dispatch, envelope
from devices.commands.preparing import Prepared
from devices.commands.settling import Outcome, settle
from devices.gateway import gateway
from devices.models import CommandState, DeviceCommand


@dataclass(frozen=True)
class CommandResult:
    """A command as its requester sees it, readable outside of any transaction."""

    id: UUID
    device_id: str
    door: int
    cmd: str
    state: CommandState
    code: str | None
    requested_at: datetime
    acked_at: datetime | None

    @classmethod
    def of(cls, row: DeviceCommand) -> "CommandResult":
        """Copy what the requester may see."""
        return cls(row.id, row.device_id, row.door, row.cmd, row.state, row.code, row.requested_at, row.acked_at)


Prepare = Callable[[UnitOfWork], Prepared]
Settled = Callable[[UnitOfWork, CommandResult], None]


def run(actor: Actor, prepare: Prepare, settled: Settled | None = None) -> CommandResult:
    """Commit what `prepare` wrote, publish its command once, wait for at most 3 s, and settle it.

    Call it outside of any unit of work: it opens its own. `prepare` loads, authorises, writes and returns what
    `services.prepare_command` gave it. `settled` runs in the transaction that notes the outcome, so the caller's own rows
    change together with the command. CommandSettled is then recorded only for what is learned elsewhere (a late answer that
    turns "unknown" into a verdict, a process that died in between), so subscribe to it as well. A repeated request
    publishes nothing and waits for what becomes of the first.
    """
    letter, result = _commit(actor, prepare)
    if letter is not None:
        return _settle(actor, letter.id, dispatch(gateway(), letter), settled)
    return result if result.state.settled else _await_other(actor, result)


def _commit(actor: Actor, prepare: Prepare) -> tuple[Envelope | None, CommandResult]:
    with unit_of_work(actor) as uow:
        prepared = prepare(uow)
        letter = envelope(gateway(), prepared.command) if prepared.fresh else None
        return letter, CommandResult.of(prepared.command)


def _settle(actor: Actor, command_id: UUID, outcome: Outcome, settled: Settled | None) -> CommandResult:
    fail_point("before_settle")
    with unit_of_work(actor) as uow:
        result = CommandResult.of(settle(uow, command_id, outcome, tell=settled is None))
        if settled is not None:
            settled(uow, result)
        return result


def _await_other(actor: Actor, result: CommandResult) -> CommandResult:
    """Another request with the same key is publishing: look for its outcome until it must be there."""
    deadline, pause = monotonic() + ANSWER_WITHIN + 0.5, 0.01
    while not result.state.settled and monotonic() < deadline:
        time.sleep(pause)
        pause = min(pause * 1.6, 0.2)
        with unit_of_work(actor, read_only=True) as uow:
            result = CommandResult.of(uow.session.get_one(DeviceCommand, result.id))
    return result if result.state.settled else replace(result, state=CommandState.UNKNOWN, code="no_answer")
