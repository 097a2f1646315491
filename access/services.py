"""What can be done with doors, for the routes and for the slices above.

- `unlock_door(actor, Wish(door_id=…))` opens a door for a person and answers with the panel's own word.
- A slice that must change something of its own in the same breath uses `carry_out(actor, prepare, settled)` with a
  `prepare` that calls `prepare_unlock`; there is no other way to a door.
"""

from access.doors import Panel, abandon_doors, note_report, set_up_door
from access.models import AccessUnlock
from access.proof import look_again, note_word, unlock_meant
from access.refusals import note_refusal
from access.unlocking import Opening, Verdict, Wish, carry_out, prepare_unlock, settle_unlock, unlock_door
from access.views import UnlockView
from access.workflow import UnlockResult, Via

__all__ = [
    "AccessUnlock",
    "Opening",
    "Panel",
    "UnlockResult",
    "UnlockView",
    "Verdict",
    "Via",
    "Wish",
    "abandon_doors",
    "carry_out",
    "look_again",
    "note_refusal",
    "note_report",
    "note_word",
    "prepare_unlock",
    "set_up_door",
    "settle_unlock",
    "unlock_door",
    "unlock_meant",
]
