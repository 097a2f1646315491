"""Talking about a ticket."""

from collections.abc import Sequence
from uuid import UUID

from community.core.db import find
from community.core.errors import Forbidden
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from repairs.attachments.services import insist_on_words, take
from repairs.errors import AnswerToAll
from repairs.events import TicketCommented
from repairs.models import Comment, Purpose, Ticket
from repairs.parties import standing
from repairs.services import families
from repairs.workflow import ENDED


def comment(
    uow: UnitOfWork,
    ticket_id: UUID,
    *,
    text: str = "",
    internal: bool = False,
    attachment_ids: Sequence[UUID] = (),
    to_all: bool = False,
) -> Comment:
    """Write about a ticket; an internal comment is written and read by staff of the community only.

    With `to_all`, staff answer in the threads of all open reports that go along with the ticket as well.
    A voice note may stand for the text. Raises Forbidden, AnswerToAll, UnknownAttachment, TooManyOfKind and WordsNeeded.
    """
    ticket = find(uow.session, Ticket, ticket_id)
    uow.actor.require("comments.create", ticket.place)
    if (internal or to_all) and not standing(uow.actor, ticket.community_id).staff:
        raise Forbidden
    if internal and to_all:
        raise AnswerToAll
    written = _write(uow, ticket, text, internal)
    kinds = take(uow, attachment_ids, Purpose.COMMENT, ticket, written)
    insist_on_words(text, {} if to_all else kinds)  # what all are told is the words alone
    if to_all:
        _tell_all(uow, ticket, written)
    return written


def _tell_all(uow: UnitOfWork, ticket: Ticket, written: Comment) -> None:
    uow.session.flush()
    for child in families.children(uow, find(uow.session, Ticket, ticket.id, lock=True)):
        if child.state not in ENDED:
            _write(uow, child, written.text, False, origin=written)


def _write(uow: UnitOfWork, ticket: Ticket, text: str, internal: bool, origin: Comment | None = None) -> Comment:
    written = Comment(
        id=new_id(),
        ticket_id=ticket.id,
        author_id=uow.actor.person_id,
        text=text,
        internal=internal,
        origin_id=origin.id if origin else None,
        created_at=uow.now,
    )
    uow.session.add(written)
    _count(ticket, internal)
    uow.record(_news(uow, ticket, written))
    return written


def _count(ticket: Ticket, internal: bool) -> None:
    # Added up by the database, so that two comments at once count twice; a comment does not change the ticket's version.
    if internal:
        ticket.internal_count = Ticket.internal_count + 1
    else:
        ticket.comment_count = Ticket.comment_count + 1


def _news(uow: UnitOfWork, ticket: Ticket, written: Comment) -> TicketCommented:
    return TicketCommented(
        ticket_id=ticket.id,
        comment_id=written.id,
        community_id=ticket.community_id,
        author_name=uow.actor.name,
        internal=written.internal,
        reporter_id=ticket.reporter_id,
        home_id=ticket.home_id,
        assignee_id=_assignee(uow, ticket),
        parent_id=ticket.parent_id,
        copied=written.origin_id is not None,
    )


def _assignee(uow: UnitOfWork, ticket: Ticket) -> UUID | None:
    """Return who works on it now; a child that has ended no longer knows."""
    return families.parent_of(uow, ticket).assignee_id if ticket.parent_id else ticket.assignee_id
