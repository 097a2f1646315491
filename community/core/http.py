"""The HTTP entrance: one decorator per route that does, in this order, what every request needs.

Read the body → authenticate → the operation's row in the table of rights, or refusal → idempotency → one unit of work →
validate → the view → commit → answer.
"""

import functools
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import marshmallow as ma
from flask import Response, current_app, make_response, request
from flask_smorest import Blueprint as SmorestBlueprint

from community.core import idempotency
from community.core.auth import Actor, Rule
from community.core.bearer import claims_of, person_actor
from community.core.errors import DomainError, Forbidden, Unauthenticated
from community.core.intake import RequestParser, read_whole_request
from community.core.kernel import Kernel, kernel
from community.core.paging import Page
from community.core.uow import UnitOfWork, unit_of_work
from community.core.versions import Seen, etag

View = Callable[..., Any]
Begin = Callable[[], UnitOfWork]
Refused = Callable[..., None]


def rfc3339(moment: datetime) -> str:
    """Write an aware time as the API does: UTC, with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


ma.fields.DateTime.SERIALIZATION_FUNCS["iso"] = rfc3339


class Schema(ma.Schema):
    """Checks shape only; an unknown field is an error. Rules live in services."""

    class Meta:
        unknown = ma.RAISE


class PageQuery(Schema):
    """Query parameters of every list."""

    cursor = ma.fields.String(validate=ma.validate.Length(max=500), metadata={"description": "`next` of the previous page"})
    limit = ma.fields.Integer(load_default=50, validate=ma.validate.Range(1, 100))


IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "the `ETag` that was read; without it 428 `version.needed`, after somebody else's change 412 `version.stale`",
}


class Blueprint(SmorestBlueprint):
    """Routes whose decorator is the whole contract: operation (right), body, query, answer."""

    ARGUMENTS_PARSER = RequestParser()

    def get(self, rule: str, **contract: Any) -> Callable[[View], View]:
        """Declare a route that reads."""
        return self._operation("GET", rule, **contract)

    def post(self, rule: str, **contract: Any) -> Callable[[View], View]:
        """Declare a route that creates or acts; honours `Idempotency-Key` unless `idempotent=False`."""
        return self._operation("POST", rule, **({"idempotent": True} | contract))

    def put(self, rule: str, **contract: Any) -> Callable[[View], View]:
        """Declare a route that replaces the whole."""
        return self._operation("PUT", rule, **contract)

    def patch(self, rule: str, **contract: Any) -> Callable[[View], View]:
        """Declare a route that changes some fields."""
        return self._operation("PATCH", rule, **contract)

    def delete(self, rule: str, **contract: Any) -> Callable[[View], View]:
        """Declare a route that removes."""
        return self._operation("DELETE", rule, **({"returns": (204, None)} | contract))

    def _operation(
        self,
        method: str,
        rule: str,
        *,
        operation: str,
        body: type[ma.Schema] | None = None,
        query: type[ma.Schema] | None = None,
        files: type[ma.Schema] | None = None,
        returns: Any = None,
        page: bool = False,
        idempotent: bool = False,
        own_transactions: bool = False,
        begins_late: bool = False,
        ready: bool = False,
        versioned: bool = False,
        refused: Refused | None = None,
        most_bytes: int | None = None,
    ) -> Callable[[View], View]:
        """Declare a route.

        With `begins_late`, the view gets the actor and `begin` instead of a unit of work, and opens it when its slow work is
        done; it is still the one transaction, committed here. With `own_transactions`, the view gets the actor and opens
        as many as it needs; one key having one effect is then its own affair. Of such an operation, `refused(actor, error, **path)`
        hears each domain error with which a signed-in asker is sent away, before the answer and with no transaction open.
        With `ready`, the view returns JSON types, UUIDs and times in exactly the shape that `returns` documents, and no schema
        runs over them: for the answers that are asked for most.
        With `most_bytes`, a request may be larger than others, once its sender is known to be signed in.
        With `versioned`, the answer's `version` goes out as its ETag; a view that changes the thing also gets `seen`, what
        If-Match says, and has its service insist on it.
        """
        assert own_transactions or refused is None, f"{operation}: only an operation with own transactions tells of refusals"
        assert not (own_transactions and idempotent), f"{operation}: say idempotent=False, and see to repeated keys"
        status, schema = returns if isinstance(returns, tuple) else (200, returns)
        changes = versioned and method in ("PUT", "PATCH", "DELETE")

        def decorate(view: View) -> View:
            wrapped = _paged(view) if page else view
            wrapped = _as_it_is(wrapped, status) if ready else wrapped
            wrapped = _versioned(wrapped, status, changes) if versioned else wrapped
            wrapped = self.response(status, _page_schema(schema) if page else schema)(wrapped)
            if files is not None:
                wrapped = self.arguments(files(), location="files", content_type="multipart/form-data", arg_name="files")(wrapped)
            if body is not None:
                wrapped = self.arguments(body(), arg_name="data", **({"location": "form"} if files else {}))(wrapped)
            if query is not None or page:
                wrapped = self.arguments(_query_schema(query, page)(), location="query", arg_name="query")(wrapped)
            wrapped = _entrance(wrapped, operation, method, idempotent, own_transactions, begins_late, refused, most_bytes)
            wrapped = self.doc(operationId=operation, **({"parameters": [IF_MATCH]} if changes else {}))(wrapped)
            self.route("" if rule == "/" else rule, methods=[method])(wrapped)
            return wrapped

        return decorate


def _entrance(
    view: View,
    operation: str,
    method: str,
    idempotent: bool,
    own_transactions: bool,
    begins_late: bool,
    refused: Refused | None,
    most_bytes: int | None,
) -> View:
    @functools.wraps(view)
    def enter(**kwargs: Any) -> Response:
        core = kernel()
        rule = core.operations.get(operation)
        if rule is None:
            raise Forbidden  # no row, no entry
        claims = _claims(rule)
        if most_bytes and claims:
            request.max_content_length = most_bytes
        read_whole_request()
        if own_transactions:
            return _run_by_parts(view, core, rule, claims, kwargs, refused)
        if begins_late:
            return _run_late(view, core, rule, claims, kwargs)
        with unit_of_work(Actor("anonymous"), read_only=method == "GET") as uow:
            uow.actor = _admit(core, uow, rule, claims)
            key = idempotency.key_of(request) if idempotent and uow.actor.id else None
            mark = idempotency.fingerprint_of(request) if key else ""
            if key and (answer := idempotency.recall(uow.session, uow.actor.id, key, mark)):
                return answer
            response = make_response(view(uow, **kwargs))
            _insist_on_a_question(uow.actor, rule, response)
            if key and response.status_code < 400:
                idempotency.remember(uow, uow.actor.id, key, mark, response)
        return response

    enter.__operation__ = operation  # type: ignore[attr-defined]  # a mark for `openapi.check_operations`
    return enter


def _run_by_parts(
    view: View,
    core: Kernel,
    rule: Rule,
    claims: Mapping[str, Any] | None,
    kwargs: dict[str, Any],
    refused: Refused | None,
) -> Response:
    """Serve an operation that opens its own units of work, because it must wait for something outside the database."""
    with unit_of_work(Actor("anonymous"), read_only=True) as uow:
        actor = _identify(core, uow, rule, claims)
    try:
        _entitle(actor, rule)
        response = make_response(view(actor, **kwargs))
    except DomainError as error:
        if refused is not None and actor.kind == "person":
            refused(actor, error, **kwargs)
        raise
    _insist_on_a_question(actor, rule, response)
    return response


class _AnsweredMeanwhileError(Exception):
    """Another request with the same key was quicker."""

    def __init__(self, answer: Response) -> None:
        self.answer = answer


def _run_late(view: View, core: Kernel, rule: Rule, claims: Mapping[str, Any] | None, kwargs: dict[str, Any]) -> Response:
    """Serve an operation with slow work before its transaction. The key is looked up before the work and again with the lock."""
    with unit_of_work(Actor("anonymous"), read_only=True) as uow:
        actor = _admit(core, uow, rule, claims)
        key = idempotency.key_of(request) if actor.id else None
        mark = idempotency.fingerprint_of(request) if key else ""
        if key and (answer := idempotency.recall(uow.session, actor.id, key, mark)):
            return answer
    opened: list[UnitOfWork] = []

    def begin() -> UnitOfWork:
        opened.append(transaction.enter_context(unit_of_work(actor)))
        if key and (answer := idempotency.recall(opened[0].session, actor.id, key, mark)):
            raise _AnsweredMeanwhileError(answer)
        return opened[0]

    try:
        with ExitStack() as transaction:
            response = make_response(view(actor, begin, **kwargs))
            _insist_on_a_question(actor, rule, response)
            if key and response.status_code < 400:
                idempotency.remember(opened[0], actor.id, key, mark, response)
    except _AnsweredMeanwhileError as quicker:
        return quicker.answer
    return response


def _claims(rule: Rule) -> Mapping[str, Any] | None:
    """Return the verified claims of a bearer token; None if the request bears none, or none that a public operation could use."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    try:
        return claims_of(token)
    except Unauthenticated:
        if rule.public:
            return None
        raise


