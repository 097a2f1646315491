"""The firmware of a simulated door panel: everything it decides, with clock, memory and transport handed in.

Nothing here knows sockets, threads or files. One thread at a time calls it: with what was received, with what people do
at the panel, and with `tick` whenever `timers.next_in()` has passed.
"""

import secrets
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from devices import topics
from devices.messages import (
    MESSAGES,
    Ack,
    CallNotice,
    CallRequest,
    Command,
    DeviceEvent,
    Message,
    MessageError,
    Response,
    State,
    Status,
    Telemetry,
    TimeReply,
)
from devices.simulator.call import Telephone
from devices.simulator.clock import ServerClock
from devices.simulator.door import Door, Habits
from devices.simulator.faults import Faults
from devices.simulator.journal import Journal
from devices.simulator.judge import Judge, complaint
from devices.simulator.orders import CAPABILITIES, Orders
from devices.simulator.reporter import Reporter
from devices.simulator.timers import Monotonic, Timers
from devices.topics import Channel, TopicError

TELEMETRY_SECONDS = 60.0
TIME_SECONDS = 6 * 3600.0
FIRST_TIME_RETRY = 1.0
LONGEST_TIME_RETRY = 60.0
FIRMWARE = "sim-1.0"


class Transport(Protocol):
    """The link as the firmware sees it: sends at once or not at all, and never queues."""

    def send(self, channel: Channel, message: Message, tail: str | int | None = None) -> bool: ...


