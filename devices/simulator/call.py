"""The call a visitor makes: one at a time, from the dialled number to the word on the screen."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from devices.messages import CallNotice, CallRequest, DownCall, UpCall
from devices.simulator.timers import Timers

ANSWER_TIME = 5.0
"""Seconds in which the platform must say anything at all about an invitation."""

RING_TIME = 90.0
"""Seconds after which the panel gives up by itself; the platform decides earlier."""

TALK_TIME = 180.0
SHOWN = 6.0
"""Seconds for which the result stays on the screen."""


@dataclass(frozen=True)
class Call:
    """What the screen shows. state: idle, dialling, ringing, talking or over; then `result` is one word."""

    state: str = "idle"
    id: str = ""
    home: str = ""
    label: str = ""
    by: str = ""
    result: str = ""

    @property
    def active(self) -> bool:
        """Whether a visitor waits or talks."""
        return self.state in ("dialling", "ringing", "talking")


class Telephone:
    """Holds the present call. `send(request)` returns False when there is no link; `now()` is server time."""

    def __init__(
        self,
        timers: Timers,
        send: Callable[[CallRequest], bool],
        now: Callable[[], int | None],
        changed: Callable[[], None],
    ) -> None:
        self.call = Call()
        self._timers = timers
        self._send = send
        self._now = now
        self._changed = changed

    def dial(self, home: str) -> None:
        """Rings a home by its number, ending any call before; raises MessageError for what is no number."""
        self.hang_up()
        request = CallRequest(call=uuid.uuid4().hex, type=UpCall.INVITE, home=home, t=self._now())
        self._become(Call("dialling", id=request.call, home=home), ANSWER_TIME, "no_response")
        if not self._send(request):
            self._end("offline")

    def hang_up(self, result: str = "cancelled") -> None:
        """The visitor gives up, or the panel does for them."""
        if self.call.active:
            reason = "cancelled" if result == "cancelled" else result
            self._send(CallRequest(call=self.call.id, type=UpCall.HANGUP, reason=reason, t=self._now()))
            self._end(result)

    def disconnected(self) -> None:
        """Without a link nobody can answer."""
        if self.call.active:
            self._end("offline")

    def reset(self) -> None:
        """A reboot: the screen is idle."""
        self._idle()

    def hear(self, notice: CallNotice) -> None:
        """What the platform says; about another call than the present one it says nothing to us."""
        if notice.call != self.call.id or not self.call.active:
            return
        if notice.type is DownCall.RINGING:
            self._become(replace(self.call, state="ringing", label=notice.label or ""), RING_TIME, "no_answer")
        elif notice.type is DownCall.ACCEPT:
            self._become(replace(self.call, state="talking", by=notice.by or ""), TALK_TIME, "ended")
        elif notice.type is DownCall.HANGUP:
            self._end(notice.reason or "ended")
        else:
            self._end(notice.type.value)

    def view(self) -> dict[str, Any]:
        """The call as the screen needs it."""
        call = self.call
        return {"state": call.state, "home": call.home, "label": call.label, "by": call.by, "result": call.result}

    def _become(self, call: Call, seconds: float, otherwise: str) -> None:
        self.call = call
        self._timers.set("call", seconds, lambda: self.hang_up(otherwise))
        self._changed()

    def _end(self, result: str) -> None:
        self.call = replace(self.call, state="over", result=result)
        self._timers.set("call", SHOWN, self._idle)
        self._changed()

    def _idle(self) -> None:
        self.call = Call()
        self._timers.cancel("call")
        self._changed()
