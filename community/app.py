"""Composes one process's application from the core and the slices."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from flask.json.provider import JSONProvider
from flask_jwt_extended import JWTManager
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from community import cli, frontend
from community.config import SLICES, flask_config
from community.core.db import db
from community.core.health import init_health
from community.core.housekeeping import init_housekeeping
from community.core.kernel import Kernel
from community.core.logging import configure_logging
from community.core.openapi import ProblemApi, annotate, check_operations
from community.core.problems import init_problems
from community.core.requests import init_requests
from community.core.settings import Settings
from community.core.sqlite import configure_engine

ROOT = Path(__file__).resolve().parent.parent


class OrJson(JSONProvider):
    """JSON by orjson: quick, and it knows UUID and aware times."""

    def dumps(self, obj: Any, **_: Any) -> str:
        return orjson.dumps(obj, option=orjson.OPT_UTC_Z).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return orjson.loads(s)


def create_app(settings: Settings | None = None, process: str = "web", slices: Sequence[str] = SLICES) -> Flask:
    """Make the application from these slices, lowest floor first; nothing is connected or started yet."""
    settings = settings or Settings.from_env()
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)  # photos, and with SQLite everybody's data
    configure_logging(settings, process)
    app = Flask("linli", root_path=str(ROOT), static_folder=None)
    app.config.update(flask_config(settings))
    app.json = OrJson(app)
    app.url_map.strict_slashes = False
    if settings.trusted_proxies:
        proxies = settings.trusted_proxies
        # to put a layer around the method is what Flask asks for
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.extensions["linli"] = Kernel(settings, process)
    db.init_app(app)
    with app.app_context():
        configure_engine(db.engine)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    JWTManager(app)
    api = ProblemApi(app)
    app.extensions["linli_api"] = api
    init_problems(app)
    init_requests(app)
    init_health(app)
    init_housekeeping(app)
    for name in slices:
        importlib.import_module(name).init_app(app)
    frontend.init_frontend(app, ROOT / "web" / "dist")
    check_operations(app)
    annotate(app, api)
    cli.init_cli(app)
    return app
