"""The worker process: intake of device messages, delivery of events, jobs. Any number of them may run."""

import signal
import threading
from contextlib import ExitStack

from flask import Flask

from community.core import scheduler
from community.core.kernel import Kernel
from community.core.logging import configure_logging, get_logger
from community.core.relay import Relay

log = get_logger(__name__)


def run(app: Flask) -> None:
    """Work until SIGTERM or SIGINT, then finish what is in hand and return."""
    configure_logging(app.extensions["linli"].settings, "worker")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with Worker(app):
        log.info("worker_started")
        stopping.wait()
    log.info("worker_stopped")


class Worker:
    """Everything a worker runs, started and stopped in order; also used by tests within their own process."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._kernel: Kernel = app.extensions["linli"]
        self._relay = Relay(app)

    def __enter__(self) -> "Worker":
        with ExitStack() as stack:  # what has started is stopped again if something after it cannot start
            stack.callback(self._kernel.link.stop)
            self._relay.start()
            stack.callback(self._relay.stop)
            for start in self._kernel.services:
                stack.callback(start(self._app))
            self._kernel.link.start()
            stack.callback(scheduler.start(self._app, self._kernel.jobs).shutdown)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
