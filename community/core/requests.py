"""What surrounds every request: an id, a log line, figures, and headers that keep browsers safe."""

import re
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from community.core.clock import monotonic
from community.core.ids import new_id
from community.core.logging import get_logger

log = get_logger(__name__)
SECONDS = Histogram(
    "linli_http_seconds", "Duration of requests", ["operation"], buckets=(0.002, 0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)
)
ANSWERS = Counter("linli_http_answers_total", "Answers by operation and status", ["operation", "status"])
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self)",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


def init_requests(app: Flask) -> None:
    """Register the hooks."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.started = monotonic()
        structlog.contextvars.bind_contextvars(trace=given if GIVEN_ID.fullmatch(given) else new_id().hex)

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers.pop("Date", None)  # Flask dates what may be cached, the server dates everything: once is enough
        response.headers["X-Request-ID"] = structlog.contextvars.get_contextvars().get("trace", "")
        _observe(app, response)
        return response

    @app.teardown_request
    def forget(_error: Any) -> None:
        structlog.contextvars.unbind_contextvars("trace")


def _observe(app: Flask, response: Response) -> None:
    view = app.view_functions.get(request.endpoint or "")
    operation = getattr(view, "__operation__", None) or request.endpoint or "none"
    elapsed = monotonic() - g.get("started", monotonic())
    SECONDS.labels(operation).observe(elapsed)
    ANSWERS.labels(operation, response.status_code).inc()
    log.info("request", operation=operation, method=request.method, status=response.status_code, ms=round(elapsed * 1000, 1))
