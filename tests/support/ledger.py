"""What clients did, by their own logs, held against the database at the end; and a client that repeats until it is told."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from community.core.outbox import OutboxEvent
from tests.support.system import LiveSystem

GIVE_UP = 240.0  # seconds; ends a test that would hang, and is no claim about the platform


@dataclass(frozen=True)
class Count:
    """The figures of one kind of thing."""

    kind: str
    sent: int
    acknowledged: int
    stored: int
    lost: frozenset[Hashable]
    duplicated: frozenset[Hashable]
    phantom: frozenset[Hashable]

    def check(self) -> None:
        """Tell the figures; fail unless everything acknowledged is there, once, and nothing else."""
        print(self)
        assert (self.lost, self.duplicated, self.phantom) == (frozenset(), frozenset(), frozenset()), str(self)

    def __str__(self) -> str:
        wrong = f"lost {len(self.lost)}, duplicated {len(self.duplicated)}, phantom {len(self.phantom)}"
        return f"[fault] {self.kind}: sent {self.sent}, acknowledged {self.acknowledged}, stored {self.stored}, {wrong}"


@dataclass
class Ledger:
    """The clients' log of one kind of thing: what they sent, and what was acknowledged, with the id they were told."""

    kind: str
    sent: set[Hashable] = field(default_factory=set)
    acknowledged: dict[Hashable, Any] = field(default_factory=dict)

    def against(self, stored: Iterable[Hashable]) -> Count:
        """Count: acknowledged − stored = lost, stored − sent = phantom, and what is stored more than once."""
        times = Counter(stored)
        return Count(
            self.kind,
            len(self.sent),
            len(self.acknowledged),
            times.total(),
            lost=frozenset(self.acknowledged.keys() - times.keys()),
            duplicated=frozenset(thing for thing, number in times.items() if number > 1),
            phantom=frozenset(times.keys() - self.sent),
        )


class Database:
    """The platform's database as an accountant reads it: past all its code."""

    def __init__(self, system: LiveSystem) -> None:
        url = system.database_url or f"sqlite:///{system.broker.settings.data / 'linli.db'}"
        self._engine: Engine = create_engine(url)

    def rows(self, *columns: Any, where: Any = True) -> list[Any]:
        """Rows of these columns (or whole objects, detached)."""
        with Session(self._engine, expire_on_commit=False) as session:
            found = session.execute(select(*columns).where(where)).all()
            return [row[0] if len(columns) == 1 else row for row in found]

    def undelivered(self) -> list[tuple[int, str, str | None]]:
        """What waits in the outbox, or is dead."""
        return self.rows(OutboxEvent.id, OutboxEvent.state, OutboxEvent.last_error, where=OutboxEvent.state != "done")

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def database_of(system: LiveSystem) -> Any:
    """The accountant's view, closed with the block."""
    database = Database(system)
    try:
        yield database
    finally:
        database.close()


class Caller:
    """A person's phone: repeats each request with its key until the platform has answered, whatever happens meanwhile."""

    def __init__(self, system: LiveSystem, person: UUID) -> None:
        self._system = system
        self._person = person
        self._token = ""
        self._lock = threading.Lock()
        logging.getLogger("httpx").setLevel(logging.WARNING)  # thousands of lines about requests would bury the figures
        self._http = httpx.Client(base_url=f"{system.url}/api/v1", timeout=20, limits=httpx.Limits(max_connections=200))
        self.repeats = 0
        self.broken: list[str] = []
        """Answers that no fault excuses: 500 is a mistake of the platform, 503 is not."""

    def close(self) -> None:
        self._http.close()

    def get(self, path: str) -> httpx.Response:
        """Read something."""
        return self._until_answered(lambda: self._send("GET", path))

    def post(self, path: str, *, key: str | None = None, final: tuple[int, ...] = (), **content: Any) -> httpx.Response:
        """Act; `final` names statuses that would otherwise be reason to repeat, such as 503."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self._until_answered(lambda: self._send("POST", path, headers=headers, **content), final)

    def _until_answered(self, send: Callable[[], httpx.Response], final: tuple[int, ...] = ()) -> httpx.Response:
        deadline, pause = time.monotonic() + GIVE_UP, 0.05
        while True:
            try:
                answer = send()
                if answer.status_code in final or not (answer.status_code in (409, 429) or answer.status_code >= 500):
                    return answer
                told = f"{answer.status_code} {answer.text[:500]}"
            except httpx.TransportError as error:
                told = repr(error)
            assert time.monotonic() < deadline, f"not answered in {GIVE_UP} s: {told}\n{self._system.log_tails()}"
            self.repeats += 1
            time.sleep(pause)
            pause = min(pause * 2, 1.0)

    def _send(self, method: str, path: str, *, headers: dict[str, str] | None = None, **content: Any) -> httpx.Response:
        token = self._token or self._sign_in("")
        answer = self._http.request(method, path, headers={**(headers or {}), "Authorization": f"Bearer {token}"}, **content)
        if answer.status_code == 500:
            self.broken.append(f"{method} {path}: {answer.text[:500]}")
        if answer.status_code == 401:
            self._sign_in(token)
            raise httpx.TransportError("signed in anew")
        return answer

    def _sign_in(self, ended: str) -> str:
        """Sign in, unless another thread has done so meanwhile."""
        with self._lock:
            if self._token == ended:
                estate = self._system.estate
                body = {"phone": estate.phones[self._person], "password": estate.password}
                answer = self._http.post("/auth/login", json=body)
                if answer.status_code >= 500:
                    raise httpx.TransportError(f"not signed in: {answer.status_code}")
                self._token = answer.raise_for_status().json()["access_token"]
            return self._token
