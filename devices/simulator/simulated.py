"""A simulated panel that runs: the firmware in one thread, which alone touches it, and a link that comes and goes."""

import queue
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self, TypeVar

import structlog

from devices.messages import Message
from devices.simulator.door import Habits
from devices.simulator.faults import Faults
from devices.simulator.identity import Identity
from devices.simulator.journal import Journal
from devices.simulator.link import Link
from devices.simulator.panel import Panel
from devices.topics import Channel

log = structlog.get_logger(__name__)
T = TypeVar("T")
View = dict[str, Any]


class SimulatedPanel:
    """A panel as a vendor would ship it, usable from any thread.

    `folder` keeps its journal over restarts. `backoff` is (first, longest) pause in seconds between connections, each
    pause drawn at random up to the present bound, so that a thousand panels do not come back in the same instant.
    """

    def __init__(
        self,
        identity: Identity,
        folder: Path,
        *,
        habits: Habits | None = None,
        backoff: tuple[float, float] = (1.0, 30.0),
        on_change: Callable[[View], None] = lambda view: None,
    ) -> None:
        self.identity = identity
        self._backoff = backoff
        self._on_change = on_change
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._link: Link | None = None
        self._failures = 0
        self._address = 0
        self._trouble = ""
        self._stopping = False
        self._news = threading.Condition()
        self._view: View = {}
        self._journal = Journal(folder / "journal.sqlite")
        self._panel = Panel(
            identity.device,
            identity.public_keys,
            self,
            self._journal,
            monotonic=time.monotonic,
            model=identity.seed.model,
            habits=habits,
            changed=self._publish_view,
            power_cut=self._power_cut,
        )
        self._thread = threading.Thread(target=self._run, name=f"panel-{identity.device}", daemon=True)
        self._publish_view()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Switches the panel on."""
        self._thread.start()
        self._inbox.put(self._connect)

    def stop(self, *, farewell: bool = True) -> None:
        """Switches the panel off, in good order or as a pulled plug."""
        self._inbox.put(lambda: self._shut_down(farewell))
        self._thread.join(10)
        self._journal.close()

    @property
    def view(self) -> View:
        """The panel as its screen and its operator see it, at this moment."""
        return self._view

    def wait_until(self, condition: Callable[[View], bool], timeout: float = 5.0) -> View:
        """Waits for a state; raises TimeoutError with the last one seen."""
        with self._news:
            if not self._news.wait_for(lambda: condition(self._view), timeout):
                raise TimeoutError(f"{self.identity.device} after {timeout} s: {self._view}")
            return self._view

    def dial(self, home: str) -> None:
        """A visitor enters a home's number; raises MessageError for what is no number."""
        self._ask(lambda panel: panel.telephone.dial(home))

    def hang_up(self) -> None:
        """The visitor gives up."""
        self._ask(lambda panel: panel.telephone.hang_up())

    def walk(self, seconds: float | None = None, *, force: bool = False) -> bool:
        """Somebody pulls the door; False if it does not open."""
        return self._ask(lambda panel: panel.door.walk(seconds, force=force))

    def press_exit_button(self) -> None:
        """Somebody goes out."""
        self._ask(lambda panel: panel.door.press_exit_button())

    def set_faults(self, **changes: Any) -> Faults:
        """Switches faults on and off, leaving the others; raises MessageError for a wrong value."""
        return self._ask(lambda panel: self._change_faults(panel, changes))

    def reboot(self) -> None:
        """A power cut."""
        self._ask(lambda panel: self._power_cut(0.2))

    # -- the transport of the firmware, and the listener of the link

    def send(self, channel: Channel, message: Message, tail: str | int | None = None) -> bool:
        return self._link is not None and self._link.send(channel, message, tail)

    def link_up(self, link: Link) -> None:
        self._inbox.put(lambda: self._begin(link))

    def link_heard(self, link: Link, topic: str, payload: bytes) -> None:
        self._inbox.put(lambda: self._panel.received(topic, payload) if link is self._link else None)

    def link_ended(self, link: Link, reason: str) -> None:
        self._inbox.put(lambda: self._end(link, reason))

    # -- the one thread that touches the firmware

    def _run(self) -> None:
        while not self._stopping:
            try:
                job = self._inbox.get(timeout=self._panel.timers.next_in())
            except queue.Empty:
                job = self._panel.tick
            try:
                job()
                self._panel.tick()
            except Exception:
                log.exception("panel_failed", device=self.identity.device)

    def _ask(self, action: Callable[[Panel], T]) -> T:
        answer: Future[T] = Future()

        def job() -> None:
            try:
                answer.set_result(action(self._panel))
            except BaseException as error:
                answer.set_exception(error)

        self._inbox.put(job)
        return answer.result(10)

    def _connect(self) -> None:
        if self._link is None and not self._panel.faults.offline and not self._stopping:
            urls = self.identity.mqtt
            self._link = Link(self.identity, urls[self._address % len(urls)], self._panel.will(), self)
            self._link.start()

    def _begin(self, link: Link) -> None:
        if link is self._link:
            self._failures = 0
            self._trouble = ""
            self._panel.connected()

    def _end(self, link: Link, reason: str) -> None:
        if link is not self._link:
            return
        log.info("panel_offline", device=self.identity.device, reason=reason)
        self._link = None
        self._trouble = reason
        self._panel.disconnected()
        self._address += 1
        self._failures += 1
        bound = min(self._backoff[1], self._backoff[0] * 2 ** min(self._failures - 1, 10))
        self._panel.timers.set("connect", random.uniform(bound / 2, bound), self._connect)  # noqa: S311  not a secret

    def _drop(self) -> None:
        link, self._link = self._link, None
        if link:
            link.cut()
            self._panel.disconnected()

    def _change_faults(self, panel: Panel, changes: dict[str, Any]) -> Faults:
        faults = Faults.of(panel.faults.as_dict() | changes)
        panel.set_faults(faults)
        if faults.offline:
            panel.timers.cancel("connect")
            self._drop()
        else:
            self._connect()
        return faults

    def _power_cut(self, seconds: float) -> None:
        self._drop()
        self._panel.reboot()
        self._panel.timers.set("connect", seconds, self._connect)

    def _shut_down(self, farewell: bool) -> None:
        self._stopping = True
        link = self._link
        if link is None:
            return
        if farewell:
            link.leave(self._panel.farewell())
        else:
            link.cut()
        self._drop()
        link.join()

    def _publish_view(self) -> None:
        seed = self.identity.seed
        view = {"id": self.identity.device, "trouble": self._trouble}
        plate = {name: getattr(seed, name) for name in ("name", "label", "community", "model", "serial")}
        with self._news:
            self._view = view | plate | self._panel.view()
            self._news.notify_all()
        self._on_change(self._view)
