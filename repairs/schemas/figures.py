"""Shapes of the figures."""

import marshmallow as ma

from community.core.http import Schema
from repairs.queries import BY


class TicketStatisticsOut(Schema):
    open = ma.fields.Integer()
    unassigned = ma.fields.Integer()
    overdue = ma.fields.Integer()
    waiting_confirmation = ma.fields.Integer()
    created_today = ma.fields.Integer()
    closed_today = ma.fields.Integer()
    average_rating = ma.fields.Float(allow_none=True)


class DurationOut(Schema):
    median = ma.fields.Integer(allow_none=True, metadata={"description": "minutes, from buckets"})
    p90 = ma.fields.Integer(allow_none=True, metadata={"description": "minutes within which nine of ten were done"})
    mean = ma.fields.Float(allow_none=True, metadata={"description": "minutes"})
    in_time = ma.fields.Integer(metadata={"description": "promises kept"})
    late = ma.fields.Integer(metadata={"description": "promises fulfilled too late"})
    in_time_share = ma.fields.Float(allow_none=True, metadata={"description": "0 to 1"})


class ScoresOut(Schema):
    count = ma.fields.Integer()
    average = ma.fields.Float(allow_none=True, metadata={"description": "mean of all scores, 1 to 5"})
    speed = ma.fields.Float(allow_none=True)
    quality = ma.fields.Float(allow_none=True)
    manner = ma.fields.Float(allow_none=True)


class RepairFigures(Schema):
    reported = ma.fields.Integer()
    assigned = ma.fields.Integer(metadata={"description": "times that a worker was given a ticket"})
    responded = ma.fields.Integer()
    arrived = ma.fields.Integer()
    resolved = ma.fields.Integer()
    closed = ma.fields.Integer()
    closed_unfixed = ma.fields.Integer()
    cancelled = ma.fields.Integer()
    returned = ma.fields.Integer(metadata={"description": "times that a worker gave a ticket back"})
    reopened = ma.fields.Integer()
    reopened_share = ma.fields.Float(allow_none=True, metadata={"description": "reopened per resolved"})
    respond = ma.fields.Nested(DurationOut, metadata={"description": "from report or reopening to the first answer"})
    arrive = ma.fields.Nested(DurationOut, metadata={"description": "from report or reopening to the first arrival"})
    resolve = ma.fields.Nested(DurationOut, metadata={"description": "from report or reopening to the repair"})
    rating = ma.fields.Nested(ScoresOut)


class RepairFiguresItem(RepairFigures):
    id = ma.fields.UUID(allow_none=True, metadata={"description": "category, building or worker; null without one"})
    name = ma.fields.String(allow_none=True, metadata={"description": "its name, in the asker's language"})
    week = ma.fields.Date(allow_none=True, metadata={"description": "its Monday"})


class RepairStatisticsOut(Schema):
    since = ma.fields.Date(data_key="from")
    until = ma.fields.Date(data_key="to")
    by = ma.fields.String(validate=ma.validate.OneOf([str(by) for by in BY]))
    total = ma.fields.Nested(RepairFigures)
    items = ma.fields.List(ma.fields.Nested(RepairFiguresItem))
