"""The core's own jobs: what nobody needs any more is cleared away, and the outbox is counted."""

from datetime import timedelta

from flask import Flask

from community.core import feed, idempotency, ratelimit, relay, scheduler
from community.core.kernel import Kernel

HOUR = timedelta(hours=1)


def init_housekeeping(app: Flask) -> None:
    """Register the jobs."""
    core: Kernel = app.extensions["linli"]
    core.job("core.observe_outbox", every=timedelta(seconds=15), func=relay.observe)
    for name, purge in (
        ("feed", feed.purge),
        ("idempotency", idempotency.purge),
        ("outbox", relay.purge),
        ("rate_windows", ratelimit.purge),
        ("job_ticks", scheduler.purge),
    ):
        core.job(f"core.purge_{name}", every=HOUR, func=purge)