class Panel:
    """One door panel with one door. `power_cut(seconds)` asks the shell to switch it off and, after that, on again."""

    def __init__(
        self,
        device: str,
        keys: Mapping[str, Ed25519PublicKey],
        transport: Transport,
        journal: Journal,
        *,
        monotonic: Monotonic,
        model: str = "",
        habits: Habits | None = None,
        changed: Callable[[], None] = lambda: None,
        power_cut: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        self.device = device
        self.model = model
        self.timers = Timers(monotonic)
        self.clock = ServerClock(monotonic)
        self.judge = Judge(device, keys, self.clock)
        self.journal = journal
        self.reporter = Reporter(journal, self.timers, self._send_event)
        self.faults = Faults()
        self.session = new_session()
        self.online = False
        self._transport = transport
        self._changed = changed
        self._power_cut = power_cut
        self._booted_at = monotonic()
        self._frozen: list[Message] = []
        self.door = Door(1, self.timers, habits or Habits(), self._report_door, self._door_changed)
        self._orders = Orders(self.door, journal, rebirth=self._announce, restart=self._restart)
        self.telephone = Telephone(self.timers, self._send_call, self.clock.now, changed)

    # -- the link

    def will(self) -> Status:
        """What the broker says if this session ends without farewell."""
        return Status(state=State.LOST, sess=self.session)

    def farewell(self) -> Status:
        """What the device says before it leaves."""
        return Status(state=State.DISCONNECTED, sess=self.session)

    def connected(self) -> None:
        """Birth, then the time, the door and what the platform has not acknowledged yet."""
        self.online = True
        self._announce()
        self._ask_time(FIRST_TIME_RETRY)
        self.reporter.connected()
        self.timers.set("telemetry", 1.0, self._send_telemetry)
        self._changed()

    def disconnected(self) -> None:
        """The session is over; the next one has its name already, for the will of the next connection."""
        self.online = False
        self.session = new_session()
        self.reporter.disconnected()
        self.telephone.disconnected()
        for name in ("telemetry", "time"):
            self.timers.cancel(name)
        self._changed()

    def received(self, topic: str, payload: bytes) -> None:
        """One message from the platform; what breaks the contract, or is reserved, is left alone."""
        if self.faults.deaf:
            return
        try:
            channel = topics.parse(topic).channel
            message = MESSAGES[channel].decode(payload)
        except TopicError:
            return
        except MessageError:
            self._complain(channel, payload)
            return
        if self.faults.frozen:
            self._frozen.append(message)
        else:
            self._handle(message)

    def tick(self) -> None:
        """Does what is due."""
        self.timers.run_due()

    # -- people and operators at the panel

    def set_faults(self, faults: Faults) -> None:
        """Misbehave from now on, or cease to."""
        thawed = self.faults.frozen and not faults.frozen
        self.faults = faults
        self.clock.skew = faults.skew
        self.door.stuck = faults.stuck
        if faults.jam:
            self.door.jam = True
        elif self.door.jam:
            self.door.unjam()
        if thawed:
            self._thaw()
        self._changed()

    def reboot(self) -> None:
        """A power cut: what is not in the journal is gone."""
        self.timers.cancel_all()
        self.clock.forget()
        self.judge.forget()
        self._frozen.clear()
        self._booted_at = self.timers.monotonic()
        self.telephone.reset()
        self.door.reboot()
        self.disconnected()

    # -- messages

    def _handle(self, message: Message) -> None:
        match message:
            case Command():
                self._judge(message)
            case CallNotice():
                self.telephone.hear(message)
            case TimeReply():
                self._take_time(message)
            case Ack() if not self.faults.drop_acks:
                self.reporter.acknowledge(message)
                self._changed()

    def _complain(self, channel: Channel, payload: bytes) -> None:
        if channel is topics.DOWN_CMD and (answer := complaint(payload, self.clock.now())):
            self._send(topics.UP_RSP, *answer)

    def _thaw(self) -> None:
        waiting, self._frozen = self._frozen, []
        for message in waiting:
            self._handle(message)

    def _judge(self, command: Command) -> None:
        response = self.judge.answer(command, self.session, self._orders.carry_out)
        if self.faults.slow:
            self.timers.set(f"reply-{command.id}", self.faults.slow, lambda: self._reply(command, response))
        else:
            self._reply(command, response)

    def _reply(self, command: Command, response: Response) -> None:
        for _ in range(2 if self.faults.duplicate_replies else 1):
            self._send(topics.UP_RSP, response, command.reply)

    # -- time

    def _ask_time(self, retry: float) -> None:
        self._send(topics.UP_TIME, self.clock.ask())
        self.timers.set("time", retry, lambda: self._ask_time(min(retry * 2, LONGEST_TIME_RETRY)))

    def _take_time(self, reply: TimeReply) -> None:
        if self.clock.hear(reply):
            self.timers.set("time", TIME_SECONDS, lambda: self._ask_time(FIRST_TIME_RETRY))
            self._changed()

    # -- sending

    def _announce(self) -> None:
        self._send(topics.UP_STATUS, self._birth())
        self._send_door()

    def _restart(self) -> None:
        # The answer goes out first.
        self.timers.set("restart", 0.2, lambda: self._power_cut(1.0))

    def _birth(self) -> Status:
        return Status(
            state=State.READY,
            sess=self.session,
            model=self.model,
            fw=FIRMWARE,
            caps=CAPABILITIES,
            doors=(self.door.number,),
        )

    def _send_telemetry(self) -> None:
        uptime = int(self.timers.monotonic() - self._booted_at)
        rssi, temp = -52 - secrets.randbelow(8), 20 + secrets.randbelow(60) / 10
        backlog, error = self.journal.backlog, self.clock.error
        tele = Telemetry(sess=self.session, uptime=uptime, rssi=rssi, temp=temp, backlog=backlog, clock_error=error)
        self._send(topics.UP_TELE, tele)
        self.timers.set("telemetry", TELEMETRY_SECONDS, self._send_telemetry)

    def _door_changed(self) -> None:
        self._send_door()
        self._changed()

    def _send_door(self) -> None:
        self._send(topics.UP_DOOR, self.door.state(self.clock.now()), self.door.number)

    def _report_door(self, type: str, **details: Any) -> None:
        self.reporter.record(self.session, self.clock.now(), type, door=self.door.number, **details)

    def _send_event(self, event: DeviceEvent) -> None:
        self._send(topics.UP_EVENT, event)

    def _send_call(self, request: CallRequest) -> bool:
        return self._send(topics.UP_CALL, request)

    def _send(self, channel: Channel, message: Message, tail: str | int | None = None) -> bool:
        return self.online and self._transport.send(channel, message, tail)

    def view(self) -> dict[str, Any]:
        """The panel as its screen and its operator see it."""
        door = self.door
        return {
            "online": self.online,
            "session": self.session,
            "time_known": self.clock.now() is not None,
            "door": {
                "lock": door.lock,
                "phys": door.phys,
                "alarm": door.alarm,
                "mode": door.mode,
                "relock_in": door.unlocked_for,
            },
            "pulses": door.pulses,
            "call": self.telephone.view(),
            "backlog": self.journal.backlog,
            "faults": self.faults.as_dict(),
        }


def new_session() -> str:
    """The random name of one connection."""
    return secrets.token_urlsafe(15)
