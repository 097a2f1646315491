"""Shapes of the actions on a ticket. What each requires is what `workflow.TABLE` says it needs; a test compares the two."""

import marshmallow as ma

from community.core.http import Schema
from repairs.schemas.fields import Photos, Tags, Words
from repairs.schemas.quotes import QuoteLineIn
from repairs.workflow import Action

SCORE = ma.validate.Range(1, 5)


class TicketActionIn(Schema):
    """Every action may say which version of the ticket it was decided on."""

    version = ma.fields.Integer(
        strict=True,
        validate=ma.validate.Range(1, 2**31 - 1),
        metadata={"description": "version the asker has seen; if the ticket has changed since, 409 `ticket.changed`"},
    )


class TicketReasonIn(TicketActionIn):
    reason = Words(500, required=True)


class TicketAssignIn(TicketActionIn):
    assignee_id = ma.fields.UUID(required=True)
    note = Words(500, empty=True)


class TicketTransferIn(TicketReasonIn):
    assignee_id = ma.fields.UUID(required=True)


class TicketHoldIn(TicketReasonIn):
    until = ma.fields.AwareDateTime(required=True)


class TicketResolveIn(TicketActionIn):
    measure = Words(2000, required=True)
    cause = Words(500, empty=True)
    parts = Words(500, empty=True)
    attachment_ids = Photos()


class TicketUrgeIn(TicketActionIn):
    text = Words(500, empty=True)


class TicketRateIn(TicketActionIn):
    speed = ma.fields.Integer(required=True, strict=True, validate=SCORE)
    quality = ma.fields.Integer(required=True, strict=True, validate=SCORE)
    manner = ma.fields.Integer(required=True, strict=True, validate=SCORE)
    tags = Tags()
    words = Words(1000, empty=True)
    attachment_ids = Photos()


class TicketQuoteIn(TicketActionIn):
    lines = ma.fields.List(ma.fields.Nested(QuoteLineIn), required=True, validate=ma.validate.Length(1, 50))
    note = Words(500, empty=True)


class TicketAgreeIn(TicketActionIn):
    quote_id = ma.fields.UUID(required=True)


class TicketDeclineIn(TicketReasonIn):
    quote_id = ma.fields.UUID(required=True)


class TicketAppointmentIn(TicketActionIn):
    starts_at = ma.fields.AwareDateTime(
        load_default=None,
        allow_none=True,
        metadata={"description": "of an offered window; without it the appointment is cancelled"},
    )


class TicketMergeIn(TicketReasonIn):
    into_id = ma.fields.UUID(required=True, metadata={"description": "the ticket that goes on, or one that goes along with it"})


# action → body and what it says in the API document
BODIES: dict[Action, tuple[type[TicketActionIn], str]] = {
    Action.ASSIGN: (TicketAssignIn, "Give a waiting ticket to a worker (manager)."),
    Action.ACCEPT: (TicketActionIn, "Take on the ticket (assignee)."),
    Action.TRANSFER: (TicketTransferIn, "Hand the ticket to another worker (assignee or manager)."),
    Action.RETURN: (TicketReasonIn, "Give the ticket back to the office (assignee)."),
    Action.DEPART: (TicketActionIn, "Set out for the place (assignee)."),
    Action.ARRIVE: (TicketActionIn, "Arrive at the place and begin (assignee)."),
    Action.START: (TicketActionIn, "Begin to work without a way to go (assignee)."),
    Action.HOLD: (TicketHoldIn, "Pause the ticket until a time, with a reason; its clock stops (assignee or manager)."),
    Action.RESUME: (TicketActionIn, "Go on with a paused ticket (assignee or manager)."),
    Action.RESOLVE: (TicketResolveIn, "Report the work as done, with a photo where the category asks for proof (assignee)."),
    Action.CONFIRM: (TicketActionIn, "Confirm that it is fixed; the ticket closes (reporter or household)."),
    Action.REJECT: (TicketReasonIn, "Say that it is not fixed; the ticket reopens (reporter or household)."),
    Action.CLOSE: (TicketReasonIn, "Close the ticket for the office: as closed once resolved, otherwise as not fixed (manager)."),
    Action.CANCEL: (TicketReasonIn, "Withdraw the report before work has begun (reporter, household or manager)."),
    Action.REOPEN: (TicketReasonIn, "Open a closed ticket again (reporter, household or manager)."),
    Action.URGE: (TicketUrgeIn, "Ask for haste, at most every 30 minutes (reporter or household)."),
    Action.QUOTE: (TicketQuoteIn, "Offer paid work; an undecided offer is replaced (assignee or manager)."),
    Action.AGREE: (TicketAgreeIn, "Agree to the offered quote, so that the paid work may go on (reporter or household)."),
    Action.DECLINE: (TicketDeclineIn, "Decline the offered quote, with a reason (reporter or household)."),
    Action.APPOINT: (
        TicketAppointmentIn,
        "Choose, move or cancel the visit's window (reporter, household or manager). A full one: 409 `slot.full` with `slots`.",
    ),
    Action.MERGE: (
        TicketMergeIn,
        "Let the ticket go along with another of the same matter; it keeps thread and rating (manager).",
    ),
    Action.SPLIT: (TicketReasonIn, "Let a merged ticket go its own way again, from where it is (manager)."),
    Action.RATE: (TicketRateIn, "Rate the work once, when it is resolved or closed (reporter or household)."),
}
