"""The stream gateway: `GET /api/v1/feed` as server-sent events, in an event loop of its own.

Thousands of open streams must not hold API threads. It checks the token, reads the feed, is woken over the broker, and polls in
case a call was not heard. Run alone with `uvicorn community.stream:make_app --factory`, or folded into the web process by `asgi`.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiomqtt
import orjson
from anyio import to_thread
from flask import Flask
from flask_jwt_extended import decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import PyJWTError
from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from community.app import create_app
from community.core import feed
from community.core.auth import Actor
from community.core.errors import DomainError, Unauthenticated, Unavailable
from community.core.http import person_actor
from community.core.kernel import Kernel
from community.core.logging import get_logger
from community.core.uow import unit_of_work

log = get_logger(__name__)
OPEN = Gauge("linli_open_streams", "Open event streams", multiprocess_mode="livesum")
HEARTBEAT_SECONDS = 15
LARGEST = 2**53


class Bells:
    """Who waits for which person's feed."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self.count = 0

    def ring(self, people: list[str]) -> None:
        """Wake every stream of these people."""
        for person in people:
            for event in self._waiting.get(person, ()):
                event.set()

    @asynccontextmanager
    async def waiting(self, person: str) -> AsyncIterator[asyncio.Event]:
        """Hold a bell for one stream."""
        event = asyncio.Event()
        self._waiting[person].add(event)
        self.count += 1
        OPEN.inc()
        try:
            yield event
        finally:
            self._waiting[person].discard(event)
            if not self._waiting[person]:
                del self._waiting[person]
            self.count -= 1
            OPEN.dec()


@dataclass(frozen=True)
class Subscription:
    """A checked request for a stream: whose, until when, and from which number on."""

    claims: dict[str, Any]
    person: UUID
    seq: int
    reset: bool


class Gateway:
    """Serves streams for one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._kernel: Kernel = app.extensions["linli"]
        self._bells = Bells()

    def route(self) -> Route:
        """Return the route to mount."""
        return Route("/api/v1/feed", self.feed, methods=["GET"])

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Listen to the bus while the server runs."""
        task = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            task.cancel()

    async def feed(self, request: Request) -> Response:
        """Answer with a stream, or with a problem."""
        try:
            if self._bells.count >= self._kernel.settings.stream_limit:
                raise Unavailable(retry_after=5)
            wanted = _last_id(request)
            subscription = await to_thread.run_sync(self._open, request.headers.get("authorization", ""), wanted)
        except DomainError as error:
            return _problem(error, request)
        except SQLAlchemyError:
            return _problem(Unavailable(retry_after=2), request)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._events(subscription), media_type="text/event-stream", headers=headers)

    def _open(self, authorization: str, wanted: int | None) -> Subscription:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated
        with self._app.app_context():
            try:
                claims = decode_token(token)
            except (PyJWTError, JWTExtendedException):
                raise Unauthenticated from None
            with unit_of_work(Actor("anonymous"), read_only=True) as uow:
                person = person_actor(self._kernel, uow, claims).person_id
                newest = feed.position(uow.session, person)
                if wanted is None:
                    return Subscription(claims, person, newest, False)
                if feed.missed_some(uow.session, person, wanted):
                    return Subscription(claims, person, newest, True)
                return Subscription(claims, person, wanted, False)

    async def _events(self, subscription: Subscription) -> AsyncIterator[bytes]:
        seq, person = subscription.seq, subscription.person
        yield b"retry: 2000\n\n"
        yield _event("reset" if subscription.reset else "hello", {}, seq)
        async with self._bells.waiting(str(person)) as bell:
            while time.time() < subscription.claims["exp"]:
                bell.clear()
                try:
                    entries = await to_thread.run_sync(self._read, subscription, seq)
                except (Unauthenticated, SQLAlchemyError):
                    return  # the client comes back, and is then told why if it may not
                for number, kind, data in entries:
                    yield _event(kind, data, number)
                    seq = number
                if not entries and not await _rang(bell, HEARTBEAT_SECONDS):
                    yield b": still here\n\n"

    def _read(self, subscription: Subscription, seq: int) -> list[tuple[int, str, dict[str, Any]]]:
        with self._app.app_context(), unit_of_work(Actor("anonymous"), read_only=True) as uow:
            person_actor(self._kernel, uow, subscription.claims)  # signed out meanwhile: the stream ends
            return [(e.seq, e.kind, e.data) for e in feed.after(uow.session, subscription.person, seq)]

    async def _listen(self) -> None:
        url = urlsplit(self._kernel.settings.platform_mqtt_url)
        while True:
            try:
                async with aiomqtt.Client(
                    url.hostname or "localhost",
                    url.port or 1883,
                    username=unquote(url.username or "") or None,
                    password=unquote(url.password or "") or None,
                    identifier=f"{self._kernel.link.process_id}-stream",
                    keepalive=20,
                ) as client:
                    await client.subscribe("bus/feed")
                    async for message in client.messages:
                        self._bells.ring(orjson.loads(bytes(message.payload))["data"])
            except aiomqtt.MqttError as error:
                log.warning("stream_bus_lost", error=str(error))
                await asyncio.sleep(1)


def make_app() -> Starlette:
    """Make the gateway as a process of its own."""
    gateway = Gateway(create_app(process="stream"))
    return Starlette(routes=[gateway.route()], lifespan=gateway.lifespan)


async def _rang(bell: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return False
    return True


def _event(kind: str, data: dict[str, Any], seq: int) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (seq, kind.encode(), orjson.dumps(data))


def _last_id(request: Request) -> int | None:
    text = request.headers.get("last-event-id") or request.query_params.get("last_event_id")
    if not text:
        return None
    if not text.isdecimal() or int(text) > LARGEST:
        raise DomainError.of("feed.bad_id", zh="续传位置无效。", en="The Last-Event-ID is not valid.")
    return int(text)


def _problem(error: DomainError, request: Request) -> Response:
    language = "en" if request.headers.get("accept-language", "").startswith("en") else "zh"
    body = {
        "type": "about:blank",
        "title": error.code,
        "status": error.status,
        "code": error.code,
        "detail": error.detail(language),
    }
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    return JSONResponse(body, error.status, headers, media_type="application/problem+json")