def _admit(core: Kernel, uow: UnitOfWork, rule: Rule, claims: Mapping[str, Any] | None) -> Actor:
    """Find out who asks, and refuse whoever holds no role that the operation's row names."""
    actor = _identify(core, uow, rule, claims)
    _entitle(actor, rule)
    return actor


def _identify(core: Kernel, uow: UnitOfWork, rule: Rule, claims: Mapping[str, Any] | None) -> Actor:
    try:
        actor = person_actor(core, uow.session, claims) if claims is not None else _by_other_scheme(core, uow)
    except Unauthenticated:
        if not rule.public:
            raise
        actor = Actor("anonymous")  # who may enter without a sign-in may also enter with one that has ended
    actor.table, actor.directory = core.operations, core.directory
    return actor


def _entitle(actor: Actor, rule: Rule) -> None:
    if rule.public:
        return
    if actor.kind == "anonymous":
        raise Unauthenticated
    entitled = actor.kind == "person" if rule.signed_in else bool(actor.roles() & rule.roles.keys())
    if not entitled:
        raise Forbidden


def _by_other_scheme(core: Kernel, uow: UnitOfWork) -> Actor:
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return Actor("anonymous")
    authenticate = core.authenticators.get(scheme.lower())
    if authenticate is None:
        raise Unauthenticated
    return authenticate(uow, credentials)


