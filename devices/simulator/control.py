"""The simulator over HTTP: what a visitor does at a panel, and the faults an operator sets. Loopback only.

GET  /api/panels                      all panels
GET  /api/stream                      the same, live, as server-sent events `panel`
POST /api/panels/{id}/dial            {home}
POST /api/panels/{id}/hangup
POST /api/panels/{id}/walk            {seconds?, force?}: somebody pulls the door
POST /api/panels/{id}/exit-button
POST /api/panels/{id}/reboot
POST /api/panels/{id}/faults          any of Faults
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from devices.simulator.faults import Faults
from devices.simulator.fleet import Fleet
from devices.simulator.hub import HEARTBEAT, Hub
from devices.simulator.simulated import SimulatedPanel, View
from devices.wire import Flag, Message, MessageError, Number, Text, load_object, optional, required

Action = Callable[[SimulatedPanel, dict[str, Any]], object]


@dataclass(frozen=True, kw_only=True)
class Dial(Message):
    """A number entered at the panel."""

    home: str = required(Text(16))


@dataclass(frozen=True, kw_only=True)
class Walk(Message):
    """Somebody pulls the door and holds it open for `seconds`."""

    seconds: float | None = optional(Number(0.1, 600))
    force: bool = optional(Flag(), False)


ACTIONS: dict[str, Action] = {
    "dial": lambda panel, body: panel.dial(Dial.of(body).home),
    "hangup": lambda panel, body: panel.hang_up(),
    "walk": lambda panel, body: panel.walk(Walk.of(body).seconds, force=Walk.of(body).force),
    "exit-button": lambda panel, body: panel.press_exit_button(),
    "reboot": lambda panel, body: panel.reboot(),
    "faults": lambda panel, body: panel.set_faults(**_known_faults(body)),
}


def create_control(fleet: Fleet, hub: Hub) -> Starlette:
    """The application; its lifetime is the fleet's."""

    async def panels(_request: Request) -> Response:
        return _json({"items": fleet.views()})

    async def stream(_request: Request) -> Response:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_events(fleet, hub), media_type="text/event-stream", headers=headers)

    async def act(request: Request) -> Response:
        panel = fleet.find(request.path_params["panel"])
        action = ACTIONS.get(request.path_params["action"])
        if panel is None or action is None:
            return _problem(404, "panel.not_found", "There is no such panel or action.")
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            # A page of another origin can post forms without asking, but not JSON.
            return _problem(415, "body.not_json", "Send application/json.")
        try:
            done = await run_in_threadpool(action, panel, load_object(await request.body() or b"{}"))
        except MessageError as error:
            return _problem(422, f"validation.{error.code}", error.field)
        return _json(panel.view | ({"moved": done} if isinstance(done, bool) else {}))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        hub.attach()
        await run_in_threadpool(fleet.start)
        yield
        await run_in_threadpool(fleet.stop)

    routes = [
        Route("/api/panels", panels),
        Route("/api/stream", stream),
        Route("/api/panels/{panel}/{action}", act, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _events(fleet: Fleet, hub: Hub) -> AsyncIterator[bytes]:
    with hub.reader() as reader:
        yield b"retry: 1000\n\n" + b"".join(map(_event, fleet.views()))
        while (views := await reader.take(HEARTBEAT)) is not None:
            yield b"".join(map(_event, views)) or b": here\n\n"


def _event(view: View) -> bytes:
    return b"event: panel\ndata: " + orjson.dumps(view) + b"\n\n"


def _known_faults(body: dict[str, Any]) -> dict[str, Any]:
    for name in body:
        if name not in Faults.schema()["properties"]:
            raise MessageError("bad_value", name[:40])
    return body


def _json(data: Any) -> Response:
    return Response(orjson.dumps(data), media_type="application/json")


def _problem(status: int, code: str, detail: str) -> Response:
    body = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    return Response(orjson.dumps(body), status, media_type="application/problem+json")
