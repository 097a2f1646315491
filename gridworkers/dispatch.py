"""Which worker gets a ticket, and why."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from community import queries as community_queries
from community.core.db import ROW_LOCK
from community.policies import Role
from gridworkers import queries
from gridworkers.models import Grid
from repairs import queries as repairs_queries


class Choice(NamedTuple):
    """A decision with its reason: the grid, how many of it are on duty, how many open tickets the chosen one has."""

    person_id: UUID
    grid: Grid
    on_duty: int
    open_tickets: int

    def note(self) -> dict[str, str]:
        """Say the reason in both languages."""
        return {
            "zh": f"按网格自动派单：{self.grid.name}，当班 {self.on_duty} 人中在办工单最少（{self.open_tickets} 件）",
            "en": f"Assigned by grid: {self.grid.name}; fewest open tickets ({self.open_tickets}) of {self.on_duty} on duty",
        }

    def facts(self) -> dict[str, str | int]:
        """Return the reason as data."""
        return {
            "rule": "grid.least_open",
            "grid_id": str(self.grid.id),
            "grid": self.grid.name,
            "on_duty": self.on_duty,
            "open_tickets": self.open_tickets,
        }


def choose(session: Session, building_id: UUID | None, entrance_id: UUID | None) -> Choice | None:
    """Return the worker on duty of the place's grid with the fewest open tickets; None if there is no such grid or worker.

    Decisions for one grid are made one after the other, so that two tickets at once do not both see the same idle worker.
    """
    grid = queries.grid_of(session, building_id, entrance_id)
    if grid is None:
        return None
    session.refresh(grid, with_for_update=ROW_LOCK)
    employed = community_queries.staff_of(session, grid.community_id, [Role.GRID_WORKER])
    ready = queries.on_duty(session, set(queries.members(session, grid.id)) & set(employed))
    if not ready:
        return None
    load = repairs_queries.open_counts(session, ready)
    chosen = min(ready, key=lambda person: (load.get(person, 0), person))
    return Choice(chosen, grid, len(ready), load.get(chosen, 0))
