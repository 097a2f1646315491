"""What can go wrong at a door, told to the person who stands before it."""

from community.core.errors import Invalid
from devices.errors import DoorOffline

__all__ = ["DoorOffline", "ReasonRequired"]


class ReasonRequired(Invalid):
    """Staff open other people's doors only with a reason, which those people can read (D10)."""

    code = "unlock.reason_required"
    zh = "请填写开门原因，住户可以看到。"
    en = "Please give a reason; the residents of this door can see it."
