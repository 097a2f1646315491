"""What can be done with calls: by people (`answering`), and by panels, doors and the clock (`calling`)."""

from intercom.answering import accept, decline, hang_up, mark_seen, note_refused_unlock, unlock
from intercom.calling import door_opened, end_overdue, invite, panel_hung_up, panel_lost, unlock_settled

__all__ = [
    "accept",
    "decline",
    "door_opened",
    "end_overdue",
    "hang_up",
    "invite",
    "mark_seen",
    "note_refused_unlock",
    "panel_hung_up",
    "panel_lost",
    "unlock",
    "unlock_settled",
]
