"""The device's judgement of a command: the layer that keeps a stale, copied or forged unlock from opening a door."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from devices.messages import MAX_LIFETIME, Command, Id, MessageError, Receiver, Response, Result
from devices.signing import is_signed
from devices.simulator.clock import ServerClock
from devices.wire import load_object

REMEMBERED = 256
"""How many command ids a device remembers with their answers."""

CLOCK_MARGIN = 1000
"""Milliseconds by which the two clocks may differ before an expiry is called too far away."""

Act = Callable[[Command], tuple[Result, str]]


def complaint(payload: bytes, t: int | None) -> tuple[Response, str] | None:
    """The answer to a command that breaks the contract and whom to send it to, if that much of it can be read."""
    try:
        data = load_object(payload)
        receiver = Receiver(data.get("reply"), "reply")
        return Response(id=Id(data.get("id"), "id"), result=Result.REJECTED, code="malformed", t=t), receiver
    except MessageError:
        return None


class Judge:
    """Judges commands in a fixed order; the first objection is the answer."""

    def __init__(self, device: str, keys: Mapping[str, Ed25519PublicKey], clock: ServerClock) -> None:
        self._device = device
        self._keys = keys
        self._clock = clock
        self._answers: OrderedDict[str, Response] = OrderedDict()

    def answer(self, command: Command, session: str, act: Act) -> Response:
        """The answer to a command, which is carried out by `act` at most once."""
        if not is_signed(self._keys, self._device, command):
            # Not remembered: otherwise anybody could spoil the id of a genuine command by sending it first, unsigned.
            return self._response(command, Result.REJECTED, "bad_signature")
        if command.id in self._answers:
            return replace(self._answers[command.id], dup=True, t=self._clock.now())
        objection = self._objection(command, session)
        result, code = (Result.REJECTED, objection) if objection else act(command)
        response = self._response(command, result, code, sess=session if code == "stale_session" else None)
        return self._remember(response)

    def forget(self) -> None:
        """A reboot. Old ids cannot come back, because the session is a new one."""
        self._answers.clear()

    def _objection(self, command: Command, session: str) -> str | None:
        now = self._clock.now()
        if command.sess != session:
            return "stale_session"
        if now is None:
            return "no_time"
        if command.exp > now + MAX_LIFETIME + CLOCK_MARGIN:
            return "bad_expiry"
        return "expired" if now > command.exp else None

    def _response(self, command: Command, result: Result, code: str, **more: Any) -> Response:
        return Response(id=command.id, result=result, code=code, trace=command.trace, t=self._clock.now(), **more)

    def _remember(self, response: Response) -> Response:
        self._answers[response.id] = response
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)
        return response
