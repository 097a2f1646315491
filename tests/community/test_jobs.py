"""What is cleared away by the clock, on both sides of each limit."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from community import jobs, tokens
from community.core.ids import new_id
from community.models import Import, ImportStatus, LoginCode, RefreshToken, SignInSession
from tests.support.estate import Estate

SECOND = timedelta(seconds=1)


def count(read: Any, model: type) -> int:
    return read(lambda session: session.scalar(select(func.count()).select_from(model)))


@pytest.mark.parametrize(("left", "kept"), [(SECOND, 1), (-SECOND, 0)])
def test_codes_go_when_they_expire(app: object, write: Any, read: Any, left: timedelta, kept: int) -> None:
    write(lambda uow: uow.session.add(LoginCode(phone="+8613800000001", hash="x", expires_at=uow.now + left)))
    write(jobs.purge_sign_in)
    assert count(read, LoginCode) == kept


@pytest.mark.parametrize(("left", "kept"), [(SECOND, (2, 1)), (-SECOND, (0, 0))])
def test_a_chain_of_tokens_and_its_session_go_when_the_last_expires(
    estate: Estate, write: Any, read: Any, left: timedelta, kept: tuple[int, int]
) -> None:
    def chain(uow: Any) -> None:
        last_use = uow.now + left - tokens.REFRESH_LASTS
        session = SignInSession(person_id=estate.resident, method="password", used_at=last_use)
        uow.session.add(session)
        uow.session.flush()
        last = RefreshToken(id=new_id(), session_id=session.id, hash="b", expires_at=uow.now + left)
        uow.session.add(last)
        uow.session.flush()
        first = RefreshToken(session_id=session.id, hash="a", expires_at=uow.now + left, successor_id=last.id)
        uow.session.add(first)

    write(chain)
    write(jobs.purge_sign_in)
    assert (count(read, RefreshToken), count(read, SignInSession)) == kept


def test_a_session_in_use_stays_without_refresh_tokens(estate: Estate, write: Any, read: Any) -> None:
    write(lambda uow: uow.session.add(SignInSession(person_id=estate.resident, method="test")))
    write(jobs.purge_sign_in)
    assert count(read, SignInSession) == 1


@pytest.mark.parametrize(
    ("age", "status", "kept"),
    [
        (timedelta(days=7) - SECOND, ImportStatus.PREVIEWED, 1),
        (timedelta(days=7) + SECOND, ImportStatus.PREVIEWED, 0),
        (timedelta(days=400), ImportStatus.APPLIED, 1),
    ],
)
def test_a_preview_goes_after_a_week_and_a_result_stays(
    estate: Estate, write: Any, read: Any, age: timedelta, status: ImportStatus, kept: int
) -> None:
    def add(uow: Any) -> None:
        uow.session.add(Import(community_id=estate.community_id, status=status, created_at=uow.now - age))

    write(add)
    write(jobs.purge_previews)
    assert count(read, Import) == kept
