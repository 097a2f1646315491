"""Grids, workers, the worker's own queue and duty."""

from typing import Any
from uuid import UUID

from community.core.http import Blueprint
from community.core.problems import language
from community.core.uow import UnitOfWork
from gridworkers import queries, services
from gridworkers.schemas import DutyOut, GridIn, GridOut, GridPatch, GridQuery, GridsOut, QueueOut, WorkersOut

grids = Blueprint("grids", __name__, url_prefix="/api/v1/grids", description="Parts of a community and who looks after them")
workers = Blueprint("workers", __name__, url_prefix="/api/v1/workers", description="Grid workers")
queue = Blueprint("queue", __name__, url_prefix="/api/v1/queue", description="The worker's own tickets")
shifts = Blueprint("shifts", __name__, url_prefix="/api/v1/shifts", description="On and off duty")

BLUEPRINTS = (grids, workers, queue, shifts)


@grids.get("/", operation="grids.list", query=GridQuery, returns=GridsOut)
def list_grids(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """The grids of a community, with their places and workers."""
    return {"items": queries.grids(uow, **query)}


@grids.post("/", operation="grids.create", body=GridIn, returns=(201, GridOut))
def create_grid(uow: UnitOfWork, data: dict[str, Any]) -> dict[str, Any]:
    """Draw a grid of buildings and entrances; each belongs to one grid at most, an entrance goes before its building."""
    return queries.grid_views(uow.session, [services.create_grid(uow, **data)])[0]


@grids.patch("/<uuid:grid_id>", operation="grids.update", body=GridPatch, returns=GridOut)
def update_grid(uow: UnitOfWork, grid_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Change a grid's name, places or workers; a list that is given replaces the old one."""
    return queries.grid_views(uow.session, [services.update_grid(uow, grid_id, **data)])[0]


@grids.delete("/<uuid:grid_id>", operation="grids.delete")
def delete_grid(uow: UnitOfWork, grid_id: UUID) -> None:
    """Give a grid up."""
    services.delete_grid(uow, grid_id)


@workers.get("/", operation="workers.list", query=GridQuery, returns=WorkersOut)
def list_workers(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """The workers of a community, those on duty with the fewest open tickets first."""
    return {"items": queries.workers(uow, **query)}


@queue.get("/", operation="queue.read", returns=QueueOut, ready=True)
def read_queue(uow: UnitOfWork) -> dict[str, Any]:
    """The asker's own tickets by deadline, with what to do next."""
    return {"items": queries.queue(uow, language())}


@shifts.get("/me", operation="shifts.read", returns=DutyOut)
def read_shift(uow: UnitOfWork) -> dict[str, Any]:
    """Whether the asker is on duty, and since when."""
    return queries.duty(uow)


@shifts.post("/on", operation="shifts.on", returns=DutyOut)
def on_duty(uow: UnitOfWork) -> dict[str, Any]:
    """Go on duty; tickets of the asker's grids come from now on."""
    services.go_on_duty(uow)
    return queries.duty(uow)


@shifts.post("/off", operation="shifts.off", returns=DutyOut)
def off_duty(uow: UnitOfWork) -> dict[str, Any]:
    """Go off duty; open tickets stay the asker's."""
    services.go_off_duty(uow)
    return queries.duty(uow)
