"""Errors as `application/problem+json` (RFC 9457), in the asker's language. Nothing of the machine's inside gets out."""

from typing import Any

import marshmallow
import orjson
from flask import Flask, Response, has_request_context, request
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import HTTPException

from community.core.db import is_dangling
from community.core.errors import Conflict, DomainError, Invalid, NotFound, Unauthenticated, Unavailable
from community.core.logging import get_logger, trace
from community.core.messages import HTTP_TEXTS, title, translate

log = get_logger(__name__)
CONTENT_TYPE = "application/problem+json"


class ValidationProblem(DomainError):
    """The input has the wrong shape; `errors` points at each place."""

    status = 422
    code = "validation.failed"
    zh = "提交的内容有误，请检查标出的项目。"
    en = "The input is not valid; see the marked items."


def language() -> str:
    """Return "zh" or "en", whichever the asker prefers; Chinese if nothing is said."""
    return preferred(request.accept_languages) if has_request_context() else "zh"


def preferred(accepted: LanguageAccept) -> str:
    """Return "zh" or "en" for a parsed Accept-Language header."""
    return "en" if accepted.best_match(["zh-CN", "zh", "en", "en-US", "en-GB"], "zh").startswith("en") else "zh"


def problem(error: DomainError, errors: list[dict[str, str]] | None = None) -> Response:
    """Render a domain error as the answer to this request."""
    content, headers = render(error, language(), trace(), errors)
    return Response(content, error.status, headers, content_type=CONTENT_TYPE)


def render(
    error: DomainError, language: str, request_id: str, errors: list[dict[str, str]] | None = None
) -> tuple[bytes, dict[str, str]]:
    """Return the body and the headers of a problem, for whichever server sends it."""
    body: dict[str, Any] = {
        **error.params,
        "type": "about:blank",
        "title": title(error.status, language),
        "status": error.status,
        "code": error.code,
        "detail": error.detail(language),
        "request_id": request_id,
    }
    if errors is not None:
        body["errors"] = errors
    headers = {"Cache-Control": "no-store"}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    return orjson.dumps(body, default=str, option=orjson.OPT_UTC_Z), headers


def validation_problem(messages: Any) -> Response:
    """Render marshmallow's nested messages as a flat list with JSON pointers."""
    return problem(ValidationProblem(), [_entry(pointer, text) for pointer, text in _flatten("", messages)])


def init_problems(app: Flask) -> None:
    """Register the one renderer for every way a request can fail."""
    app.register_error_handler(DomainError, problem)
    app.register_error_handler(marshmallow.ValidationError, lambda e: validation_problem(e.normalized_messages()))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(InterfaceError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    app.register_error_handler(IntegrityError, _constraint)
    app.register_error_handler(DataError, _not_storable)
    app.register_error_handler(StatementError, _statement)
    app.register_error_handler(OverflowError, _not_storable)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Response:
    if messages := getattr(error, "data", {}).get("messages"):
        return validation_problem(_without_location(messages))
    response = problem(_of_status(error.code or 500))
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _of_status(status: int) -> DomainError:
    code, zh, en = HTTP_TEXTS.get(status, ("http.error", "请求无法完成。", "The request could not be completed."))
    error = DomainError.of(code, zh=zh, en=en)
    error.status = status
    return error


def _without_location(messages: Any) -> Any:
    """Leave out webargs' outermost level, which says where in the request a field stood ("json", "query", …)."""
    found: dict[str, Any] = {}
    for part in messages.values():
        found |= part if isinstance(part, dict) else {"_schema": part}
    return found


def _database_away(error: Exception) -> Response:
    log.error("database_unavailable", error=str(getattr(error, "orig", error)))
    return problem(Unavailable(retry_after=2))


def _constraint(error: IntegrityError) -> Response:
    # Doubles that a caller can run into are told by their slices (`uow.unless_taken`); what arrives here lost a race.
    if is_dangling(error):
        return problem(NotFound())
    log.warning("constraint_violated", error=str(error.orig))
    return problem(Conflict())


def _not_storable(error: Exception) -> Response:
    # The net below the schemas: a number or a time that no column can hold. Whoever sent it is told, and so are we.
    log.warning("value_not_storable", error=type(error).__name__, exc_info=True)
    return problem(Invalid())


def _statement(error: StatementError) -> Response:
    return _not_storable(error) if isinstance(error.orig, (ValueError, OverflowError)) else _unexpected(error)


def _unexpected(_error: Exception) -> Response:
    log.exception("unexpected_error", path=request.path)
    return problem(_of_status(500))


def _flatten(pointer: str, messages: Any) -> list[tuple[str, str]]:
    if isinstance(messages, dict):
        return [
            found
            for key, inner in messages.items()
            for found in _flatten(pointer if key == "_schema" else f"{pointer}/{_escape(key)}", inner)
        ]
    if isinstance(messages, list):
        return [found for inner in messages for found in _flatten(pointer, inner)]
    return [(pointer, str(messages))]


def _escape(key: Any) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")  # RFC 6901


def _entry(pointer: str, text: str) -> dict[str, str]:
    code, detail = translate(text, language())
    return {"pointer": pointer, "code": code, "detail": detail}
