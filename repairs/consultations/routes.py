"""Questions to the office: put, answered, handed on, ended, turned into repairs."""

from typing import Any
from uuid import UUID

from community.core.http import Blueprint
from community.core.paging import Page
from community.core.problems import language
from community.core.uow import UnitOfWork
from repairs import queries as repairs_queries
from repairs.consultations import queries, services
from repairs.consultations.schemas import (
    BODIES,
    ConsultationConvertIn,
    ConsultationIn,
    ConsultationMessageIn,
    ConsultationMessageOut,
    ConsultationOut,
    ConsultationQuery,
)
from repairs.consultations.workflow import ConsultationAction
from repairs.schemas import TicketOut

blp = Blueprint("consultations", __name__, url_prefix="/api/v1/consultations", description="Questions to the office")


@blp.post("/", operation="consultations.create", body=ConsultationIn, returns=(201, ConsultationOut))
def create(uow: UnitOfWork, data: dict[str, Any]) -> dict[str, Any]:
    """Ask the office of a community something."""
    return queries.view(uow, services.ask(uow, **data))


@blp.get("/", operation="consultations.list", query=ConsultationQuery, returns=ConsultationOut, page=True)
def list_(uow: UnitOfWork, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """Consultations that the asker may see, the last touched first, or (`sort=due`) those that wait, by their deadline."""
    asker_id = uow.actor.person_id if query.pop("mine") else None
    assignee = query.pop("assignee", None)
    assignee_id = uow.actor.person_id if assignee == "me" else assignee
    return queries.consultations(uow, states=query.pop("state", ()), asker_id=asker_id, assignee_id=assignee_id, **query)


@blp.get("/<uuid:consultation_id>", operation="consultations.read", returns=ConsultationOut)
def read(uow: UnitOfWork, consultation_id: UUID) -> dict[str, Any]:
    """One consultation, with what the asker may do now."""
    return queries.read(uow, consultation_id)


@blp.get("/<uuid:consultation_id>/messages", operation="consultations.messages", returns=ConsultationMessageOut, page=True)
def messages(uow: UnitOfWork, consultation_id: UUID, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """The thread, oldest first: what was said, and what was done. Internal messages are shown to the office only."""
    return queries.messages(uow, consultation_id, **query)


@blp.post(
    "/<uuid:consultation_id>/messages",
    operation="consultations.write",
    body=ConsultationMessageIn,
    returns=(201, ConsultationMessageOut),
)
def write(uow: UnitOfWork, consultation_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Ask on, answer, or (`internal`) note something for staff. Once it has become a ticket, the words go there."""
    return queries.written_view(uow, services.write(uow, consultation_id, **data))


@blp.post(
    "/<uuid:consultation_id>/convert",
    operation="consultations.convert",
    body=ConsultationConvertIn,
    returns=(201, TicketOut),
    ready=True,
)
def convert(uow: UnitOfWork, consultation_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Turn it into a ticket of the asker, with words and photos (asker, assignee or manager); answers with the ticket."""
    consultation = services.act(uow, consultation_id, ConsultationAction.CONVERT, **data)
    assert consultation.ticket_id is not None
    return repairs_queries.view(uow, consultation.ticket_id, language())


def _add_actions() -> None:
    for action, (body, text) in BODIES.items():
        rule = f"/<uuid:consultation_id>/{action}"
        blp.post(rule, operation=f"consultations.{action}", body=body, returns=ConsultationOut)(_view(action, text))


def _view(action: ConsultationAction, text: str) -> Any:
    def take(uow: UnitOfWork, consultation_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
        return queries.view(uow, services.act(uow, consultation_id, action, **data))

    take.__name__, take.__doc__ = str(action), text
    return take


_add_actions()
