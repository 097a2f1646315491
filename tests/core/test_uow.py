"""The unit of work: all or nothing, news with the change, after-effects after the commit."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from community.core.audit import AuditEntry
from community.core.auth import Actor
from community.core.clock import now
from community.core.db import db, is_dangling, is_duplicate
from community.core.errors import NotFound
from community.core.events import Event
from community.core.ids import new_id
from community.core.outbox import OutboxEvent
from community.core.uow import unit_of_work
from community.models import Entrance, Person
from devices.models import PlatformKey

SYSTEM = Actor.system("test")


@dataclass(frozen=True, kw_only=True)
class Knocked(Event):
    name: ClassVar[str] = "test.knocked"
    door_id: UUID


def count(model: Any, *conditions: Any) -> int:
    with unit_of_work(SYSTEM, read_only=True) as uow:
        return uow.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_a_recorded_event_is_stored_with_the_change(app: Flask) -> None:
    with app.app_context():
        with unit_of_work(SYSTEM) as uow:
            uow.audit("door.knock", subject=("door", "1"))
            uow.record(Knocked(door_id=new_id()))
        assert (count(AuditEntry), count(OutboxEvent)) == (1, 1)


def test_an_error_undoes_the_change_its_news_and_its_after_effects(app: Flask) -> None:
    called = []
    with app.app_context():
        with pytest.raises(ZeroDivisionError), unit_of_work(SYSTEM) as uow:
            uow.audit("door.knock", subject=("door", "1"))
            uow.record(Knocked(door_id=new_id()))
            uow.after_commit(lambda: called.append(1))
            _ = 1 / 0
        assert (count(AuditEntry), count(OutboxEvent), called) == (0, 0, [])


def test_a_failing_after_effect_neither_undoes_the_change_nor_stops_the_next(app: Flask) -> None:
    called = []
    with app.app_context():
        with unit_of_work(SYSTEM) as uow:
            uow.audit("door.knock", subject=("door", "1"))
            uow.after_commit(lambda: 1 / 0)
            uow.after_commit(lambda: called.append(1))
        assert (count(AuditEntry), called) == (1, [1])


def test_a_unit_of_work_that_only_reads_leaves_nothing_behind(app: Flask) -> None:
    with app.app_context():
        with unit_of_work(SYSTEM, read_only=True) as uow:
            uow.session.add(Person(phone="+8613899999999", name="Nobody"))
        assert count(Person, Person.name == "Nobody") == 0


def test_such_a_one_refuses_to_record_or_audit_rather_than_lose_it(app: Flask) -> None:
    with app.app_context(), unit_of_work(SYSTEM, read_only=True) as uow:
        with pytest.raises(RuntimeError, match="only reads"):
            uow.audit("door.knock", subject=("door", "1"))
        with pytest.raises(RuntimeError, match="only reads"):
            uow.record(Knocked(door_id=new_id()))


def test_what_a_savepoint_undoes_takes_its_news_its_trace_and_its_after_effects_along(app: Flask) -> None:
    called: list[int] = []
    with app.app_context():
        with unit_of_work(SYSTEM) as uow:
            uow.record(Knocked(door_id=new_id()))
            with pytest.raises(ZeroDivisionError), uow.savepoint():
                uow.audit("door.knock", subject=("door", "1"))
                uow.record(Knocked(door_id=new_id()))
                uow.after_commit(lambda: called.append(1))
                _ = 1 / 0
        assert (count(AuditEntry), count(OutboxEvent), called) == (0, 1, [])


def signed_key(kid: str) -> PlatformKey:
    return PlatformKey(kid=kid, ed25519="k", created_at=now())


def test_what_is_there_already_is_answered_with_the_slices_own_error_and_leaves_nothing_behind(app: Flask) -> None:
    with app.app_context(), unit_of_work(SYSTEM) as uow:
        with uow.unless_taken(NotFound()):
            uow.session.add(signed_key("twin"))
        uow.session.expunge_all()
        with pytest.raises(NotFound), uow.unless_taken(NotFound()):
            uow.audit("key.added", subject=("key", "twin"))
            uow.session.add(signed_key("twin"))
        with uow.unless_taken(NotFound()):
            uow.session.add(signed_key("other"))
    with app.app_context():
        assert (count(PlatformKey), count(AuditEntry)) == (2, 0)


def test_another_refusal_of_the_database_is_not_taken_for_a_double(app: Flask) -> None:
    with app.app_context(), unit_of_work(SYSTEM) as uow:
        with pytest.raises(IntegrityError) as refused, uow.unless_taken(NotFound()):
            uow.session.add(Entrance(community_id=new_id(), building_id=new_id(), name="1单元"))
        assert is_dangling(refused.value)
        assert not is_duplicate(refused.value)


def test_a_second_unit_of_work_inside_the_first_is_refused(app: Flask) -> None:
    with app.app_context(), unit_of_work(SYSTEM), pytest.raises(RuntimeError, match="open already"), unit_of_work(SYSTEM):
        pass


def test_a_failed_inner_opening_leaves_the_outer_session_usable(app: Flask) -> None:
    with app.app_context():
        with unit_of_work(SYSTEM) as uow:
            with pytest.raises(RuntimeError), unit_of_work(SYSTEM):
                pass
            db.session().execute(select(1))
            uow.audit("door.knock", subject=("door", "1"))
        assert count(AuditEntry) == 1
