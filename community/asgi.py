"""Web and stream folded into one process, for the one-command default: `uvicorn community.asgi:make_app --factory`.

The feed runs in the event loop, everything else in API threads; in earnest they are processes of their own behind a proxy.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from a2wsgi import WSGIMiddleware
from anyio import to_thread
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from community.app import create_app
from community.core.kernel import Kernel
from community.stream import Gateway


def make_app() -> Starlette:
    """Make the folded application."""
    flask_app = create_app(process="web")
    core: Kernel = flask_app.extensions["linli"]
    gateway = Gateway(flask_app)
    controls = SimulatorControls(core.settings.simulator_address)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        core.link.start()
        try:
            async with gateway.lifespan(app):
                yield
        finally:
            await to_thread.run_sync(core.link.stop)
            await controls.close()

    routes = [gateway.route()]
    if core.settings.simulator == "on" and core.settings.env != "production":
        routes.append(Route("/simulator/api/{path:path}", controls.forward, methods=["GET", "POST"]))
    # a2wsgi and Flask each spell the types of WSGI in their own way
    rest = Mount("/", app=WSGIMiddleware(flask_app, workers=core.settings.web_threads))  # type: ignore[arg-type]
    return Starlette(routes=[*routes, rest], lifespan=lifespan)


class SimulatorControls:
    """Forwards the simulator's page to the simulator, so that a trial needs one address only."""

    def __init__(self, address: str) -> None:
        self._client = httpx.AsyncClient(base_url=address or "http://127.0.0.1:9", timeout=httpx.Timeout(10, read=None))

    async def forward(self, request: Request) -> Response:
        """Pass a request on and its answer back, streaming."""
        path = f"/api/{request.path_params['path']}"
        outgoing = self._client.build_request(
            request.method,
            path,
            params=request.query_params,
            content=await request.body(),
            headers={"content-type": request.headers.get("content-type", "application/json")},
        )
        try:
            answer = await self._client.send(outgoing, stream=True)
        except httpx.TransportError:
            return PlainTextResponse("The simulator is not running.", 502)
        kind = {"content-type": answer.headers.get("content-type", "application/json"), "cache-control": "no-store"}
        return StreamingResponse(answer.aiter_raw(), answer.status_code, kind, background=BackgroundTask(answer.aclose))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
