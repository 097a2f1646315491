"""The stream gateway: `GET /api/v1/feed` as server-sent events, in an event loop of its own.

Thousands of open streams must not hold API threads. It checks the token, reads the feed, is woken over the broker, and polls in
case a call was not heard. Run alone with `uvicorn community.stream:make_app --factory`, or folded into the web process by `asgi`.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiomqtt
import orjson
from anyio import CapacityLimiter, to_thread
from flask import Flask
from prometheus_client import Gauge
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from community.app import create_app
from community.core import bus, feed, problems
from community.core.auth import Actor
from community.core.bearer import claims_of, person_actor
from community.core.errors import DomainError, Invalid, Unauthenticated, Unavailable
from community.core.ids import new_id
from community.core.kernel import Kernel
from community.core.logging import get_logger
from community.core.uow import unit_of_work

T = TypeVar("T")
log = get_logger(__name__)
OPEN = Gauge("linli_open_streams", "Open event streams", multiprocess_mode="livesum")
HEARTBEAT_SECONDS = 15.0
READERS = 8  # threads that read the feed: few, so that streams leave database connections to others
LONGEST = 15  # digits of a number in the feed


class BadPosition(Invalid):
    """The Last-Event-ID is no number that a feed can have given out."""

    status = 400
    code = "feed.bad_id"
    zh = "续传位置无效。"
    en = "The Last-Event-ID is not valid."


class Bells:
    """Who waits for which person's feed."""

    def __init__(self, limit: int) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._limit = limit
        self._taken = 0

    def take_place(self) -> None:
        """Count one more stream; raises Unavailable when this process has as many as it may."""
        if self._taken >= self._limit:
            raise Unavailable(retry_after=5)
        self._taken += 1
        OPEN.inc()

    def leave_place(self) -> None:
        """Count one stream less."""
        self._taken -= 1
        OPEN.dec()

    def ring(self, people: Iterable[Any]) -> None:
        """Wake every stream of these people."""
        for person in people:
            for event in self._waiting.get(str(person), ()):
                event.set()

    def ring_all(self) -> None:
        """Wake every stream: calls may have been missed."""
        self.ring(list(self._waiting))

    @contextmanager
    def waiting(self, person: str) -> Iterator[asyncio.Event]:
        """Hold a bell for one stream."""
        event = asyncio.Event()
        self._waiting[person].add(event)
        try:
            yield event
        finally:
            self._waiting[person].discard(event)
            if not self._waiting[person]:
                del self._waiting[person]


