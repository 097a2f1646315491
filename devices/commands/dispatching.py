"""Step two: publish once, and wait for the truth. The system never repeats a command."""

import math
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from prometheus_client import Histogram

from community.core.clock import monotonic, now, to_millis
from community.core.failpoints import fail_point
from community.core.mqtt import NotConnected
from devices import topics
from devices.commands.settling import ABSENT, Outcome
from devices.gateway import Gateway, Reply, Waiter
from devices.messages import Command, Result
from devices.models import CommandState, DeviceCommand

ANSWER_WITHIN = 3.0
ROUND_TRIP = Histogram(
    "linli_command_round_trip_seconds",
    "From publishing a command to the device's answer",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
)
STATES = {
    Result.DONE: CommandState.DONE,
    Result.REJECTED: CommandState.REJECTED,
    Result.FAILED: CommandState.FAILED,
}
NOT_DELIVERED = {
    "no_subscribers": Outcome(CommandState.OFFLINE, ABSENT),
    "refused": Outcome(CommandState.OFFLINE, "refused_by_broker"),
}


@dataclass(frozen=True)
class Envelope:
    """A command as it will be published, free of the database."""

    id: UUID
    device_id: str
    message: Command
    expires_at: datetime


def envelope(gateway: Gateway, command: DeviceCommand) -> Envelope:
    """Address and sign a command; only who created its row may do so."""
    message = Command(
        id=str(command.id),
        cmd=command.cmd,
        door=command.door,
        ts=to_millis(command.requested_at),
        exp=to_millis(command.expires_at),
        sess=command.sess,
        by=command.actor,
        via=command.via,
        reply=gateway.receiver,
        args=command.args,
        trace=command.trace,
    )
    return Envelope(command.id, command.device_id, gateway.key.sign(command.device_id, message), command.expires_at)


def dispatch(gateway: Gateway, letter: Envelope) -> Outcome:
    """Publish and await the answer for at most 3 s. Says what is known then; never raises for the network's sake."""
    left = (letter.expires_at - now()).total_seconds()
    if left <= 0:
        return Outcome(CommandState.FAILED, "expired")
    waiter = gateway.expect(letter.id, letter.device_id)
    try:
        return _exchange(gateway, letter, waiter, math.ceil(left))
    finally:
        gateway.forget(letter.id)


def _exchange(gateway: Gateway, letter: Envelope, waiter: Waiter, expiry: int) -> Outcome:
    fail_point("before_publish")
    started = monotonic()
    try:
        published = gateway.publish(topics.DOWN_CMD, letter.device_id, letter.message, expiry=expiry)
    except NotConnected:
        return Outcome(CommandState.OFFLINE, "link_down")
    fail_point("after_publish")
    # An answer may overtake the broker's word. "No subscribers" means that none will ever come; "lost" and "timeout" leave it open.
    word = published.wait(ANSWER_WITHIN)
    if word in NOT_DELIVERED and waiter.reply is None:
        return NOT_DELIVERED[word]
    reply = waiter.wait(ANSWER_WITHIN - (monotonic() - started))
    if reply is None:
        return Outcome(CommandState.UNKNOWN, "no_answer")
    ROUND_TRIP.observe(monotonic() - started)
    return verdict(reply)


def verdict(reply: Reply) -> Outcome:
    """Translate a device's answer."""
    response = reply.response
    return Outcome(STATES[response.result], response.code[:40], reply.at, response.sess)
