"""Jobs: APScheduler wakes every worker, and a unique row (job, tick) decides who runs. A lock alone is not enough:
a quick runner would release it before a slow one asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask
from prometheus_client import Counter, Histogram
from sqlalchemy import Index, String, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from community.core.auth import Actor
from community.core.clock import now
from community.core.db import Model
from community.core.failpoints import fail_point
from community.core.logging import get_logger, tracing
from community.core.uow import UnitOfWork, unit_of_work

log = get_logger(__name__)
RUNS = Counter("linli_job_runs_total", "Job runs by outcome", ["job", "outcome"])
SECONDS = Histogram("linli_job_seconds", "Duration of a job's run", ["job"])
START = datetime(2026, 1, 1, tzinfo=UTC)


class JobTick(Model):
    """This tick of this job has been taken by a process."""

    __tablename__ = "job_tick"
    __table_args__ = (Index(None, "taken_at"),)

    job: Mapped[str] = mapped_column(String(64), primary_key=True)
    tick: Mapped[datetime] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime]


@dataclass(frozen=True)
class Job:
    """Something to do at fixed intervals, once per tick over all workers."""

    name: str
    every: timedelta
    func: Callable[[UnitOfWork], None]

    def tick(self, moment: datetime) -> datetime:
        """Return the start of the interval in which this moment lies; the same in every process."""
        return START + (moment - START) // self.every * self.every


def run_once(app: Flask, job: Job, moment: datetime | None = None) -> bool:
    """Run the job if nobody has taken this tick; claim and effect are one transaction. Returns whether it ran here.

    A run that fails gives its claim back with everything else: another worker may try the same tick, this one tries again
    at the next. So a tick has at most one run that succeeded, and jobs look for what is due instead of counting ticks.
    """
    tick = job.tick(moment or now())
    with app.app_context(), tracing(None), SECONDS.labels(job.name).time():
        try:
            with unit_of_work(Actor.system(job.name)) as uow:
                uow.session.add(JobTick(job=job.name, tick=tick, taken_at=uow.now))
                uow.session.flush()
                fail_point("after_job_claim")
                job.func(uow)
        except IntegrityError:
            if not _taken(job, tick):
                _failed(job)  # the job's own mistake, not another process's claim
            return False
        except Exception:
            _failed(job)
            return False
    RUNS.labels(job.name, "done").inc()
    return True


def start(app: Flask, jobs: list[Job]) -> BackgroundScheduler:
    """Wake every job now, for a tick that fell while no worker ran, and at its ticks until the returned scheduler is shut down."""
    scheduler = BackgroundScheduler(timezone=UTC)
    for job in jobs:
        trigger = IntervalTrigger(seconds=max(1, int(job.every.total_seconds())), start_date=START, timezone=UTC)
        options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": 60, "next_run_time": now()}
        scheduler.add_job(run_once, trigger, args=(app, job), id=job.name, **options)
    scheduler.start()
    return scheduler


def purge(uow: UnitOfWork) -> None:
    """Clear away claims whose ticks are long over (a job)."""
    uow.session.execute(delete(JobTick).where(JobTick.taken_at < uow.now - timedelta(days=2)))


def _taken(job: Job, tick: datetime) -> bool:
    with unit_of_work(Actor.system(job.name), read_only=True) as uow:
        return uow.session.get(JobTick, (job.name, tick)) is not None


def _failed(job: Job) -> None:
    RUNS.labels(job.name, "failed").inc()
    log.exception("job_failed", job=job.name)
