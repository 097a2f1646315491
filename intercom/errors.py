"""Why a person's action on a call was refused."""

from community.core.errors import Conflict


class AlreadyAccepted(Conflict):
    """Somebody else of the home was first; `accepted_by_name` says who."""

    code = "call.already_accepted"
    zh = "{accepted_by_name} 已接听。"
    en = "{accepted_by_name} has already answered."


class CallOver(Conflict):
    """The call is over; nothing can be done with it any more."""

    code = "call.ended"
    zh = "呼叫已结束。"
    en = "The call has ended."


class CallNotAccepted(Conflict):
    """Only who has answered can hang up; before that one declines."""

    code = "call.not_accepted"
    zh = "呼叫尚未接听。"
    en = "The call has not been answered yet."


class CallHasNoDoor(Conflict):
    """The panel that calls governs no door, so there is nothing to open."""

    code = "call.no_door"
    zh = "这台门口机没有可开的门。"
    en = "The calling panel governs no door."