class FeedResponse(StreamingResponse):
    """A stream that gives its place back however it ends, also if it never began."""

    def __init__(self, events: AsyncIterator[bytes], leave: Callable[[], None]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff"}
        super().__init__(events, media_type="text/event-stream", headers=headers)
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._leave()


@dataclass(frozen=True)
class Subscription:
    """A checked request for a stream: whose, until when, and from which number on."""

    claims: Mapping[str, Any]
    person: UUID
    seq: int
    reset: bool


class Gateway:
    """Serves streams for one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._kernel: Kernel = app.extensions["linli"]
        self._bells = Bells(self._kernel.settings.stream_limit)
        self._readers = CapacityLimiter(READERS)
        self._listening = False

    def route(self) -> Route:
        """Return the route to mount."""
        return Route("/api/v1/feed", self.feed, methods=["GET"])

    def health_routes(self) -> list[Route]:
        """Return what a process of its own answers to those who watch it, at the same addresses as the web's."""
        return [Route("/health/live", self.live, methods=["GET"]), Route("/health/ready", self.ready, methods=["GET"])]

    async def live(self, _request: Request) -> Response:
        """Answer that the process runs."""
        return JSONResponse({"status": "live"})

    async def ready(self, request: Request) -> Response:
        """Answer whether database and bus are there."""
        try:
            await self._read(self._look)
            if not self._listening:
                raise Unavailable(retry_after=1)
        except SQLAlchemyError:
            return _problem(Unavailable(retry_after=2), request)
        except DomainError as error:
            return _problem(error, request)
        return JSONResponse({"status": "ready"})

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Listen to the bus while the server runs."""
        task = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def feed(self, request: Request) -> Response:
        """Answer with a stream, or with a problem."""
        try:
            wanted = _last_id(request)
            self._bells.take_place()
        except DomainError as error:
            return _problem(error, request)
        try:
            subscription = await self._read(self._open, request.headers.get("authorization", ""), wanted)
        except BaseException as error:
            self._bells.leave_place()
            if isinstance(error, SQLAlchemyError):
                log.error("stream_database_unavailable", error=type(error).__name__)
                return _problem(Unavailable(retry_after=2), request)
            if isinstance(error, DomainError):
                return _problem(error, request)
            raise
        return FeedResponse(self._events(subscription), self._bells.leave_place)

    async def _read(self, call: Callable[..., T], *args: Any) -> T:
        return await to_thread.run_sync(call, *args, limiter=self._readers)

    def _look(self) -> None:
        with self._app.app_context(), unit_of_work(Actor.system("health"), read_only=True) as uow:
            uow.session.execute(text("SELECT 1"))

    def _open(self, authorization: str, wanted: int | None) -> Subscription:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated
        with self._app.app_context():
            claims = claims_of(token)
            with unit_of_work(Actor("anonymous"), read_only=True) as uow:
                person = person_actor(self._kernel, uow.session, claims).person_id
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
        with self._bells.waiting(str(person)) as bell:
            while (left := subscription.claims["exp"] - time.time()) > 0:
                bell.clear()
                try:
                    entries = await self._read(self._entries, subscription, seq)
                except (Unauthenticated, SQLAlchemyError):
                    return  # the client comes back, and is then told why if it may not
                for number, kind, data in entries:
                    yield _event(kind, data, number)
                    seq = number
                if not entries and not await _rang(bell, min(HEARTBEAT_SECONDS, left)):
                    yield b": still here\n\n"

    def _entries(self, subscription: Subscription, seq: int) -> list[tuple[int, str, dict[str, Any]]]:
        with self._app.app_context(), unit_of_work(Actor("anonymous"), read_only=True) as uow:
            person_actor(self._kernel, uow.session, subscription.claims)  # signed out meanwhile: the stream ends
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
                    tls_params=aiomqtt.TLSParameters() if url.scheme == "mqtts" else None,
                ) as client:
                    await client.subscribe("bus/feed")
                    self._listening = True
                    self._bells.ring_all()
                    async for message in client.messages:
                        self._heard(bytes(message.payload))
            except (aiomqtt.MqttError, OSError) as error:
                log.warning("stream_bus_lost", error=str(error))
            finally:
                self._listening = False
            await asyncio.sleep(1)

    def _heard(self, payload: bytes) -> None:
        call = bus.decode(payload)
        if call is not None and isinstance(call["data"], list):
            self._bells.ring(call["data"])


def make_app() -> Starlette:
    """Make the gateway as a process of its own."""
    gateway = Gateway(create_app(process="stream"))
    return Starlette(routes=[gateway.route(), *gateway.health_routes()], lifespan=gateway.lifespan)


async def _rang(bell: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return False
    return True


def _event(kind: str, data: dict[str, Any], seq: int) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (seq, kind.encode(), orjson.dumps(data))


def _last_id(request: Request) -> int | None:
    given = request.headers.get("last-event-id") or request.query_params.get("last_event_id")
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) <= LONGEST):
        raise BadPosition
    return int(given)


def _problem(error: DomainError, request: Request) -> Response:
    accepted = parse_accept_header(request.headers.get("accept-language"), LanguageAccept)
    content, headers = problems.render(error, problems.preferred(accepted), new_id().hex)
    return Response(content, error.status, headers, problems.CONTENT_TYPE)
