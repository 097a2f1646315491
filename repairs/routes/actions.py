"""One route per action of the workflow, all alike."""

from typing import Any
from uuid import UUID

from community.core.http import Blueprint
from community.core.problems import language
from community.core.uow import UnitOfWork
from repairs import queries, services
from repairs.errors import TicketChanged, WrongState
from repairs.schemas import BODIES, TicketDetailOut
from repairs.workflow import Action


def add_actions(blp: Blueprint) -> None:
    """Add `POST /{ticket}/{action}` for every action."""
    for action, (body, text) in BODIES.items():
        view = _view(action, text)
        blp.post(f"/<uuid:ticket_id>/{action}", operation=f"tickets.{action}", body=body, returns=TicketDetailOut, ready=True)(view)


def _view(action: Action, text: str) -> Any:
    def take(uow: UnitOfWork, ticket_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
        try:
            services.act(uow, ticket_id, action, **data)
        except (TicketChanged, WrongState) as refusal:
            refusal.params["ticket"] = queries.read(uow, ticket_id, language())
            raise
        return queries.view(uow, ticket_id, language())

    take.__name__, take.__doc__ = str(action), text
    return take
