"""Create a ticket, and list 50 of 10,000, against the floor of `bare`: same server, same database settings, one run.

The product's ticket comes with sign-in, rights, an idempotency record, history, number, deadlines and outbox; a worker delivers
the outbox meanwhile. For the list the worker rests, so that the 10,000 tickets just made do not compete with it.
"""

import itertools
from dataclasses import replace
from uuid import UUID

from flask import Flask

from benchmarks.measure import Http, compare, report
from benchmarks.stage import Stage
from community.app import create_app
from community.core.auth import Actor
from community.core.settings import Settings
from community.core.uow import UnitOfWork, unit_of_work
from community.directory import grants_of
from repairs.services import submit
from tests.support.system import LiveSystem

STOCK = 10_000
ROUNDS = 600


def measure(stage: Stage) -> str:
    """Return the tables."""
    estate = stage.system.estate
    bare, resident, manager = Http(stage.floor), stage.sign_in(estate.resident), stage.sign_in(estate.manager)
    place = f"community_id={estate.community_id}"
    category = _leaf(resident.call("GET", f"/api/v1/categories?{place}")["items"])
    keys = itertools.count()
    ticket = {"category_id": category, "home_id": str(estate.home_id), "text": "客厅开关坏了，按下去没有反应。"}
    plain = {**ticket, "community_id": str(estate.community_id)}
    create = compare(
        {
            "bare insert": lambda: bare.call("POST", "/tickets", plain, 201),
            "Linli: create a ticket": lambda: resident.call(
                "POST", "/api/v1/tickets", ticket, 201, **{"Idempotency-Key": f"bench-{next(keys)}"}
            ),
        },
        ROUNDS,
    )
    for worker in stage.system.of("worker"):
        worker.stop()
    _stock_up(stage.system, category)
    bare.call("POST", "/stock", {**plain, "count": STOCK}, 201)
    lists = compare(
        {
            f"bare list of 50 of {STOCK:,}": lambda: bare.call("GET", "/tickets"),
            f"Linli: 50 of {STOCK:,}": lambda: manager.call("GET", f"/api/v1/tickets?limit=50&{place}"),
        },
        ROUNDS,
    )
    return report("Create a ticket", create) + "\n" + report(f"List 50 of {STOCK:,} tickets", lists)


def _leaf(categories: list[dict[str, object]]) -> str:
    for category in categories:
        children = category["children"]
        return _leaf(children) if children else str(category["id"])  # type: ignore[arg-type]
    raise AssertionError("no categories")


def _stock_up(system: LiveSystem, category: str) -> None:
    """Fill the list through the product's own service."""
    settings = Settings.from_env(system.environ)
    app = create_app(replace(settings, log_level="error"), "benchmark")
    with app.app_context():
        for _ in range(STOCK // 500):
            with unit_of_work(Actor.system("benchmark"), wake=lambda: None) as uow:
                uow.actor = _resident(app, uow, system.estate.resident)
                for _ in range(500):
                    submit(uow, category_id=UUID(category), home_id=system.estate.home_id, text="楼道灯不亮")


def _resident(app: Flask, uow: UnitOfWork, person: UUID) -> Actor:
    core = app.extensions["linli"]
    grants = grants_of(uow.session, person)
    return Actor(
        "person", person, "王芳", grants=grants, table=core.operations, directory=core.directory, session=lambda: uow.session
    )
