"""Making tickets findable by their words: number, place, what was written, who reported and who works on it."""

from uuid import UUID

from sqlalchemy import exists, select

from community import queries as community_queries
from community.core.uow import UnitOfWork
from repairs import search
from repairs.models import Kind, SearchEntry, Ticket

_COLUMNS = (Ticket.community_id, Ticket.number, Ticket.place_label, Ticket.text, Ticket.reporter_id, Ticket.assignee_id)


def index(uow: UnitOfWork, ticket_id: UUID) -> None:
    """Make a ticket findable by the words that it has now."""
    ticket = uow.session.execute(select(*_COLUMNS).where(Ticket.id == ticket_id)).one()
    names = community_queries.person_names(uow.session, {ticket.reporter_id, ticket.assignee_id} - {None})
    head = " ".join((ticket.number, ticket.place_label, *names.values()))
    search.index(uow.session, Kind.TICKET, ticket_id, head=head, body=ticket.text, community_id=ticket.community_id)


def index_missing(uow: UnitOfWork, limit: int = 500) -> int:
    """Index tickets from before there was an index; returns how many it did."""
    known = exists().where(SearchEntry.subject_id == Ticket.id)
    found = uow.session.scalars(select(Ticket.id).where(~known).limit(limit)).all()
    for ticket_id in found:
        index(uow, ticket_id)
    return len(found)
