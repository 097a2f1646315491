"""Sending people to what has been reported."""

from uuid import UUID

from community.core.logging import get_logger
from community.core.uow import UnitOfWork
from gridworkers import dispatch, queries
from gridworkers.events import WorkerOnDuty
from repairs import queries as repairs_queries
from repairs import services as repairs_services
from repairs.events import TicketSubmitted

log = get_logger(__name__)


def assign_to_grid_worker(uow: UnitOfWork, event: TicketSubmitted) -> None:
    """Give a new ticket to a worker of its grid; without one it stays with the office, shown as unassigned."""
    _send(uow, event.ticket_id, event.building_id, event.entrance_id)


def assign_what_has_waited(uow: UnitOfWork, event: WorkerOnDuty) -> None:
    """Give out what was reported in a worker's grids while nobody was on duty."""
    for grid in queries.grids_of(uow.session, event.person_id):
        for ticket in repairs_queries.waiting(uow.session, grid.community_id, [place.building_id for place in grid.places]):
            _send(uow, *ticket)


def _send(uow: UnitOfWork, ticket_id: UUID, building_id: UUID | None, entrance_id: UUID | None) -> None:
    choice = dispatch.choose(uow.session, building_id, entrance_id)
    if choice is None:
        log.info("ticket_without_worker", ticket=str(ticket_id))
        return
    repairs_services.assign(uow, ticket_id, choice.person_id, note=choice.note(), **choice.facts())
