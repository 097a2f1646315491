"""Shapes of windows that are settled and offered."""

from typing import Any

import marshmallow as ma

from community.core.http import Schema
from repairs.appointments.slots import LONGEST_LEAD, MOST_DAYS_AHEAD, MOST_PLACES, MOST_WINDOWS
from repairs.calendars import WEEKDAYS
from repairs.schemas.terms import CLOCK


class AppointmentWindow(Schema):
    begin = ma.fields.String(required=True, validate=CLOCK, metadata={"example": "09:00"})
    end = ma.fields.String(required=True, validate=CLOCK, metadata={"example": "11:00"})
    capacity = ma.fields.Integer(
        strict=True, required=True, validate=ma.validate.Range(1, MOST_PLACES), metadata={"description": "for so many tickets"}
    )


def _windows() -> ma.fields.List[Any]:
    return ma.fields.List(ma.fields.Nested(AppointmentWindow), validate=ma.validate.Length(max=MOST_WINDOWS))


AppointmentWeek = Schema.from_dict({day: _windows() for day in WEEKDAYS}, name="AppointmentWeek")


class AppointmentSettingsIn(Schema):
    weekly = ma.fields.Nested(AppointmentWeek, required=True, metadata={"description": "a day that is left out offers nothing"})
    days_ahead = ma.fields.Integer(
        strict=True,
        required=True,
        validate=ma.validate.Range(0, MOST_DAYS_AHEAD),
        metadata={"description": "offered so many days after today"},
    )
    lead_minutes = ma.fields.Integer(
        strict=True,
        required=True,
        validate=ma.validate.Range(0, LONGEST_LEAD),
        metadata={"description": "offered until so long before it begins"},
    )


class AppointmentSettingsOut(Schema):
    community_id = ma.fields.UUID()
    weekly = ma.fields.Nested(AppointmentWeek)
    days_ahead = ma.fields.Integer()
    lead_minutes = ma.fields.Integer()
    version = ma.fields.Integer(metadata={"description": "0: what an office begins with"})


class AppointmentSlotQuery(Schema):
    community_id = ma.fields.UUID(required=True)
    category_id = ma.fields.UUID(metadata={"description": "of what is to be reported; shared areas need no appointment"})
    days = ma.fields.Integer(
        validate=ma.validate.Range(0, MOST_DAYS_AHEAD), metadata={"description": "at most so many after today"}
    )


class AppointmentSlotOut(Schema):
    starts_at = ma.fields.AwareDateTime()
    ends_at = ma.fields.AwareDateTime()
    capacity = ma.fields.Integer()
    left = ma.fields.Integer()
    full = ma.fields.Boolean()


class AppointmentSlotsOut(Schema):
    items = ma.fields.List(ma.fields.Nested(AppointmentSlotOut))
