"""Shapes of working hours, of the ladder, and of what is told of a ticket's promises."""

from datetime import datetime, timedelta
from typing import Any

import marshmallow as ma

from community.core.clock import now
from community.core.http import Schema
from repairs.calendars import MOST_DAYS, MOST_SPANS, WEEKDAYS
from repairs.models import Urgency
from repairs.schemas.categories import minutes
from repairs.schemas.outputs import TicketOut
from repairs.terms import ANSWER_MINUTES, LONGEST_AFTER, MOST_RUNGS, Promise, Recipient, ReturnVisit

CLOCK = ma.validate.Regexp(r"\A(?:([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\Z", error="format|时间格式不正确|Not a valid time.")
DATE = ma.validate.Regexp(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", error="format|日期格式不正确|Not a valid date.")


class Hours(ma.fields.List[Any]):
    """The hours of one day: `[["08:30", "12:00"], ["13:30", "17:30"]]`; none: closed."""

    def __init__(self) -> None:
        span: ma.fields.Field[Any] = ma.fields.List(ma.fields.String(validate=CLOCK), validate=ma.validate.Length(equal=2))
        super().__init__(span, validate=ma.validate.Length(max=MOST_SPANS), metadata={"example": [["08:30", "17:30"]]})


Week = Schema.from_dict({day: Hours() for day in WEEKDAYS}, name="Week")


def _days(**kwargs: Any) -> ma.fields.Dict:
    return ma.fields.Dict(
        keys=ma.fields.String(validate=DATE),
        values=Hours(),
        validate=ma.validate.Length(max=MOST_DAYS),
        metadata={"description": "dates on which the office works otherwise: holidays without hours, shifted working days"},
        **kwargs,
    )


class CalendarIn(Schema):
    weekly = ma.fields.Nested(Week, required=True, metadata={"description": "a day that is left out is closed"})
    days = _days(load_default=dict)


class CalendarOut(Schema):
    community_id = ma.fields.UUID()
    time_zone = ma.fields.String()
    weekly = ma.fields.Nested(Week)
    days = ma.fields.Dict(keys=ma.fields.String(), values=Hours())
    version = ma.fields.Integer(metadata={"description": "0: what an office begins with"})


class RungIn(Schema):
    promise = ma.fields.Enum(Promise, by_value=True, required=True)
    percent = ma.fields.Integer(load_default=100, strict=True, validate=ma.validate.Range(1, 100))
    after = ma.fields.Integer(
        strict=True,
        load_default=0,
        validate=ma.validate.Range(0, LONGEST_AFTER),
        metadata={"description": "minutes of working time past 100 %"},
    )
    to = ma.fields.List(ma.fields.Enum(Recipient, by_value=True), required=True, validate=ma.validate.Length(1, len(Recipient)))


def _ladder(**kwargs: Any) -> ma.fields.List[Any]:
    return ma.fields.List(ma.fields.Nested(RungIn), validate=ma.validate.Length(max=MOST_RUNGS * len(Promise)), **kwargs)


def _answer_minutes(**kwargs: Any) -> ma.fields.Integer:
    words = {"description": "working time within which a question is answered"}
    return ma.fields.Integer(strict=True, validate=ma.validate.Range(5, LONGEST_AFTER), metadata=words, **kwargs)


class PolicyIn(Schema):
    ladder = _ladder(required=True)
    auto_close_days = ma.fields.Integer(
        strict=True,
        required=True,
        allow_none=True,
        validate=ma.validate.Range(1, 365),
        metadata={"description": "days without a word after which a resolved ticket closes by itself; null: never"},
    )
    return_visit = ma.fields.Enum(ReturnVisit, by_value=True, required=True)
    answer_minutes = _answer_minutes(load_default=ANSWER_MINUTES)


class PolicyOut(Schema):
    community_id = ma.fields.UUID()
    ladder = ma.fields.List(ma.fields.Nested(RungIn))
    auto_close_days = ma.fields.Integer(allow_none=True)
    return_visit = ma.fields.Enum(ReturnVisit, by_value=True)
    answer_minutes = ma.fields.Integer()
    version = ma.fields.Integer(metadata={"description": "0: what an office begins with"})


def _about_now(moment: datetime) -> None:
    if abs(moment - now()) > timedelta(days=400):
        raise ma.ValidationError("range|请选择一年以内的时间|Within a year from now.")


class PreviewIn(Schema):
    """A ticket that might be reported, and of the terms those that are not settled yet; the others are as settled."""

    category_id = ma.fields.UUID(metadata={"description": "left out: all the minutes are given"})
    urgency = ma.fields.Enum(Urgency, by_value=True, load_default=Urgency.NORMAL)
    reported_at = ma.fields.AwareDateTime(validate=_about_now, metadata={"description": "left out: now"})
    response_minutes = minutes()
    arrive_minutes = minutes()
    resolve_minutes = minutes()
    around_clock = ma.fields.Boolean()
    ladder = _ladder()
    answer_minutes = _answer_minutes()
    weekly = ma.fields.Nested(Week)
    days = _days()


class PreviewStepOut(Schema):
    at = ma.fields.AwareDateTime()
    promise = ma.fields.Enum(Promise, by_value=True)
    to = ma.fields.List(ma.fields.Enum(Recipient, by_value=True))
    text = ma.fields.String(metadata={"description": "in the asker's language"})


class PreviewOut(Schema):
    reported_at = ma.fields.AwareDateTime()
    response_due_at = ma.fields.AwareDateTime()
    arrive_due_at = ma.fields.AwareDateTime()
    due_at = ma.fields.AwareDateTime()
    answer_due_at = ma.fields.AwareDateTime(metadata={"description": "of a question that is asked at the same time"})
    steps = ma.fields.List(ma.fields.Nested(PreviewStepOut), metadata={"description": "who is told when, if nobody does anything"})


class PromiseOut(Schema):
    kind = ma.fields.Enum(Promise, by_value=True)
    due_at = ma.fields.AwareDateTime()
    done_at = ma.fields.AwareDateTime(allow_none=True)
    kept = ma.fields.Boolean(allow_none=True, metadata={"description": "null while it is open"})
    paused = ma.fields.Boolean(
        metadata={"description": "on hold, or an offer waits for the resident; `due_at` moves when that ends"}
    )


class UpcomingOut(Schema):
    at = ma.fields.AwareDateTime()
    what = ma.fields.String(metadata={"description": "response_due, arrive_due, resolve_due, escalate, hold_over or close"})
    text = ma.fields.String(metadata={"description": "in the asker's language"})


class TicketParent(Schema):
    id = ma.fields.UUID()
    number = ma.fields.String()
    joined_count = ma.fields.Integer(metadata={"description": "with how many other reports this one is dealt with"})


class TicketDetailOut(TicketOut):
    """One ticket as it is read or acted on: also what was promised, and what will happen next by itself."""

    parent = ma.fields.Nested(TicketParent, allow_none=True)
    promises = ma.fields.List(ma.fields.Nested(PromiseOut))
    upcoming = ma.fields.List(ma.fields.Nested(UpcomingOut))
