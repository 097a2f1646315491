"""Hands outbox events to their subscribers: the loop around `outbox`, run by every worker."""

import threading

from flask import Flask
from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from community.core import outbox
from community.core.auth import Actor
from community.core.clock import now
from community.core.events import Event, Subscriber
from community.core.failpoints import fail_point
from community.core.kernel import Kernel
from community.core.logging import get_logger, tracing
from community.core.outbox import Claim, OutboxEvent, OutboxReceipt
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
    """Claim what is due and deliver it; returns the number of events handled."""
    kernel: Kernel = app.extensions["linli"]
    with app.app_context():
        with unit_of_work(RELAY) as uow:
            batch = outbox.claim(uow.session)
        fail_point("after_outbox_claim")
        for claimed in batch:
            if now() >= claimed.until:
                break  # the rest took too long to reach; whoever claims next has them
            with tracing(claimed.trace):
                _deliver(kernel, claimed)
                LAG.observe((now() - claimed.recorded_at).total_seconds())
    return len(batch)


def _deliver(kernel: Kernel, claimed: Claim) -> None:
    event_id, name, payload = claimed.event_id, claimed.name, claimed.payload
    errors: list[str] = []
    for subscriber in kernel.subscribers(name):
        label = subscriber_name(subscriber)
        try:
            _deliver_to(subscriber, label, event_id, kernel.event_type(name).from_json(payload))
            DELIVERED.labels(name, "done").inc()
        except Exception as error:
            DELIVERED.labels(name, "failed").inc()
            log.exception("subscriber_failed", event_name=name, subscriber=label)
            errors.append(f"{label}: {error!r}")
    fail_point("before_outbox_settle")
    with unit_of_work(RELAY) as uow:
        if outbox.settle(uow.session, claimed, errors) == "dead":
            log.error("event_dead", event_id=event_id, event_name=name)


def _deliver_to(subscriber: Subscriber, label: str, event_id: int, event: Event) -> None:
    try:
        with unit_of_work(Actor.system(label)) as uow:
            if not _first_time(uow, event_id, label):
                return
            subscriber(uow, event)
            fail_point("before_receipt_commit")
    except IntegrityError:
        with unit_of_work(RELAY, read_only=True) as uow:
            if label not in outbox.received(uow.session, event_id):
                raise  # the subscriber's own mistake, not another relay's receipt


def _first_time(uow: UnitOfWork, event_id: int, label: str) -> bool:
    if label in outbox.received(uow.session, event_id):
        return False
    uow.session.add(OutboxReceipt(event_id=event_id, subscriber=label))
    uow.session.flush()  # a second relay with the same event fails here, before it does anything
    return True


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
