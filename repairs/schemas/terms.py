"""Shapes of working hours, of the ladder, and of what is told of a ticket's promises."""

from typing import Any

import marshmallow as ma

from community.core.http import Schema
from repairs.calendars import MOST_DAYS, MOST_SPANS, WEEKDAYS
from repairs.schemas.outputs import TicketOut
from repairs.terms import LONGEST_AFTER, MOST_RUNGS, Promise, Recipient, ReturnVisit

CLOCK = ma.validate.Regexp(r"\A(?:([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\Z", error="format|时间格式不正确|Not a valid time.")
DATE = ma.validate.Regexp(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", error="format|日期格式不正确|Not a valid date.")


class Hours(ma.fields.List[Any]):
    """The hours of one day: `[["08:30", "12:00"], ["13:30", "17:30"]]`; none: closed."""

    def __init__(self) -> None:
        span: ma.fields.Field[Any] = ma.fields.List(ma.fields.String(validate=CLOCK), validate=ma.validate.Length(equal=2))
        super().__init__(span, validate=ma.validate.Length(max=MOST_SPANS), metadata={"example": [["08:30", "17:30"]]})


Week = Schema.from_dict({day: Hours() for day in WEEKDAYS}, name="Week")


class CalendarIn(Schema):
    weekly = ma.fields.Nested(Week, required=True, metadata={"description": "a day that is left out is closed"})
    days = ma.fields.Dict(
        keys=ma.fields.String(validate=DATE),
        values=Hours(),
        load_default=dict,
        validate=ma.validate.Length(max=MOST_DAYS),
        metadata={"description": "dates on which the office works otherwise: holidays without hours, shifted working days"},
    )


class CalendarOut(Schema):
    community_id = ma.fields.UUID()
    time_zone = ma.fields.String()
    weekly = ma.fields.Nested(Week)
    days = ma.fields.Dict(keys=ma.fields.String(), values=Hours())
    version = ma.fields.Integer(metadata={"description": "0: what an office begins with"})


class RungIn(Schema):
    promise = ma.fields.Enum(Promise, by_value=True, required=True)
    percent = ma.fields.Integer(load_default=100, validate=ma.validate.Range(1, 100))
    after = ma.fields.Integer(
        load_default=0, validate=ma.validate.Range(0, LONGEST_AFTER), metadata={"description": "minutes of working time past 100 %"}
    )
    to = ma.fields.List(ma.fields.Enum(Recipient, by_value=True), required=True, validate=ma.validate.Length(1, len(Recipient)))


class PolicyIn(Schema):
    ladder = ma.fields.List(ma.fields.Nested(RungIn), required=True, validate=ma.validate.Length(max=MOST_RUNGS * len(Promise)))
    auto_close_days = ma.fields.Integer(
        required=True,
        allow_none=True,
        validate=ma.validate.Range(1, 365),
        metadata={"description": "days without a word after which a resolved ticket closes by itself; null: never"},
    )
    return_visit = ma.fields.Enum(ReturnVisit, by_value=True, required=True)


class PolicyOut(Schema):
    community_id = ma.fields.UUID()
    ladder = ma.fields.List(ma.fields.Nested(RungIn))
    auto_close_days = ma.fields.Integer(allow_none=True)
    return_visit = ma.fields.Enum(ReturnVisit, by_value=True)
    version = ma.fields.Integer(metadata={"description": "0: what an office begins with"})


class PromiseOut(Schema):
    kind = ma.fields.Enum(Promise, by_value=True)
    due_at = ma.fields.AwareDateTime()
    done_at = ma.fields.AwareDateTime(allow_none=True)
    kept = ma.fields.Boolean(allow_none=True, metadata={"description": "null while it is open"})
    paused = ma.fields.Boolean(metadata={"description": "on hold; `due_at` moves when the hold ends"})


class UpcomingOut(Schema):
    at = ma.fields.AwareDateTime()
    what = ma.fields.String(metadata={"description": "response_due, arrive_due, resolve_due, escalate, hold_over or close"})
    text = ma.fields.String(metadata={"description": "in the asker's language"})


class TicketDetailOut(TicketOut):
    """One ticket as it is read or acted on: also what was promised, and what will happen next by itself."""

    promises = ma.fields.List(ma.fields.Nested(PromiseOut))
    upcoming = ma.fields.List(ma.fields.Nested(UpcomingOut))
