"""Health for machines that watch us: alive, ready, and figures."""

import hmac
import ipaddress
import os

from flask import Flask, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import text

from community.core.auth import Actor
from community.core.errors import NotFound, Unavailable
from community.core.kernel import Kernel
from community.core.uow import unit_of_work

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


def init_health(app: Flask) -> None:
    """Register /health/live, /health/ready and /metrics."""
    core: Kernel = app.extensions["linli"]

    @app.get("/health/live")
    def live() -> Response:
        return jsonify(status="live")

    @app.get("/health/ready")
    def ready() -> Response:
        with unit_of_work(Actor.system("health"), read_only=True) as uow:
            uow.session.execute(text("SELECT 1"))
        if not core.link.connected:
            raise Unavailable(retry_after=1)
        return jsonify(status="ready")

    @app.get("/metrics")
    def metrics() -> Response:
        if not _may_read_metrics(core.settings.metrics_token):
            raise NotFound
        return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the package has no types
    return registry


def _may_read_metrics(token: str) -> bool:
    """With a token set, only its bearer; without one, only this machine, and never through a proxy that runs on it."""
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
