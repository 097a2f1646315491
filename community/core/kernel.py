"""What a process is made of: settings, link, bus, store, and what the slices have registered."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, current_app

from community.core.auth import Actor, Directory, Rule
from community.core.bus import Bus
from community.core.events import Event, Subscriber
from community.core.mqtt import MqttLink
from community.core.scheduler import Job
from community.core.settings import Settings
from community.core.storage import Store
from community.core.uow import UnitOfWork

Authenticator = Callable[[UnitOfWork, str], Actor]
Service = Callable[[Flask], Callable[[], None]]  # starts something in the worker and returns how to stop it


class Kernel:
    """The registry that slices wire themselves into, found as `app.extensions["linli"]`."""

    def __init__(self, settings: Settings, process: str) -> None:
        self.settings = settings
        self.process = process
        self.link = MqttLink(settings.platform_mqtt_url, process)
        self.bus = Bus(self.link)
        self.store = Store(settings.data / "files")
        self.operations: dict[str, Rule] = {}
        self.directory: Directory | None = None
        self.authenticators: dict[str, Authenticator] = {}
        self.jobs: list[Job] = []
        self.services: list[Service] = []
        self.demos: list[tuple[int, Callable[..., None]]] = []
        self._events: dict[str, type[Event]] = {}
        self._subscribers: dict[str, list[Subscriber]] = defaultdict(list)

    def allow(self, operations: dict[str, Rule]) -> None:
        """Add a slice's rows to the table of rights; a name may have one row only."""
        if twice := self.operations.keys() & operations.keys():
            raise RuntimeError(f"operation defined twice: {sorted(twice)[0]}")
        self.operations.update(operations)

    def subscribe(self, event: type[Event], subscriber: Subscriber) -> None:
        """Call `subscriber(uow, event)` for each such event, once, in a worker."""
        self._events[event.name] = event
        self._subscribers[event.name].append(subscriber)

    def subscribers(self, name: str) -> list[Subscriber]:
        """Return who hears events of this name."""
        return self._subscribers.get(name, [])

    def event_type(self, name: str) -> type[Event]:
        """Return the class of the events of this name."""
        return self._events[name]

    def job(self, name: str, *, every: timedelta, func: Callable[[UnitOfWork], None]) -> None:
        """Run `func(uow)` once per interval over all workers."""
        self.jobs.append(Job(name, every, func))

    def service(self, start: Service) -> None:
        """Start something of one's own in every worker; `start(app)` returns the function that stops it."""
        self.services.append(start)

    def authenticator(self, scheme: str, func: Authenticator) -> None:
        """Accept another Authorization scheme: `func(uow, credentials)` returns the actor or raises Unauthenticated."""
        self.authenticators[scheme.lower()] = func

    def demo(self, order: int, func: Callable[..., None]) -> None:
        """Contribute to the demo estate: `func(uow, demo)`, called by rising `order`."""
        self.demos.append((order, func))


def kernel() -> Kernel:
    """Return the kernel of the application at work."""
    found: Any = current_app.extensions["linli"]
    return found
