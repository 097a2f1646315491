"""Shapes of grids, workers and the queue."""

from collections.abc import Iterable
from typing import Any

import marshmallow as ma

from community.core.http import Schema
from gridworkers.services import Spot

# The one shape that is shared: an item of the queue is a ticket as every other list shows it, and more.
from repairs.schemas import TicketOut
from repairs.schemas.fields import PersonsAction


def _none_twice(found: Iterable[Any]) -> None:
    items = list(found)
    if len(items) != len(set(items)):
        raise ma.ValidationError("duplicate|有重复的项目|Something is named twice.")


class GridPlaceIn(Schema):
    building_id = ma.fields.UUID(required=True)
    entrance_id = ma.fields.UUID(load_default=None, allow_none=True, metadata={"description": "null: the whole building"})

    @ma.post_load
    def _spot(self, data: dict[str, Any], **_: Any) -> Spot:
        return Spot(**data)


NAME = (ma.validate.Length(1, 64), ma.validate.Regexp(r".*\S", error="required|不能为空|May not be blank."))


def _name(**options: Any) -> ma.fields.String:
    return ma.fields.String(validate=NAME, **options)


def _places(**options: Any) -> ma.fields.List[Spot]:
    return ma.fields.List(ma.fields.Nested(GridPlaceIn), validate=(ma.validate.Length(max=500), _none_twice), **options)


def _workers(**options: Any) -> ma.fields.List[Any]:
    return ma.fields.List(ma.fields.UUID(), validate=(ma.validate.Length(max=100), _none_twice), **options)


class GridIn(Schema):
    community_id = ma.fields.UUID(required=True)
    name = _name(required=True)
    places = _places(load_default=list)
    worker_ids = _workers(load_default=list)


class GridPatch(Schema):
    name = _name()
    places = _places()
    worker_ids = _workers()


class GridPlaceOut(Schema):
    building_id = ma.fields.UUID()
    entrance_id = ma.fields.UUID(allow_none=True)
    label = ma.fields.String()


class GridWorkerOut(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String()
    on_duty = ma.fields.Boolean()


class GridOut(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String()
    community_id = ma.fields.UUID()
    places = ma.fields.List(ma.fields.Nested(GridPlaceOut))
    workers = ma.fields.List(ma.fields.Nested(GridWorkerOut))


class GridsOut(Schema):
    items = ma.fields.List(ma.fields.Nested(GridOut))


class GridQuery(Schema):
    community_id = ma.fields.UUID(required=True)


class WorkerOut(GridWorkerOut):
    open_tickets = ma.fields.Integer()


class WorkersOut(Schema):
    items = ma.fields.List(ma.fields.Nested(WorkerOut))


class QueueItem(TicketOut):
    next_action = PersonsAction(allow_none=True)
    minutes_left = ma.fields.Integer(metadata={"description": "until the deadline; negative when it has passed"})


class QueueOut(Schema):
    items = ma.fields.List(ma.fields.Nested(QueueItem))


class DutyOut(Schema):
    on_duty = ma.fields.Boolean()
    since = ma.fields.AwareDateTime(allow_none=True)
