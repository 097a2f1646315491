"""Shapes of labels."""

import marshmallow as ma

from community.core.http import Schema
from community.core.words import Words
from repairs.labels.queries import MOST_PRINTED
from repairs.schemas.fields import Floor

CODE = ma.validate.Regexp(r"\A[0-9A-Z]{4,16}(,[0-9A-Z]{4,16})*\Z", error="format|报修码格式不正确|Not valid codes.")


class LabelPatch(Schema):
    name = Words(60, metadata={"description": "as the office calls the place"})
    building_id = ma.fields.UUID(allow_none=True)
    entrance_id = ma.fields.UUID(allow_none=True)
    floor = Floor(allow_none=True)
    spot = Words(100, metadata={"description": "where exactly, in words"})
    category_id = ma.fields.UUID(allow_none=True, metadata={"description": "what is mostly reported there"})
    retired = ma.fields.Boolean(metadata={"description": "out of use: who scans it is told so"})


class LabelIn(Schema):
    community_id = ma.fields.UUID(required=True)
    name = Words(60, required=True, metadata={"description": "as the office calls the place"})
    building_id = ma.fields.UUID(allow_none=True)
    entrance_id = ma.fields.UUID(allow_none=True)
    floor = Floor(allow_none=True)
    spot = Words(100, required=True, metadata={"description": "where exactly, in words"})
    category_id = ma.fields.UUID(allow_none=True, metadata={"description": "what is mostly reported there"})


class LabelOut(Schema):
    code = ma.fields.String(metadata={"example": "7KQ2M9XA"})
    url = ma.fields.String(metadata={"description": "where the QR code leads"})
    community_id = ma.fields.UUID()
    name = ma.fields.String()
    building_id = ma.fields.UUID(allow_none=True)
    entrance_id = ma.fields.UUID(allow_none=True)
    floor = ma.fields.Integer(allow_none=True)
    spot = ma.fields.String()
    place_label = ma.fields.String(metadata={"description": "1栋1单元 3层 电梯口"})
    category_id = ma.fields.UUID(allow_none=True)
    retired = ma.fields.Boolean()
    created_at = ma.fields.AwareDateTime()


class LabelQuery(Schema):
    community_id = ma.fields.UUID(required=True)
    retired = ma.fields.Boolean(load_default=False, metadata={"description": "those out of use instead"})


class LabelSheetQuery(Schema):
    community_id = ma.fields.UUID(required=True)
    codes = ma.fields.String(
        validate=(CODE, ma.validate.Length(max=17 * MOST_PRINTED)), metadata={"description": "separated by commas; all, by default"}
    )
