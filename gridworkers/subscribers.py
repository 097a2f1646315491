"""Sending people to what has been reported."""

from community.core.logging import get_logger
from community.core.uow import UnitOfWork
from gridworkers import dispatch
from repairs import services as repairs_services
from repairs.events import TicketSubmitted

log = get_logger(__name__)


def assign_to_grid_worker(uow: UnitOfWork, event: TicketSubmitted) -> None:
    """Give a new ticket to a worker of its grid; without one it stays with the office, shown as unassigned."""
    choice = dispatch.choose(uow.session, event.building_id, event.entrance_id)
    if choice is None:
        log.info("ticket_without_worker", ticket=str(event.ticket_id))
        return
    repairs_services.assign(uow, event.ticket_id, choice.person_id, note=choice.note(), **choice.facts())
