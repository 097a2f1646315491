"""Hands outbox events to their subscribers: the loop around `outbox`, run by every worker."""

import threading

from flask import Flask
from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy import delete, func, select

from community.core import outbox
from community.core.auth import Actor
from community.core.clock import now
from community.core.events import Subscriber
from community.core.failpoints import fail_point
from community.core.kernel import Kernel
from community.core.logging import get_logger, tracing
from community.core.outbox import OutboxEvent
from community.core.uow import UnitOfWork, unit_of_work

log = get_logger(__name__)
RELAY = Actor.system("relay")
IDLE_SECONDS = 1.0
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
                while not self._stop.is_set() and deliver_next(self._app):
                    pass
            except Exception:
                log.exception("relay_failed")
                self._stop.wait(1)
            self._wake.wait(IDLE_SECONDS)


def drain(app: Flask, rounds: int = 1000) -> int:
    """Deliver until nothing is due; returns how many events were handled."""
    for total in range(rounds):
        if not deliver_next(app):
            return total
    raise RuntimeError("the outbox does not run dry: do subscribers answer each other for ever?")


def deliver_next(app: Flask) -> bool:
    """Deliver the oldest event that is due, in a transaction of its own; False if there was none.

    One event each: a worker that holds rows of several, or SQLite's one write lock for long, would keep people waiting. Nobody
    waits for the disk: what a power cut undoes is delivered again.
    """
    kernel: Kernel = app.extensions["linli"]
    with app.app_context(), unit_of_work(RELAY, durable=False) as uow:
        event = outbox.due(uow.session)
        if event is None:
            return False
        fail_point("before_delivery")
        with tracing(event.trace):
            _deliver(kernel, uow, event)
        LAG.observe((now() - event.recorded_at).total_seconds())
        uow.actor = RELAY
    return True


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
