"""Shapes of imports."""

import marshmallow as ma
from flask_smorest.fields import Upload

from community.core.http import Schema
from community.models import ImportStatus


class ImportFiles(Schema):
    file = Upload(required=True, metadata={"description": "an .xlsx workbook of at most 5 MB and 20,000 rows"})


class ImportErrorOut(Schema):
    row = ma.fields.Integer(metadata={"description": "line in the sheet, from 1"})
    column = ma.fields.String()
    code = ma.fields.String()
    detail = ma.fields.String()


class ImportCounts(Schema):
    buildings = ma.fields.Integer()
    entrances = ma.fields.Integer()
    homes = ma.fields.Integer()
    people = ma.fields.Integer()
    memberships = ma.fields.Integer()


class ImportOut(Schema):
    id = ma.fields.UUID()
    community_id = ma.fields.UUID()
    file_name = ma.fields.String()
    status = ma.fields.Enum(ImportStatus, by_value=True)
    rows = ma.fields.Integer()
    valid = ma.fields.Integer()
    error_count = ma.fields.Integer()
    errors = ma.fields.List(ma.fields.Nested(ImportErrorOut), metadata={"description": "the first 1,000, in the order of the rows"})
    summary = ma.fields.Nested(ImportCounts, metadata={"description": "what applying the valid rows would make"})
    created = ma.fields.Nested(ImportCounts, allow_none=True)
    created_at = ma.fields.AwareDateTime()
    applied_at = ma.fields.AwareDateTime(allow_none=True)
