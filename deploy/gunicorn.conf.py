"""gunicorn for the API: `gunicorn -c deploy/gunicorn.conf.py wsgi:app`.

Processes come from LINLI_WEB_PROCESSES, threads from LINLI_WEB_THREADS, the address from GUNICORN_BIND.
"""

import os
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from community.core.settings import Settings

_settings = Settings.from_env()

bind = os.environ.get("GUNICORN_BIND", "127.0.0.1:8001")
worker_class = "gthread"
workers = _settings.web_processes
threads = _settings.web_threads
timeout = 30
graceful_timeout = 5
keepalive = 65  # longer than the proxy keeps its connections, so that the proxy is the one to close them
control_socket_disable = True
accesslog = None  # every request is logged by the application, with its id
forwarded_allow_ips = ""  # the application decides whom it believes: LINLI_TRUSTED_PROXIES


def post_worker_init(worker: Any) -> None:
    """Connect to the broker after the fork: a connection must not be shared."""
    worker.wsgi.extensions["linli"].link.start()


def worker_exit(server: Any, worker: Any) -> None:
    """Leave the broker in order."""
    if worker.wsgi is not None:
        worker.wsgi.extensions["linli"].link.stop()


def child_exit(server: Any, worker: Any) -> None:
    """Take the gauges of an ended process out of the figures."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        mark_process_dead(worker.pid)