def _insist_on_a_question(actor: Actor, rule: Rule, response: Response) -> None:
    """An answer that nobody asked the table about is a mistake of ours; better none than a leak."""
    if rule.roles and not actor.checked and response.status_code < 400:
        raise RuntimeError("authz.unchecked: the view neither required a right nor scoped its query")


def _as_it_is(view: View, status: int) -> View:
    @functools.wraps(view)
    def call(*args: Any, **kwargs: Any) -> Any:
        response = current_app.json.response(view(*args, **kwargs))
        response.status_code = status
        return response

    return call


def _versioned(view: View, status: int, changes: bool) -> View:
    @functools.wraps(view)
    def call(*args: Any, **kwargs: Any) -> Any:
        found = view(*args, **kwargs, **({"seen": Seen(request.headers.get("If-Match", ""))} if changes else {}))
        return found, status, {"ETag": etag(found["version"] if isinstance(found, dict) else found.version)}

    return call


def _paged(view: View) -> View:
    @functools.wraps(view)
    def call(*args: Any, **kwargs: Any) -> dict[str, Any]:
        found: Page[Any] = view(*args, **kwargs)
        return {"items": found.items, "next": found.next}

    return call


@functools.cache
def _page_schema(schema: type[ma.Schema]) -> type[ma.Schema]:
    fields: dict[str, Any] = {
        "items": ma.fields.List(ma.fields.Nested(schema), required=True),
        "next": ma.fields.String(allow_none=True),
    }
    return Schema.from_dict(fields, name=f"{schema.__name__.removesuffix('Schema')}Page")


@functools.cache
def _query_schema(query: type[ma.Schema] | None, page: bool) -> type[ma.Schema]:
    if not page:
        assert query is not None
        return query
    return type(f"{query.__name__ if query else ''}PageQuery", (query, PageQuery), {}) if query else PageQuery


def client_address() -> str:
    """Return the asker's address as far as it can be believed (see LINLI_TRUSTED_PROXIES)."""
    return request.remote_addr or "unknown"
