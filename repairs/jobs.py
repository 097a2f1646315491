"""What this slice does by the clock."""

from datetime import timedelta

from community.core.kernel import Kernel
from repairs.attachments.services import discard_loose
from repairs.consultations.jobs import tell_of_late_answers
from repairs.services import count_missed, keep_promises


def register(core: Kernel) -> None:
    """Register the jobs."""
    core.job("repairs.discard_loose_photos", every=timedelta(hours=1), func=discard_loose)
    core.job("repairs.count_missed", every=timedelta(minutes=10), func=count_missed)
    core.job("repairs.tell_of_late_answers", every=timedelta(minutes=1), func=tell_of_late_answers)
    core.job("repairs.keep_promises", every=timedelta(seconds=15), func=keep_promises)
