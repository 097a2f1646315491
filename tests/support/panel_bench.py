"""A panel's firmware on the bench: time stands still unless told, and everything it sends is kept."""

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices import topics
from devices.messages import Ack, CallNotice, Command, DeviceEvent, Message, Response, TimeReply, TimeRequest
from devices.signing import sign
from devices.simulator.door import Habits
from devices.simulator.journal import Journal
from devices.simulator.panel import Panel
from devices.topics import Channel

DEVICE = "panel-0001"
START = 1_795_000_000_000
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
M = TypeVar("M", bound=Message)


class Bench:
    """A panel, its journal, and a platform that only does what the test says."""

    def __init__(self, folder: Path, habits: Habits | None = None) -> None:
        self.folder = folder
        self.habits = habits or Habits(enter=None)
        self.elapsed = 0.0
        self.sent: list[tuple[str, Message]] = []
        self.power_cuts: list[float] = []
        self.numbers = itertools.count(1)
        self.panel = self.switch_on()

    def switch_on(self, capacity: int = 10_000) -> Panel:
        """A new panel on the same journal, as after kill -9."""
        self.journal = Journal(self.folder / "journal.sqlite", capacity)
        self.panel = Panel(
            DEVICE,
            {"k1": KEY.public_key()},
            self,
            self.journal,
            monotonic=lambda: 1000 + self.elapsed,
            habits=self.habits,
            power_cut=self.power_cuts.append,
        )
        return self.panel

    def send(self, channel: Channel, message: Message, tail: str | int | None = None) -> bool:
        self.sent.append((channel.to(DEVICE, tail), message))
        return True

    def connect(self, *, time: bool = True) -> None:
        """The link is up, and the platform tells the time unless told not to."""
        self.panel.connected()
        if time:
            self.tell_time()

    def tell_time(self) -> None:
        question = self.last(TimeRequest)
        self.hear(topics.DOWN_TIME, TimeReply(id=question.id, t0=question.t0, server=self.now))

    @property
    def now(self) -> int:
        """The platform's clock."""
        return START + round(self.elapsed * 1000)

    def later(self, seconds: float) -> None:
        """Lets time pass; every timer runs at its time."""
        end = self.elapsed + seconds
        while (step := self.panel.timers.next_in()) is not None and self.elapsed + step <= end:
            self.elapsed += step + 1e-6
            self.panel.tick()
        self.elapsed = max(end, self.elapsed)

    def hear(self, channel: Channel, message: Message | bytes) -> None:
        payload = message if isinstance(message, bytes) else message.encode()
        self.panel.received(channel.to(DEVICE), payload)

    def command(self, cmd: str = "unlock", *, args: dict[str, Any] | None = None, **fields: Any) -> Command:
        """A good command for this session, signed; `fields` replace its fields before it is signed."""
        command = Command(
            id=f"cmd-{next(self.numbers):08}",
            cmd=cmd,
            door=1,
            ts=self.now,
            exp=self.now + 10_000,
            sess=self.panel.session,
            reply="web-1",
            args=args or {},
        )
        return sign(KEY, "k1", DEVICE, replace(command, **fields))

    def order(self, cmd: str = "unlock", **fields: Any) -> Response:
        """Sends a command and returns the answer."""
        return self.give(self.command(cmd, **fields))

    def give(self, command: Command) -> Response:
        self.hear(topics.DOWN_CMD, command)
        return self.last(Response)

    def notice(self, type: str, **fields: Any) -> None:
        self.hear(topics.DOWN_CALL, CallNotice(call=self.panel.telephone.call.id, type=type, **fields))

    def acknowledge(self, upto: int) -> None:
        self.hear(topics.DOWN_ACK, Ack(boot=self.journal.store, upto=upto))

    def all(self, kind: type[M]) -> list[M]:
        """Everything of a kind that was sent, oldest first."""
        return [message for _, message in self.sent if isinstance(message, kind)]

    def last(self, kind: type[M]) -> M:
        return self.all(kind)[-1]

    def events(self) -> list[str]:
        """The types of the events that were sent, each once, however often it was repeated."""
        return list({event.seq: event.type for event in self.all(DeviceEvent)}.values())

    def times_sent(self, type: str) -> int:
        """How often events of a type went out, repetitions included."""
        return sum(event.type == type for event in self.all(DeviceEvent))


def outcome(response: Response) -> tuple[str, str]:
    """What a command came to."""
    return response.result.value, response.code
