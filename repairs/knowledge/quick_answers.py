"""Keeping standard answers."""

from typing import Any
from uuid import UUID

from community.core.db import ROW_LOCK
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from community.core.versions import Seen
from repairs.knowledge import queries
from repairs.knowledge.finding import require_to_edit
from repairs.knowledge.models import QuickAnswer


def add(uow: UnitOfWork, *, title: str, text: str, community_id: UUID | None = None) -> QuickAnswer:
    """Add a standard answer for a community, or (without one) for all."""
    require_to_edit(uow, "quick_answers.create", community_id)
    answer = QuickAnswer(
        id=new_id(),
        community_id=community_id,
        title=title,
        text=text,
        version=1,
        editor_id=uow.actor.person_id,
        updated_at=uow.now,
    )
    uow.session.add(answer)
    return answer


def change(uow: UnitOfWork, quick_answer_id: UUID, seen: Seen, **new: Any) -> QuickAnswer:
    """Change a standard answer; raises VersionStale after another's change."""
    answer = queries.find_quick_answer(uow.session, quick_answer_id)
    require_to_edit(uow, "quick_answers.update", answer.community_id)
    uow.session.refresh(answer, with_for_update=ROW_LOCK)
    seen.insist(answer.version)
    for name, value in new.items():
        setattr(answer, name, value)
    answer.version += 1
    answer.updated_at, answer.editor_id = uow.now, uow.actor.person_id
    return answer


def remove(uow: UnitOfWork, quick_answer_id: UUID) -> None:
    """Remove a standard answer; what has been answered with it stays."""
    answer = queries.find_quick_answer(uow.session, quick_answer_id)
    require_to_edit(uow, "quick_answers.delete", answer.community_id)
    uow.session.delete(answer)
