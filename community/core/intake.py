"""Takes in what a request carries: the whole of it before any transaction opens, and nothing that no database could keep."""

from typing import Any

import marshmallow as ma
import orjson
from flask import Request, request
from webargs import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

FORM = "multipart/form-data"


class RequestParser(FlaskParser):
    """Reads bodies strictly: what is not understood is refused, never guessed at or left out."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012 - declared by the base class
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": ma.RAISE,
        "files": ma.RAISE,
        "form": ma.RAISE,
    }

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        """Return the JSON body, or `missing` for an empty one."""
        content = req.get_data(cache=True)
        if not content:
            return missing
        if not req.is_json:
            raise UnsupportedMediaType
        try:
            found = orjson.loads(content)  # refuses NaN, lone surrogates and bottomless nesting, which `json` lets in
        except orjson.JSONDecodeError:
            raise BadRequest from None
        if b"\\u0000" in content and _has_nul(found):
            raise BadRequest
        return found

    def load_form(self, req: Request, schema: ma.Schema) -> Any:
        """Return the fields of a multipart form."""
        _insist_on_form(req)
        return super().load_form(req, schema)

    def load_files(self, req: Request, schema: ma.Schema) -> Any:
        """Return the files of a multipart form."""
        _insist_on_form(req)
        return super().load_files(req, schema)


def read_whole_request() -> None:
    """Take in the body before any transaction opens: a slow phone must not hold the database's write lock."""
    if "\0" in request.path or b"%00" in request.query_string:
        raise BadRequest  # PostgreSQL has no text with NUL in it
    if request.mimetype != FORM:
        request.get_data(cache=True)
    elif any("\0" in text for field in request.form.items(multi=True) for text in field):  # also reads the files
        raise BadRequest


def _insist_on_form(req: Request) -> None:
    if req.mimetype != FORM and req.content_length:
        raise UnsupportedMediaType


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_has_nul(part) for part in value)
