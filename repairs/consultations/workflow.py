"""The life of a consultation as one table: (state, action) → state. Who may is the table of rights' affair.

Writing is possible in every state: words of the asker make it wait for an answer, words of the office answer it. One that has
become a ticket is closed for good; what is written then goes to the ticket.
"""

from enum import StrEnum

from repairs.consultations.errors import WrongConsultationState


class ConsultationState(StrEnum):
    """Whose turn it is."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class ConsultationAction(StrEnum):
    """What can be done to a consultation besides writing."""

    ASSIGN = "assign"
    CONVERT = "convert"
    CLOSE = "close"
    REOPEN = "reopen"
    USEFUL = "useful"


S, A = ConsultationState, ConsultationAction
STAY = None
OPEN = (S.WAITING, S.ANSWERED)

# action, from, to
ROWS: tuple[tuple[ConsultationAction, tuple[ConsultationState, ...], ConsultationState | None], ...] = (
    (A.ASSIGN, OPEN, STAY),
    (A.CONVERT, tuple(S), S.CLOSED),
    (A.CLOSE, OPEN, S.CLOSED),
    (A.REOPEN, (S.CLOSED,), S.WAITING),
    (A.USEFUL, (S.ANSWERED, S.CLOSED), STAY),
)
TABLE = {(state, action): to or state for action, sources, to in ROWS for state in sources}


def step(state: ConsultationState, action: ConsultationAction) -> ConsultationState:
    """Return the state after an action; raises WrongConsultationState."""
    try:
        return TABLE[state, action]
    except KeyError:
        raise WrongConsultationState(state=state, action=action) from None


def open_to(state: ConsultationState) -> tuple[ConsultationAction, ...]:
    """Return what can be done in a state, by somebody."""
    return tuple(action for action in A if (state, action) in TABLE)
