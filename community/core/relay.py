"""Hands outbox events to their subscribers: the loop around `outbox`, run by every worker."""

import threading

from flask import Flask
from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy import delete, func, select

from community.core import outbox
from community.core.auth import Actor
from community.core.clock import monotonic, now
from community.core.events import Subscriber
from community.core.failpoints import fail_point
from community.core.kernel import Kernel
from community.core.logging import get_logger, tracing
from community.core.outbox import OutboxEvent
from community.core.uow import UnitOfWork, unit_of_work

log = get_logger(__name__)
RELAY = Actor.system("relay")
IDLE_SECONDS = 1.0
BATCH = 20
TURN_SECONDS = 0.003
DELIVERED = Counter("linli_outbox_deliveries_total", "Deliveries by outcome", ["event", "outcome"])
LAG = Histogram("linli_outbox_lag_seconds", "From recording to delivery", buckets=(0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600))
PENDING = Gauge("linli_outbox_events", "Events not delivered, by state", ["state"], multiprocess_mode="mostrecent")


class Relay:
    """Delivers until stopped; woken by the bell, and by the clock in case the bell was not heard."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._kernel: Kernel = app.extensions["linli"]
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="relay", daemon=True)

    def start(self) -> None:
        """Begin to deliver in a thread of its own."""
        self._kernel.bus.listen("outbox", self._ring)
        self._thread.start()

    def stop(self) -> None:
        """Finish the delivery in hand, then end."""
        self._kernel.bus.unlisten("outbox", self._ring)
        self._stop.set()
        self._wake.set()
        self._thread.join(10)

    def _ring(self, _payload: object) -> None:
        self._wake.set()

    def _loop(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                while not self._stop.is_set() and deliver_batch(self._app):
                    pass
            except Exception:
                log.exception("relay_failed")
                self._stop.wait(1)
            self._wake.wait(IDLE_SECONDS)


def drain(app: Flask, rounds: int = 1000) -> int:
    """Deliver until nothing is due; returns how many events were handled."""
    total = 0
    for _ in range(rounds):
        count = deliver_batch(app)
        if not count:
            return total
        total += count
    raise RuntimeError("the outbox does not run dry: do subscribers answer each other for ever?")


def deliver_batch(app: Flask) -> int:
    """Deliver some of what is due, in one transaction; returns the number of events handled.

    SQLite makes a commit dear and has a single writer: several events share one transaction, until others have waited for it
    long enough. PostgreSQL makes it cheap and locks rows: one event each, so that no two transactions hold rows of several.
    """
    kernel: Kernel = app.extensions["linli"]
    handled = 0
    with app.app_context(), unit_of_work(RELAY) as uow:
        together = uow.session.get_bind().dialect.name == "sqlite"
        until = monotonic() + TURN_SECONDS
        for event in outbox.due(uow.session, BATCH if together else 1):
            fail_point("before_delivery")
            with tracing(event.trace):
                _deliver(kernel, uow, event)
            LAG.observe((now() - event.recorded_at).total_seconds())
            handled += 1
            if monotonic() > until:
                break
        uow.actor = RELAY
    return handled


def _deliver(kernel: Kernel, uow: UnitOfWork, event: OutboxEvent) -> None:
    before = outbox.received(uow.session, event)
    succeeded, errors = list[str](), list[str]()
    for subscriber in kernel.subscribers(event.name):
        label = subscriber_name(subscriber)
        if label in before:
            continue
        try:
            with uow.savepoint():
                uow.actor = Actor.system(label)
                subscriber(uow, kernel.event_type(event.name).from_json(event.payload))
            succeeded.append(label)
            DELIVERED.labels(event.name, "done").inc()
        except Exception as error:
            DELIVERED.labels(event.name, "failed").inc()
            log.exception("subscriber_failed", event_name=event.name, subscriber=label)
            errors.append(f"{label}: {error!r}")
    fail_point("after_delivery")
    if not errors:
        outbox.note_delivered(event)
        return
    outbox.note_failed(uow.session, event, errors, succeeded)
    if event.state == "dead":
        log.error("event_dead", event_id=event.id, event_name=event.name)


def subscriber_name(subscriber: Subscriber) -> str:
    """Name a subscriber by its place in the code; receipts are kept under it."""
    return f"{subscriber.__module__}.{subscriber.__qualname__}"[:100]


def observe(uow: UnitOfWork) -> None:
    """Count what waits and what is dead, for the metrics (a job)."""
    waiting = (
        select(OutboxEvent.state, func.count().label("waiting")).where(OutboxEvent.state != "done").group_by(OutboxEvent.state)
    )
    counts = {row.state: row.waiting for row in uow.session.execute(waiting)}
    for state in ("pending", "dead"):
        PENDING.labels(state).set(counts.get(state, 0))


def purge(uow: UnitOfWork) -> None:
    """Clear away events delivered more than a week ago, with their receipts (a job)."""
    uow.session.execute(delete(OutboxEvent).where(OutboxEvent.state == "done", OutboxEvent.done_at < uow.now - outbox.KEPT))
