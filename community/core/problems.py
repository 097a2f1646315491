"""Errors as `application/problem+json` (RFC 9457), in the asker's language. Nothing of the machine's inside gets out."""

from http import HTTPStatus
from typing import Any

import marshmallow
from flask import Flask, Response, current_app, has_request_context, request
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import PyJWTError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from community.core.errors import Conflict, DomainError, Unauthenticated, Unavailable
from community.core.logging import get_logger, trace
from community.core.messages import HTTP_TEXTS, translate

log = get_logger(__name__)


class ValidationProblem(DomainError):
    """The input has the wrong shape; `errors` points at each place."""

    status = 422
    code = "validation.failed"
    zh = "提交的内容有误，请检查标出的项目。"
    en = "The input is not valid; see the marked items."


def language() -> str:
    """Return "zh" or "en", whichever the asker prefers; Chinese if nothing is said."""
    if not has_request_context():
        return "zh"
    best = request.accept_languages.best_match(["zh-CN", "zh", "en", "en-US", "en-GB"], "zh")
    return "en" if best.startswith("en") else "zh"


def problem(error: DomainError, errors: list[dict[str, str]] | None = None) -> Response:
    """Render a domain error."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "code": error.code,
        "detail": error.detail(language()),
        "request_id": trace(),
        **{k: v for k, v in error.params.items() if k not in ("type", "title", "status", "code", "detail")},
    }
    if errors is not None:
        body["errors"] = errors
    response = Response(current_app.json.dumps(body), error.status, content_type="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def validation_problem(messages: Any) -> Response:
    """Render marshmallow's or webargs' nested messages as a flat list with JSON pointers."""
    if isinstance(messages, dict) and set(messages) <= {"json", "query", "form", "files", "headers", "json_or_form"}:
        messages = {k: v for part in messages.values() for k, v in (part if isinstance(part, dict) else {"": part}).items()}
    return problem(ValidationProblem(), [_entry(pointer, text) for pointer, text in _flatten("", messages)])


def init_problems(app: Flask) -> None:
    """Register the one renderer for every way a request can fail."""
    app.register_error_handler(DomainError, problem)
    app.register_error_handler(marshmallow.ValidationError, lambda e: validation_problem(e.normalized_messages()))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(JWTExtendedException, lambda _e: problem(Unauthenticated()))
    app.register_error_handler(PyJWTError, lambda _e: problem(Unauthenticated()))
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    app.register_error_handler(IntegrityError, _constraint)
    app.register_error_handler(Exception, _unexpected)


def _http(error: HTTPException) -> Response:
    messages = getattr(error, "data", {}).get("messages") if hasattr(error, "data") else None
    if messages:
        return validation_problem(messages)
    status = error.code or 500
    code, zh, en = HTTP_TEXTS.get(status, ("http.error", "请求无法完成。", "The request could not be completed."))
    rendered = DomainError.of(code, zh=zh, en=en)
    rendered.__dict__["status"] = status
    response = problem(rendered)
    if allowed := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _database_away(error: Exception) -> Response:
    log.error("database_unavailable", error=str(getattr(error, "orig", error)))
    return problem(Unavailable(retry_after=2))


def _constraint(error: IntegrityError) -> Response:
    # Named constraints that a caller can run into are mapped by their slices; what arrives here lost a race.
    log.warning("constraint_violated", error=str(error.orig))
    return problem(Conflict())


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected_error", path=request.path)
    rendered = DomainError.of(
        "internal", zh="系统出现意外错误，请稍后再试。", en="Something unexpected went wrong; please try again."
    )
    rendered.__dict__["status"] = 500
    return problem(rendered)


def _flatten(pointer: str, messages: Any) -> list[tuple[str, str]]:
    if isinstance(messages, dict):
        return [
            found
            for key, inner in messages.items()
            for found in _flatten(pointer if key == "_schema" else f"{pointer}/{key}", inner)
        ]
    if isinstance(messages, list):
        return [found for inner in messages for found in _flatten(pointer, inner)]
    return [(pointer, str(messages))]


def _entry(pointer: str, text: str) -> dict[str, str]:
    code, detail = translate(text, language())
    return {"pointer": pointer, "code": code, "detail": detail}
