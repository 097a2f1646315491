"""Jobs: each tick once over all workers, however many there are and whatever fails."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from community.core import scheduler
from community.core.audit import AuditEntry
from community.core.scheduler import Job, JobTick, run_once
from community.core.uow import UnitOfWork
from tests.support.threads import together

Acts = Callable[[str], int]
Write = Callable[[Callable[[UnitOfWork], Any]], Any]
MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def work(uow: UnitOfWork) -> None:
    uow.audit("job.work", subject=("job", "1"))


JOB = Job("test.work", MINUTE, work)


def test_a_tick_is_the_start_of_its_interval_in_every_process() -> None:
    inside = [JOB.tick(NOON + timedelta(seconds=s)) for s in (0, 1, 59.999)]
    assert inside == [NOON] * 3
    assert JOB.tick(NOON + MINUTE) == NOON + MINUTE
    assert JOB.tick(NOON - timedelta(microseconds=1)) == NOON - MINUTE


def test_eight_workers_run_each_tick_exactly_once(board: Flask, acts: Acts, count: Callable[..., int]) -> None:
    ticks = [NOON + n * MINUTE for n in range(15)]

    def worker() -> int:
        return sum(run_once(board, JOB, tick) for tick in ticks)

    runs = together(*[worker] * 8, patience=120)
    assert (sum(runs), acts("job.work"), count(JobTick)) == (15, 15, 15)


def test_the_same_tick_of_two_jobs_is_two_runs(board: Flask, acts: Acts) -> None:
    assert run_once(board, JOB, NOON)
    assert run_once(board, Job("test.other", MINUTE, work), NOON)
    assert acts("job.work") == 2


def test_a_failed_run_leaves_neither_effect_nor_claim_so_that_another_worker_may_try_the_same_tick(
    board: Flask, acts: Acts, count: Callable[..., int]
) -> None:
    fails = iter([True, False])

    def sometimes(uow: UnitOfWork) -> None:
        work(uow)
        if next(fails):
            raise ValueError

    job = Job("test.sometimes", MINUTE, sometimes)
    assert not run_once(board, job, NOON)
    assert (acts("job.work"), count(JobTick)) == (0, 0)
    assert run_once(board, job, NOON)
    assert not run_once(board, job, NOON)
    assert (acts("job.work"), count(JobTick)) == (1, 1)


def test_a_job_that_breaks_a_constraint_of_its_own_counts_as_failed_not_as_taken(board: Flask) -> None:
    def collides(uow: UnitOfWork) -> None:
        for _ in range(2):
            uow.session.add(JobTick(job="another", tick=NOON, taken_at=uow.now))
            uow.session.flush()
            uow.session.expunge_all()

    failed = scheduler.RUNS.labels("test.collides", "failed")
    before = failed._value.get()
    assert not run_once(board, Job("test.collides", MINUTE, collides), NOON)
    assert failed._value.get() == before + 1


def test_a_tick_that_another_took_is_no_failure(board: Flask) -> None:
    failed = scheduler.RUNS.labels("test.work", "failed")
    before = failed._value.get()
    run_once(board, JOB, NOON)
    run_once(board, JOB, NOON)
    assert failed._value.get() == before


def test_a_job_acts_under_its_own_name(board: Flask, write: Write) -> None:
    run_once(board, JOB, NOON)
    actor = write(lambda uow: uow.session.execute(select(AuditEntry.actor_kind, AuditEntry.actor_name)).one())
    assert tuple(actor) == ("system", "test.work")


def test_a_worker_that_starts_runs_the_present_tick_if_nobody_has(board: Flask) -> None:
    ran = threading.Event()
    running = scheduler.start(board, [Job("test.daily", timedelta(days=1), lambda uow: ran.set())])
    try:
        assert ran.wait(10)
    finally:
        running.shutdown(wait=True)


def test_a_worker_that_starts_leaves_a_tick_alone_that_was_run(board: Flask, acts: Acts) -> None:
    done = threading.Event()
    with time_machine.travel(NOON, tick=True):
        run_once(board, Job("test.daily", timedelta(days=1), work))
        jobs = [Job("test.daily", timedelta(days=1), work), Job("test.after", timedelta(days=1), lambda uow: done.set())]
        running = scheduler.start(board, jobs)
        try:
            assert done.wait(10)
        finally:
            running.shutdown(wait=True)
    assert acts("job.work") == 1


@pytest.mark.parametrize(("age", "left"), [(timedelta(days=2), 1), (timedelta(days=2, seconds=1), 0)])
def test_claims_are_kept_for_two_days(board: Flask, write: Write, count: Callable[..., int], age: timedelta, left: int) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        run_once(board, JOB)
        traveller.shift(age)
        write(scheduler.purge)
    assert count(JobTick) == left
